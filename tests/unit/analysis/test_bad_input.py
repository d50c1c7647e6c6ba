"""What somebody wrote wrongly is refused with its place, what is wrong, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.measures import estimate_measures
from analysis.plan import Domain, Plan, Target, Weighting
from analysis.plan_check import check_plan
from analysis.plan_faults import find_faults
from analysis.plan_loading import load_plan
from analysis.published import PublishedFigure
from surveys.errors import EstimateError, Fault, PlanRefused, RoundError
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_measure, make_plan
from tests.unit.analysis.test_plan_check import QUESTIONNAIRE
from tests.unit.analysis.test_plan_loading import MARGINS, PLAN, write_plan
from tests.unit.analysis.test_targets import TARGET

SEX = dict.fromkeys(("female", "male"), "substantive")


def with_tabulation(**changes: Any) -> Plan:
    content = {"name": "dark", "label": "Dark", "item": "after_dark", "domains": ("all",)}
    return Plan.model_validate(make_plan().model_dump() | {"tabulations": [content | changes]})


def with_figure(**changes: Any) -> Plan:
    content = {"domain": "all", "value": 0.5, "period": "2019", "source": "its page"}
    figure = PublishedFigure.model_validate(content | changes)
    return make_plan(measures=(make_measure(published=(figure,)),))


def with_targets(**changes: Any) -> Plan:
    other = Target.model_validate(TARGET.model_dump() | changes)
    measures = (make_measure(target=TARGET), make_measure(name="other", target=other))
    return make_plan(measures=measures)


def check(plan: Plan) -> tuple[Fault, ...]:
    """What is wrong with a plan of the small questionnaire."""
    with pytest.raises(PlanRefused) as refused:
        check_plan(plan, QUESTIONNAIRE)
    return refused.value.faults


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (
            with_figure(source=" "),
            (
                "plan: measure safe, published 2019: the figure has no source. Say where it can be "
                "looked up: document and line, or the page's address. [plan.no-source]"
            ),
        ),
        (
            make_plan(
                measures=(make_measure(target=TARGET.model_copy(update={"source": ""})),),
            ),
            (
                "plan: measure safe, target: the target has no source. Say where it can be looked "
                "up: document and line, or the page's address. [plan.no-source]"
            ),
        ),
        (
            make_plan(weighting=Weighting(trim=5)),
            (
                "plan: weighting: trim asks for trimmed weights and nothing is raked, so that no "
                "weights are made. Name the groupings to rake to, or remove trim. "
                "[plan.trim-without-rake]"
            ),
        ),
        (
            make_plan(weighting=Weighting(min_level=5)),
            (
                "plan: weighting: min_level is 5: which levels are weighted together would tell "
                "more of them than that they have fewer than 10 people. Give 10 or more, or 1 for "
                "levels with nobody alone. [plan.min-level]"
            ),
        ),
        (
            with_tabulation(domains=("men",)),
            (
                "plan: tabulation dark: there is no domain men. Use one of all, women. "
                "[plan.unknown-domain]"
            ),
        ),
        (
            with_tabulation(chosen=True, scores={"1": 1.0}),
            (
                "plan: tabulation dark: it has scores, but people chose several of its options, "
                "which have no mean. Remove the scores, or chosen. [plan.scores-of-chosen]"
            ),
        ),
        (
            with_targets(increase=0.2),
            (
                "plan: measure other: its target is that of safe, with another domain or increase. "
                "Give both the same domain and increase: one target has one verdict. "
                "[plan.target-differs]"
            ),
        ),
    ],
    ids=[
        "a figure without a source",
        "a target without a source",
        "trim with nothing raked",
        "levels of under ten people with weights of their own",
        "a tabulation of an unknown domain",
        "scores of a choice of several",
        "one target, two numbers",
    ],
)
def test_a_plan_that_does_not_hold_together(plan: Plan, words: str) -> None:
    assert [str(fault) for fault in find_faults(plan, "plan")] == [words]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"measure": "trust"}, "plan.unknown-measure"),
        ({"domain": "men"}, "plan.unknown-domain"),
    ],
    ids=["measure", "domain"],
)
def test_a_published_series_of_what_the_plan_has_not(changes: dict[str, str], code: str) -> None:
    point = {
        "measure": "safe",
        "domain": "all",
        "period": "2019",
        "on": "2019-12-31",
        "value": 0.5,
        "survey": "A survey",
        "source": "its page",
    }
    content = make_plan().model_dump() | {"published_series": [point | changes]}
    (fault,) = find_faults(Plan.model_validate(content), "plan")
    assert (fault.code, fault.place) == (code, "plan: published_series, A survey 2019")


def test_two_tabulations_of_one_name() -> None:
    plan = with_tabulation()
    twice = plan.model_copy(update={"tabulations": plan.tabulations * 2})
    assert [fault.code for fault in find_faults(twice, "plan")] == ["plan.duplicate"]


PLACE = "plan small on annual-perception version 1"


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (
            make_plan(measures=(make_measure(item="in_day"),)),
            (
                f"{PLACE}: measure safe: its item in_day is not asked. Correct the item, or take "
                "the measure out of the plan. [plan.no-item]"
            ),
        ),
        (
            with_tabulation(item="in_day"),
            (
                f"{PLACE}: tabulation dark: its item in_day is not asked. Correct the item, or "
                "take the tabulation out of the plan. [plan.no-item]"
            ),
        ),
        (
            with_tabulation(chosen=True),
            (
                f"{PLACE}: tabulation dark: after_dark is no question that people choose several "
                "options of. Correct the item, or remove `chosen`. [plan.no-item]"
            ),
        ),
        (
            with_tabulation(scores={"very_safe": 5, "safe": 4}),
            (
                f"{PLACE}: tabulation dark, scores: after_dark has no answer safe. Use one of "
                ".not_asked, .skipped, fairly_safe, neither, very_safe. [plan.unknown-code]"
            ),
        ),
        (
            make_plan(groupings=(make_grouping("sex", {"female": 0.5, "men": 0.5}),)),
            (
                f"{PLACE}: grouping sex, level men: sex has no answer men. Use one of .not_asked, "
                ".skipped, female, male. [plan.unknown-code]"
            ),
        ),
    ],
    ids=[
        "a measure's item",
        "a tabulation's item",
        "a choice of one tabulated as one of several",
        "a score",
        "a margin's level",
    ],
)
def test_a_plan_that_does_not_match_its_questionnaire(plan: Plan, words: str) -> None:
    assert words in [str(fault) for fault in check(plan)]


@pytest.mark.parametrize("item", ["top", "ranked"])
def test_a_choice_of_several_and_a_ranking_can_be_tabulated(item: str) -> None:
    check_plan(with_tabulation(item=item, chosen=True), QUESTIONNAIRE)


@pytest.mark.parametrize(
    ("margins", "words"),
    [
        (
            MARGINS.replace("sex,male,40,census\n", ""),
            (
                "plan.yaml: margin sex: the population has no count for the level male. Add the "
                "count, or take the level out of the grouping. [plan.missing-margin-level]"
            ),
        ),
        (
            MARGINS + "sex,other,5,census\n",
            (
                "plan.yaml: margin sex: the population has a level other that the grouping has "
                "not. Use the grouping's levels: female, male. [plan.unknown-margin-level]"
            ),
        ),
    ],
    ids=["a level without a count", "a count without a level"],
)
def test_margins_that_do_not_match_their_grouping(tmp_path: Path, margins: str, words: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        load_plan(write_plan(tmp_path, PLAN, margins))
    assert [str(fault) for fault in refused.value.faults] == [words]


def freeze(folder: Path, women: int, men: int) -> Path:
    sex = ["female"] * women + ["male"] * men
    answers = {"sex": sex, "after_dark": ["very_safe"] * len(sex)}
    return write_round(folder, answers, {"sex": SEX, "after_dark": SAFETY})


def test_a_level_of_a_margin_that_a_round_has_not(tmp_path: Path) -> None:
    sex = make_grouping("sex", {"female": 0.5, "men": 0.5})
    with pytest.raises(PlanRefused) as refused:
        estimate_measures(freeze(tmp_path / "r", 60, 60), make_plan(groupings=(sex,)))
    assert "plan small on round r: grouping sex, level men: sex has no answer men" in str(
        refused.value
    )


def test_a_level_of_a_margin_that_nobody_is_in(tmp_path: Path) -> None:
    plan = make_plan(weighting=Weighting(rake=("sex",)))
    with pytest.raises(EstimateError, match="level male"):
        estimate_measures(freeze(tmp_path / "r", 60, 0), plan)


def test_a_round_without_anybody_of_the_population(tmp_path: Path) -> None:
    plan = make_plan(
        eligible={"sex": ("male",)},
        domains=(Domain(name="all", label="All"),),
        measures=(make_measure(domains=("all",)),),
    )
    with pytest.raises(RoundError) as refused:
        estimate_measures(freeze(tmp_path / "r", 60, 0), plan)
    assert refused.value.code == "round.no-answers"
    assert "plan small on round r" in str(refused.value)
    assert "correct `eligible`" in str(refused.value)
