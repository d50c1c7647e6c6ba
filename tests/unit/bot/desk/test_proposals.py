from __future__ import annotations

import pytest

from bot.desk.proposals import propose_name
from surveys.round_checks import ROUND_NAME


@pytest.mark.parametrize(
    ("like", "taken", "name"),
    [
        ("autumn-2026", ["autumn-2026"], "autumn-2027"),
        ("annual-perception", [], "annual-perception-2027"),
        ("autumn-2026", ["autumn-2027", "autumn-2027-2"], "autumn-2027-3"),
        ("2026", [], "2026-2027"),
        ("walk-12", [], "walk-12-2027"),
        ("a" * 40, [], "a" * 32 + "-2027"),
    ],
    ids=["next year", "questionnaire", "taken", "only a year", "a number", "long"],
)
def test_a_name_is_proposed_that_can_be_used(like: str, taken: list[str], name: str) -> None:
    proposed = propose_name(like, "2027-03-01 2027-03-28", taken)
    assert proposed == name
    assert ROUND_NAME.fullmatch(proposed)
