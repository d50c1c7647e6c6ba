"""From a round that the store froze to the shipped plan's measures."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analysis.measures import estimate_measures
from analysis.plan import Plan, dump_plan
from analysis.plan_loading import load_plan
from analysis.results import render_json
from analysis.rows import Results
from surveys.answers import Answered, Missing, NonResponse, Slot
from surveys.loading import load_catalogue
from surveys.questionnaire import Kind, OptionKind, Question, Questionnaire
from surveys.rounds import Round, RoundState
from surveys.store.frozen import FieldworkCounts, freeze
from surveys.store.response import FrozenResponse
from tests.support.released import release

SIZE = 300
SEED = 2026


def answer(question: Question, random: np.random.Generator) -> Slot | None:
    """Anything that the question offers; every tenth is skipped."""
    if question.kind in {Kind.NOTE, Kind.TEXT} or random.random() < 0.1:
        return Missing(NonResponse.SKIPPED) if question.options else None
    if question.areas:
        area = question.areas[random.integers(len(question.areas))]
        return Answered((area.code,))
    option = question.options[random.integers(len(question.options))]
    if option.kind is OptionKind.SUBSTANTIVE:
        return Answered((option.code,))
    kinds = {OptionKind.DONT_KNOW: NonResponse.DONT_KNOW}
    return Missing(kinds.get(option.kind, NonResponse.PREFER_NOT_TO_SAY), option.code)


def respond(questionnaire: Questionnaire, random: np.random.Generator) -> dict[str, Slot]:
    asked = [q for q in questionnaire.questions if q.part == "main"]
    found = {question.name: answer(question, random) for question in asked}
    slots = {name: slot for name, slot in found.items() if slot is not None}
    return slots | {"lives_here": Answered(("yes",)), "age": Answered(("18_over",))}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan("tower-hamlets-2025")


@pytest.fixture(scope="module")
def responses() -> list[dict[str, Slot]]:
    random = np.random.default_rng(SEED)
    questionnaire = load_catalogue("annual-perception")
    return [respond(questionnaire, random) for _ in range(SIZE)]


@pytest.fixture(scope="module")
def results(
    plan: Plan, responses: list[dict[str, Slot]], tmp_path_factory: pytest.TempPathFactory
) -> Results:
    folder = tmp_path_factory.mktemp("data") / "spring"
    round_ = Round(
        id=1,
        name="spring",
        title="",
        questionnaire_hash="0" * 64,
        plan=plan.name,
        plan_hash=plan.hash,
        state=RoundState.CLOSING,
        opens_on=date(2026, 5, 1),
        closes_on=date(2026, 5, 31),
        synthetic=True,
    )
    frozen = [FrozenResponse("en", "chat", "open", slots) for slots in responses]
    questionnaire = load_catalogue("annual-perception")
    freeze(round_, questionnaire, frozen, folder, FieldworkCounts(plan=dump_plan(plan)))
    return estimate_measures(folder, plan)


def test_women_after_dark_are_counted_from_the_answers(
    results: Results, responses: list[dict[str, Slot]]
) -> None:
    women = [r["after_dark"] for r in responses if r["sex"] == Answered(("female",))]
    given = [slot.values[0] for slot in women if isinstance(slot, Answered)]
    safe = [code for code in given if code in {"very_safe", "fairly_safe"}]
    row = next(
        r
        for r in results.rows
        if (r.measure, r.domain, r.breakdown) == ("safe_after_dark", "women", None)
    )
    assert row.base == len(given)
    assert row.unweighted == pytest.approx(len(safe) / len(given))
    raked = "raked: sex, age band, ethnic group, area"
    assert row.weighting == f"{raked}; trimmed at 5 times the median"


def test_the_not_given_keep_their_share(results: Results, responses: list[dict[str, Slot]]) -> None:
    missing = sum(not isinstance(r["sex"], Answered) for r in responses)
    assert results.method.not_given["sex"] == pytest.approx(missing / SIZE)


def test_the_round_knows_that_it_is_synthetic(results: Results) -> None:
    assert results.synthetic


def test_those_outside_an_item_are_told_beside_its_figure(
    results: Results, responses: list[dict[str, Slot]]
) -> None:
    row = next(r for r in results.rows if (r.measure, r.breakdown) == ("get_on_well", None))
    note = next(note for note in row.notes if note.startswith("Outside the base"))
    assert all(label in note for label in ("Too few", "same background", "know"))
    assert [note for note in row.notes if "90 %: Tower Hamlets Annual Residents' Survey" in note]


def test_the_target_of_an_earlier_plan_stays_on_record(results: Results) -> None:
    rows = [r for r in results.rows if any("Earlier target" in note for note in r.notes)]
    assert [(r.measure, r.domain, r.breakdown) for r in rows] == [
        ("treat_everyone_fairly", "all", None)
    ]


def test_the_extra_minute_that_nobody_took_is_too_few(results: Results) -> None:
    rows = [row for row in results.rows if row.measure == "informed"]
    assert {row.status for row in rows} == {"too_few"}


def test_it_renders(results: Results) -> None:
    assert '"synthetic": true' in render_json(release(results))
