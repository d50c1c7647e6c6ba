"""The file of agreement beside the codebook says what is measured now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analysis.comments.trial import find_trial
from tests.comments import trying
from tests.comments.theme_agreement import codebook, measure


def test_the_figures_of_the_codebook_are_those_measured_on_comments_held_out() -> None:
    trial, measured = find_trial(codebook()), measure("held_out")
    assert trial is not None, "run `python -m tests.comments themes --write`"
    assert trial == trying.measure_trial()
    found = measured.codes.overall, measured.stances.overall
    assert trial.comments == measured.comments
    for told, now in zip((trial.codes, trial.stances), found, strict=True):
        assert told.precision == pytest.approx(now.precision, abs=0.005)
        assert told.recall == pytest.approx(now.recall, abs=0.005)


def test_the_file_is_as_the_command_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, again = trying.find_file(), tmp_path / "agreement.yaml"
    monkeypatch.setattr(trying, "find_file", lambda: again)
    trying.write_trial()
    assert again.read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize("asked", [["--write"], ["cues", "--write"], []], ids=" ".join)
def test_what_cannot_be_written_is_refused(asked: list[str]) -> None:
    command = [sys.executable, "-m", "tests.comments", *asked]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "or themes --write" in run.stderr
