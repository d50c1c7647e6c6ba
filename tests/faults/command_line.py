"""The command line as people call it, within this process for speed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.cli import main
from bot.settings import Settings
from tests.faults.processes import make_environment

CLEAR_LINE = re.compile(r"\S.*: .+\. .*\S[.?] \[[a-z]+(\.[a-z0-9-]+)+\]")
"""Place, what is wrong, what to do, and the code of the error."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The codes of the errors told."""
        return re.findall(r"\[([a-z]+\.[a-z0-9-]+)\]$", self.err, re.MULTILINE)


Call = Callable[..., Outcome]


def make_caller(
    settings: Settings,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Call:
    """Calls ``canvass`` in a folder, with these settings and others where they are named."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    def call(*arguments: str, **changed: str) -> Outcome:
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            patch.setattr(sys, "argv", ["canvass", *arguments])
            environment = make_environment(settings, **changed)
            for name in {name.upper() for name in Settings.model_fields} & environment.keys():
                patch.setenv(name, environment[name])
            capsys.readouterr()
            try:
                main()
                status = 0
            except SystemExit as ended:
                status = int(ended.code or 0)
            finally:
                structlog.reset_defaults()
        told = capsys.readouterr()
        return Outcome(status, told.out, told.err)

    return call


def assert_refused(outcome: Outcome, *codes: str) -> None:
    """Status 1, a clear line for each of these errors, and nothing else on standard error."""
    assert outcome.status == 1, outcome
    assert outcome.codes == list(codes), outcome.err
    for line in outcome.err.splitlines():
        assert CLEAR_LINE.fullmatch(line), line
