from __future__ import annotations

from pathlib import Path

import pytest

from analysis.dataset import open_round
from analysis.plan import Domain, Grouping, GroupingKind, Level, Measure, Plan
from analysis.plan_check import check_plan
from analysis.plan_content import Condition
from analysis.plan_faults import find_faults
from analysis.round_check import check_columns
from surveys.errors import PlanRefused
from surveys.loading import load_catalogue
from tests.support.frozen import SAFETY, add_file, write_round
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


DETAIL = Domain(name="detail", label="Detail", when={"ethnic_detail": ("roma",)})
BY_AREA = make_grouping("home_area", {"a": 0.5, "b": 0.5})


def find_crossings(plan: Plan) -> list[str]:
    faults = find_faults(plan, "p")
    return [str(one) for one in faults if one.code == "plan.place-by-ethnic-group"]


def make_crossed(measure: Measure, eligible: Condition, *groupings: Grouping) -> Plan:
    return make_plan(
        domains=(EVERYBODY, IN_WARD, OF_GROUP, DETAIL),
        groupings=groupings,
        measures=(measure,),
        eligible=eligible,
    )


@pytest.mark.parametrize(
    ("eligible", "domain", "grouping", "said"),
    [
        pytest.param(
            {"ward": ("a",)},
            "all",
            ETHNIC,
            "everybody is chosen by place, and the grouping ethnic goes by ethnic group",
            id="a breakdown of people of one ward",
        ),
        pytest.param(
            {"ward": ("a",)},
            "group_x",
            SEX,
            "everybody is chosen by place, and the domain group_x goes by ethnic group",
            id="a domain of people of one ward",
        ),
        pytest.param(
            {"ethnic": ("x",)},
            "all",
            WARD,
            "everybody is chosen by ethnic group, and the grouping ward goes by place",
            id="a breakdown of one ethnic group",
        ),
        pytest.param({"ward": ("a",)}, "all", SEX, "", id="nothing is crossed"),
        pytest.param({"lives_here": ("yes",)}, "group_x", SEX, "", id="everybody who lives here"),
    ],
)
def test_who_is_eligible_is_crossed_as_well(
    eligible: Condition, domain: str, grouping: Grouping, said: str
) -> None:
    measure = make_measure(domains=(domain,), breakdowns=(grouping.name,))
    bare = [one.model_copy(update={"shares": {}}) for one in (WARD, ETHNIC, SEX)]
    found = find_crossings(make_crossed(measure, eligible, *bare))
    assert [said in one for one in found] == ([True] if said else [])


def test_who_took_part_by_ethnic_group_is_crossed_with_one_ward() -> None:
    measure = make_measure(domains=("all",), breakdowns=())
    (found,) = find_crossings(make_crossed(measure, {"ward": ("a",)}, ETHNIC, WARD))
    assert "the grouping ethnic goes by ethnic group" in found


def test_a_detail_of_the_ethnic_group_is_one_whatever_the_groupings_are() -> None:
    measure = make_measure(domains=("detail",), breakdowns=("ward",))
    (found,) = find_crossings(make_crossed(measure, {}, WARD))
    assert "divides the domain detail, which goes by ethnic group" in found


def test_the_ward_of_a_place_is_one_where_only_its_area_is_called_so() -> None:
    area = BY_AREA.model_copy(update={"kind": GroupingKind.PLACE})
    ward = make_grouping("home_ward", {"a": 0.5, "b": 0.5})
    measure = make_measure(domains=("group_x",), breakdowns=("home_ward",))
    (found,) = find_crossings(make_crossed(measure, {}, ETHNIC, area, ward))
    assert "the breakdown home_ward (place)" in found


def test_the_questionnaire_says_what_is_a_place_where_the_plan_does_not() -> None:
    areas = make_grouping("home_area", {"north_west": 0.5, "south_west": 0.5})
    measure = make_measure(domains=("detail",), breakdowns=("home_area",))
    detail = Domain(name="detail", label="Detail", when={"ethnic_detail": ("white_roma",)})
    plan = make_plan(
        domains=(detail,), groupings=(areas,), measures=(measure,), eligible={}
    ).model_copy(update={"questionnaire": "annual-perception"})
    assert find_crossings(plan) == []
    with pytest.raises(PlanRefused, match="the breakdown home_area"):
        check_plan(plan, load_catalogue("annual-perception"))


def test_the_codebook_says_what_is_a_place_where_the_plan_does_not(tmp_path: Path) -> None:
    areas = make_grouping("home_area", {"a": 0.5, "b": 0.5})
    measure = make_measure(domains=("detail",), breakdowns=("home_area",))
    plan = make_plan(domains=(DETAIL,), groupings=(areas,), measures=(measure,))
    answers = {"home_area": ["a", "b"], "ethnic_detail": ["roma"] * 2}
    folder = write_round(
        tmp_path / "r", answers | {"after_dark": ["neither"] * 2}, {"after_dark": SAFETY}
    )
    codebook = folder / "codebook.json"
    about = codebook.read_text("utf-8").replace(
        '"question": "home_area", "question_kind": "single"',
        '"question": "home_area", "question_kind": "place"',
    )
    check_columns(open_round(folder), plan)
    add_file(folder, "codebook.json", about)
    with pytest.raises(PlanRefused, match="the breakdown home_area"):
        check_columns(open_round(folder), plan)
