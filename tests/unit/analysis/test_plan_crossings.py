from __future__ import annotations

import pytest

from analysis.plan import Domain, Grouping, GroupingKind, Level
from analysis.plan_faults import find_faults
from tests.support.plans import make_grouping, make_measure, make_plan

WARD = make_grouping("ward", {"a": 0.5, "b": 0.5}).model_copy(update={"kind": GroupingKind.PLACE})
ETHNIC = make_grouping("ethnic", {"x": 0.5, "y": 0.5}).model_copy(
    update={"kind": GroupingKind.ETHNIC}
)
SEX = make_grouping("sex", {"female": 0.5, "male": 0.5})
EVERYBODY = Domain(name="all", label="All")
IN_WARD = Domain(name="ward_a", label="Ward A", when={"ward": ("a",)})
OF_GROUP = Domain(name="group_x", label="Group X", when={"ethnic": ("x",)})
UNION = Domain(
    name="union",
    label="Union",
    components=(Level(code="x", label="X", when={"ethnic": ("x",)}),),
)


@pytest.mark.parametrize(
    ("first", "breakdown", "refused"),
    [
        (OF_GROUP, WARD, True),
        (UNION, WARD, True),
        (IN_WARD, ETHNIC, True),
        (EVERYBODY, WARD, False),
        (EVERYBODY, ETHNIC, False),
        (IN_WARD, SEX, False),
        (OF_GROUP, ETHNIC, False),
        (OF_GROUP, SEX, False),
    ],
    ids=lambda one: one.name if isinstance(one, (Domain, Grouping)) else "",
)
def test_places_are_never_crossed_with_ethnic_groups(
    first: Domain, breakdown: Grouping, refused: bool
) -> None:
    plan = make_plan(
        domains=(EVERYBODY, IN_WARD, OF_GROUP, UNION),
        groupings=(SEX, WARD, ETHNIC),
        measures=(make_measure(domains=(first.name,), breakdowns=(breakdown.name,)),),
    )
    faults = [one for one in find_faults(plan, "p") if one.code == "plan.place-by-ethnic-group"]
    assert [one.place for one in faults] == (["p: measure safe"] if refused else [])
    if refused:
        assert f"the breakdown {breakdown.name}" in faults[0].problem
        assert f"divides the domain {first.name}" in faults[0].problem
        assert faults[0].remedy.startswith("Take the breakdown out")
