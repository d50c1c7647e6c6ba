"""The figures of a trial go with a reading where codebook and rules are those that were tried."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from analysis.comments.codebook import Codebook
from analysis.comments.drafting import draft_coding
from analysis.comments.records import Drafted, render_record
from analysis.comments.store import read_comments
from analysis.comments.trial import KIND, Rates, Trial, find_trial, hash_rules, list_rules
from surveys.errors import CodebookRefused
from tests.support.consultation import freeze_comments, load_themes

SHIPPED = load_themes().model_dump()
RATES = Rates(precision=0.78, recall=0.84, kappa=0.8)


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where plans lie: one, without a trial yet."""
    monkeypatch.setattr("analysis.plan_files.PLANS", tmp_path)
    (tmp_path / "made-up").mkdir()
    return tmp_path / "made-up"


def keep(folder: Path, codebook: Codebook, **changes: object) -> Trial:
    trial = Trial(
        codebook=codebook.hash, rules=hash_rules(), comments=345, codes=RATES, stances=RATES
    ).model_copy(update=changes)
    (folder / KIND.name).write_text(yaml.safe_dump(trial.model_dump()), "utf-8")
    return trial


def test_the_rules_are_all_that_giving_codes_stands_on() -> None:
    script = (
        "import analysis.comments.coding, sys; from pathlib import Path\n"
        "print(*(Path(one.__file__).name for name, one in sys.modules.items()"
        " if name.startswith('analysis.comments.')))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    rules = set(list_rules())
    assert {one for one in rules if one.endswith(".py")} == set(run.stdout.split())
    assert {"codebook.py", "stances.py", "feelings.yaml", "languages.yaml"} <= rules


def test_a_trial_is_found_for_the_codebook_and_the_rules_that_were_tried(plans: Path) -> None:
    codebook = Codebook.model_validate(SHIPPED)
    trial = keep(plans, codebook)
    assert find_trial(codebook) == trial
    assert find_trial(Codebook.model_validate(SHIPPED | {"title": "Another"})) is None
    keep(plans, codebook, rules="0" * 64)
    assert find_trial(codebook) is None


def test_without_a_file_there_is_none(plans: Path) -> None:
    assert not list(plans.iterdir())
    assert find_trial(Codebook.model_validate(SHIPPED)) is None


def test_a_file_that_is_no_mapping_is_refused(plans: Path) -> None:
    (plans / KIND.name).write_text("- 0.8\n", "utf-8")
    with pytest.raises(CodebookRefused, match=r"agreement\.yaml"):
        find_trial(Codebook.model_validate(SHIPPED))


def test_a_reading_keeps_the_trial_of_its_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codebook = load_themes()
    trial = Trial(codebook="c", rules="r", comments=345, codes=RATES, stances=RATES)
    monkeypatch.setattr("analysis.comments.drafting.find_trial", lambda _: trial)
    drafted = draft_coding(read_comments(freeze_comments(tmp_path)), codebook)
    kept = render_record(drafted)
    assert Drafted.model_validate_json(kept).trial == trial
    earlier = drafted.model_dump(mode="json", exclude={"trial"})
    assert Drafted.model_validate(earlier).trial is None
