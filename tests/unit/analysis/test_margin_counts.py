"""Who has answered an open round: the same levels as once it is frozen."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.cells import build_cells
from analysis.dataset import open_round
from analysis.margin_counts import MarginCounts, count_margins, is_nested
from analysis.plan import Grouping, Level
from analysis.plan_loading import load_plan
from surveys.answers import Answer, Answered, Missing, NonResponse
from surveys.interview import Interview, Stage
from surveys.loading import load_catalogue
from surveys.questionnaire import Kind
from surveys.rounds import Round, RoundState
from surveys.routing import find_codes, find_options, find_path
from surveys.store.frozen import FieldworkCounts, freeze
from surveys.store.response import FrozenResponse
from tests.support.plans import make_grouping, make_plan

FORM = load_catalogue("annual-perception")
PLAN = load_plan("tower-hamlets-2025")


def answered(**answers: str | Answer) -> Interview:
    given = {"age": "18_over", "lives_here": "yes"} | answers
    saved = {
        name: Answered((code,)) if isinstance(code, str) else code for name, code in given.items()
    }
    return Interview(
        questionnaire=FORM.hash,
        tag="abcd",
        language="en",
        stage=Stage.FINISHED,
        part="main",
        saved=saved,
        submitted=("main",),
    )


def at_random(source: random.Random) -> Interview:
    """An interview with any answers that routing allows."""
    saved: dict[str, Answer] = {"age": Answered(("18_over",)), "lives_here": Answered(("yes",))}
    for question in FORM.questions:
        on_path = question in find_path(FORM, saved, ["main"])
        if not on_path or question.name in saved or question.kind is Kind.NOTE:
            continue
        if question.kind is Kind.PLACE:
            area = source.choice(question.areas)
            saved[question.name] = Answered((area.code,))
            continue
        option = source.choice(find_options(question, find_codes(FORM, saved)))
        saved[question.name] = (
            Answered((option.code,))
            if option.kind == "substantive"
            else Missing(NonResponse.SKIPPED)
        )
    return replace(answered(), saved=saved)


def test_each_level_is_counted_and_so_is_nobody() -> None:
    people = [answered(sex="female", age_band="25_34")] * 3 + [answered(sex="male")] * 2
    counts = count_margins(PLAN, FORM, people)
    assert counts["sex"] == {"female": 3, "male": 2}
    assert counts["age_band"]["25_34"] == 3
    assert sum(counts["age_band"].values()) == 3
    assert set(counts) == {"sex", "age_band", "ethnic_group", "area", "bangladeshi"}
    assert counts["ethnic_group"] == dict.fromkeys(counts["ethnic_group"], 0)


def test_a_level_can_come_from_another_question() -> None:
    counts = count_margins(PLAN, FORM, [answered(age="16_17")])
    assert counts["age_band"]["16_24"] == 1


def test_the_first_level_that_fits_holds() -> None:
    levels = (
        Level(code="women", label="Women", when={"sex": ("female",)}),
        Level(code="adults", label="Adults", when={"age": ("18_over",)}),
    )
    shares = {"women": 0.5, "adults": 0.5}
    both = Grouping(name="who", label="Who", levels=levels, shares=shares)
    people = [answered(sex="female"), answered(sex="male")]
    counts = count_margins(make_plan(groupings=(both,)), FORM, people)
    assert counts == {"who": {"women": 1, "adults": 1}}


def test_a_place_counts_by_its_area() -> None:
    area = FORM.by_name["home"].areas[0].code
    assert count_margins(PLAN, FORM, [answered(home=area)])["area"][area] == 1


@pytest.mark.parametrize("changes", [{"submitted": ()}, {"stage": Stage.ASKING, "submitted": ()}])
def test_who_has_not_submitted_is_not_counted(changes: dict[str, Any]) -> None:
    counts = count_margins(PLAN, FORM, [replace(answered(sex="female"), **changes)])
    assert counts["sex"]["female"] == 0


def test_what_routing_no_longer_asks_is_not_counted() -> None:
    plan = make_plan(groupings=(make_grouping("age_band", {"55_64": 0.5, "65_over": 0.5}),))
    people = [answered(age="16_17", age_band="65_over"), answered(age_band="65_over")]
    assert count_margins(plan, FORM, people) == {"age_band": {"55_64": 0, "65_over": 1}}


def test_the_ineligible_are_not_counted() -> None:
    plan = PLAN.model_copy(update={"eligible": {"sex": ("male",)}})
    people = [answered(sex="female"), answered(sex="male"), answered()]
    assert count_margins(plan, FORM, people)["sex"] == {"female": 0, "male": 1}


def test_a_grouping_without_shares_is_no_margin() -> None:
    grouping = make_grouping("sex", {"female": 0.5, "male": 0.5})
    plan = make_plan(groupings=(grouping.model_copy(update={"shares": {}}),))
    assert count_margins(plan, FORM, [answered(sex="female")]) == {}


def test_the_counts_are_those_of_the_frozen_round(tmp_path: Path) -> None:
    source = random.Random(7)
    people = [at_random(source) for _ in range(120)]
    round_ = Round(
        id=1,
        name="now",
        title="",
        questionnaire_hash=FORM.hash,
        plan=PLAN.name,
        plan_hash=PLAN.hash,
        state=RoundState.CLOSING,
        opens_on=date(2026, 6, 1),
        closes_on=date(2026, 6, 30),
        synthetic=True,
    )
    responses = [FrozenResponse("en", "chat", "open", one.saved) for one in people]
    freeze(round_, FORM, responses, tmp_path / "now", FieldworkCounts())
    cells = build_cells(open_round(tmp_path / "now"), PLAN)
    counts = count_margins(PLAN, FORM, people)
    for grouping in PLAN.groupings:
        levels = cells.levels[grouping.name][cells.key]
        frozen = Counter(grouping.levels[i].code for i in levels.tolist() if i >= 0)
        assert counts[grouping.name] == {
            level.code: frozen[level.code] for level in grouping.levels
        }


def test_which_groups_are_part_of_others_is_known_from_who_answered() -> None:
    people = [
        answered(ethnic_group="asian", ethnic_detail="asian_bangladeshi"),
        answered(ethnic_group="asian", ethnic_detail="asian_indian"),
        answered(ethnic_group="black", ethnic_detail="black_somali"),
        answered(ethnic_group="white"),
    ]
    margins = MarginCounts(PLAN, FORM)
    for interview in people:
        margins.add(interview)
    bangladeshi, others = (("bangladeshi", code) for code in ("bangladeshi", "other"))
    assert is_nested(margins.pairs, bangladeshi, ("ethnic_group", "asian"))
    assert is_nested(margins.pairs, ("ethnic_group", "asian"), bangladeshi)
    assert not is_nested(margins.pairs, bangladeshi, ("ethnic_group", "black"))
    assert is_nested(margins.pairs, others, ("ethnic_group", "black"))
    # who is White did not say more, so they are in neither
    assert not is_nested(margins.pairs, others, ("ethnic_group", "white"))
    assert not any("sex" in {one[0], other[0]} for one, other in margins.pairs)
