"""What is published of uneven weights tells of a group that is not shown."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from analysis.measures import estimate_measures
from analysis.plan import Domain, Plan, Weighting
from analysis.rows import Results
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan
from tests.support.released import release

SIZE = 300
HIDDEN = range(1, 10)
AREAS = {"n": 0.3, "s": 0.3, "e": 0.3, "w": 0.1}
SEXES = {"female": 0.5, "male": 0.5}
AGES = {"y": 0.3, "m": 0.4, "o": 0.3}


def make_raked(*margins: str, trim: float | None = None) -> Plan:
    shares = {"area": AREAS, "sex": SEXES, "age": AGES}
    return make_plan(
        domains=(Domain(name="all", label="All"),),
        groupings=tuple(make_grouping(name, shares[name]) for name in margins),
        measures=(make_measure(domains=("all",), breakdowns=("area",)),),
        weighting=Weighting(rake=margins, trim=trim),
    )


def publish(folder: Path, plan: Plan, hidden: int) -> Results:
    """A round in which so many people are of area w, and all others are the same."""
    chance = random.Random(7)
    people = {
        "area": ["n"] * 115 + ["s"] * 100 + ["w"] * hidden + ["e"] * (85 - hidden),
        "sex": chance.choices(list(SEXES), (60, 40), k=SIZE),
        "age": chance.choices(list(AGES), (45, 35, 20), k=SIZE),
        "after_dark": chance.choices(["very_safe", "neither"], (60, 40), k=SIZE),
    }
    write_round(folder, people, {"after_dark": SAFETY})
    return release(estimate_measures(folder, plan)).results


def read_weights(results: Results) -> tuple[object, ...]:
    """All that is published of how uneven weights are."""
    shown, row = results.took_part, results.rows[0]
    assert shown is not None
    assert [level.hidden for level in shown.groupings[0].levels].count("few") == 1
    return (
        repr(results.method),
        *(shown.effective_base, shown.largest_weight, shown.trimmed, shown.margin_error),
        *(row.effective_base, row.design_effect),
    )


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(make_raked("area"), id="one margin"),
        pytest.param(make_raked("area", trim=5.0), id="one margin, trimmed"),
        pytest.param(make_raked("area", "sex", "age"), id="three margins"),
    ],
)
def test_weights_tell_no_more_of_a_hidden_group_than_the_cautions_do(
    tmp_path: Path, plan: Plan
) -> None:
    told: dict[tuple[str, ...], set[tuple[object, ...]]] = {}
    for hidden in HIDDEN:
        results = publish(tmp_path / f"r{hidden}", plan, hidden)
        assert results.took_part is not None
        told.setdefault(results.took_part.cautions, set()).add(read_weights(results))
    assert {len(found) for found in told.values()} == {1}


def test_a_trimmed_plan_leaves_every_number_of_a_hidden_group_possible(tmp_path: Path) -> None:
    plan = make_raked("area", trim=5.0)
    rounds = [publish(tmp_path / f"r{hidden}", plan, hidden) for hidden in HIDDEN]
    assert len({read_weights(one) for one in rounds}) == 1


def test_where_every_group_is_shown_weights_are_told(tmp_path: Path) -> None:
    plan = make_raked("sex", "age")
    plan = plan.model_copy(update={"measures": (make_measure(domains=("all",), breakdowns=()),)})
    results = publish(tmp_path / "r", plan, 40)
    shown = results.took_part
    assert shown is not None
    assert shown.effective_base is not None
    assert 200 < shown.effective_base < SIZE
    assert shown.effective_base % 5 == 0
    assert shown.largest_weight is not None
    assert results.rows[0].design_effect is not None
