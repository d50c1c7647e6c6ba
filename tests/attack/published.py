"""Small made-up rounds, published in full, and who stands in each row."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Plan
from analysis.rows import Results, Row
from analysis.shown import Status
from tests.attack.attacker import Belongs, Person
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan

COLUMNS = {"sex": ("female", "male", "x"), "area": ("n", "s", "e", "w", "x")}
"""What everybody was asked; x is no answer."""

PLAN: Plan = make_plan(
    groupings=tuple(
        make_grouping(name, {code: 1 / (len(codes) - 1) for code in codes[:-1]})
        for name, codes in COLUMNS.items()
    ),
    measures=(make_measure(breakdowns=tuple(COLUMNS)),),
)


def make_answers(size: int, seed: int) -> dict[str, list[str]]:
    """Answers of so many people; areas are uneven, and a few did not say."""
    chance = random.Random(seed)
    weights = {"sex": (50, 45, 5), "area": (42, 38, 12, 5, 3)}
    answers = {
        name: chance.choices(codes, weights[name], k=size) for name, codes in COLUMNS.items()
    }
    answers["after_dark"] = chance.choices(
        ["very_safe", "neither", "dont_know"], (60, 35, 5), k=size
    )
    return answers


def measure_round(folder: Path, answers: Mapping[str, Sequence[str]]) -> Results:
    """The results of a round at full precision, with the statuses that the audit left them."""
    offered = {name: dict.fromkeys(codes, "substantive") for name, codes in COLUMNS.items()}
    write_round(folder, answers, {"after_dark": SAFETY, **offered})
    return estimate_measures(folder, PLAN, ledger=Ledger(folder.parent / "releases"))


def leave_unprotected(results: Results) -> tuple[Row, ...]:
    """The rows with what is small by itself withheld, and nothing for the sake of another."""
    return tuple(replace(row, status=_judge(row)) for row in results.rows)


def _judge(row: Row) -> Status:
    base = row.base or 0
    yes = round((row.unweighted or 0) * base)
    if base < 30:
        return Status.TOO_FEW
    return Status.SUPPRESSED if min(yes, base - yes) < 3 else Status.RELEASED


def find_people(row: Row) -> Belongs:
    """Who stands in a row."""

    def belongs(person: Person) -> bool:
        inside = row.domain == "all" or person["sex"] == "female"
        return inside and (row.breakdown is None or person[row.breakdown] == row.category)

    return belongs


def list_secrets(results: Results) -> list[tuple[str, Belongs, dict[str, int]]]:
    """Every group that no figure may be had on, and how many are counted in it: name, who, counts.

    They are the rows withheld, those who did not give a characteristic, and everybody but women.
    """
    found = [
        (f"{row.breakdown} {row.category}", find_people(row), _count(row))
        for row in results.rows
        if row.status is not Status.RELEASED and row.base
    ]
    whole = next(row for row in results.rows if (row.domain, row.breakdown) == ("all", None))
    for name in COLUMNS:
        parts = [_count(row) for row in results.rows if row.breakdown == name]
        left = {key: value - sum(p[key] for p in parts) for key, value in _count(whole).items()}
        found.append((f"no {name}", _lacks(name), left))
    women = next(row for row in results.rows if row.domain == "women")
    others = {key: value - _count(women)[key] for key, value in _count(whole).items()}
    found.append(("not women", lambda person: person["sex"] != "female", others))
    return [one for one in found if _is_secret(one[2])]


def _lacks(name: str) -> Belongs:
    return lambda person: person[name] == "x"


def _count(row: Row) -> dict[str, int]:
    base = row.base or 0
    yes = round((row.unweighted or 0) * base)
    return {"yes": yes, "no": base - yes, "base": base}


def _is_secret(counts: Mapping[str, int]) -> bool:
    few = counts["base"] < 30 or min(counts["yes"], counts["no"]) < 3
    return counts["base"] > 0 and few
