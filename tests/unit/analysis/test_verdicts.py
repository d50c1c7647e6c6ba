"""Targets and their verdicts in plain words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from analysis.change import Verdict
from analysis.shown import Status
from analysis.verdicts import MEANINGS, list_meanings, say_readings, say_status, say_verdicts
from tests.support.results import TARGET, make_results, make_row

_TARGETS = make_results().targets


def _say(status: Status = Status.RELEASED, **changes: Any) -> str:
    return say_verdicts(make_row(status=status, target=replace(TARGET, **changes)))


_NONE: dict[str, Any] = {"verdict_relative": None, "verdict_points": None}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param(
            {},
            "On track read as a relative increase, not shown read as percentage points "
            "(indicative).",
            id="readings that differ",
        ),
        pytest.param(
            {"verdict_relative": Verdict.MET, "verdict_points": Verdict.MET, "indicative": False},
            "Met.",
            id="readings that agree",
        ),
        pytest.param(
            {"verdict_relative": Verdict.TOO_FEW, "verdict_points": Verdict.TOO_FEW},
            "Too few answers.",
            id="nothing was found that could be indicative",
        ),
        pytest.param({**_NONE, "note": "not agreed"}, "No verdict. Not agreed.", id="none"),
        pytest.param(
            {**_NONE, "status": Status.SUPPRESSED},
            "No verdict: the figure cannot be shown.",
            id="withheld",
        ),
    ],
)
def test_verdicts_of_a_row_in_words(changes: dict[str, Any], said: str) -> None:
    assert _say(**changes) == said


@pytest.mark.parametrize("verdict", [v for v in Verdict if v not in {"too_few", "no_baseline"}])
def test_a_verdict_on_people_who_chose_to_take_part_is_always_called_indicative(
    verdict: Verdict,
) -> None:
    both: dict[str, Any] = {"verdict_relative": verdict, "verdict_points": verdict}
    target = replace(_TARGETS[0], status="Anything", **both)

    assert "indicative" in _say(**both)
    assert say_status(target) == "Anything. Indicative: people chose to take part."


def test_a_row_without_a_target_says_so() -> None:
    assert say_verdicts(make_row()) == "No target in the plan."


def test_the_status_of_a_target_says_nothing_twice() -> None:
    differing, few, none = map(say_status, _TARGETS)

    assert differing.count("ndicative") == 1
    assert few == "Too few answers. Fewer than 100 answers in one of the rounds."
    assert none == "No verdict. The plan sets no number that a survey can test."
    again = replace(_TARGETS[1], status="Too few: fewer than 100 answers in one of the rounds")
    assert say_status(again) == "Too few: fewer than 100 answers in one of the rounds."


def test_both_readings_say_what_they_ask_for() -> None:
    relative, points = say_readings(make_row(target=TARGET))
    first = "Read as a relative increase of 10 per cent, 59 % to reach"
    second = "Read as an increase of 10 percentage points, 64 % to reach"

    assert relative == f"{first} and 57 % to be on track now: on track."
    assert points == f"{second} and 61 % to be on track now: not shown."


def test_any_increase_has_one_reading() -> None:
    target = replace(TARGET, increase=0, line_relative=None)

    assert say_readings(make_row(target=target)) == ("Any increase, 59 % to exceed: on track.",)


def test_a_target_without_a_number_has_no_reading() -> None:
    assert say_readings(make_row(target=replace(TARGET, increase=None))) == ()


def test_every_verdict_is_explained() -> None:
    assert set(MEANINGS) == set(Verdict)
    assert [name for name, _ in list_meanings()][:2] == ["Met", "On track"]
