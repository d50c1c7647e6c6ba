from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from analysis.plan import Domain, Level, Measure, Plan, Weighting
from analysis.plan_loading import load_plan
from analysis.trend import Mark, TrendReport, guard_trend, render_trend
from surveys.loading import load_catalogue
from surveys.questionnaire import Questionnaire
from surveys.rounds import Audience, Round, RoundState
from tests.support.plans import make_grouping, make_measure, make_plan

Change = Callable[[dict[str, Any]], object]


def question(name: str, **fields: object) -> dict[str, Any]:
    options = [
        {"code": code, "label": {"en": code}, "kind": kind}
        for code, kind in {
            "very_safe": "substantive",
            "fairly_safe": "substantive",
            "unsafe": "substantive",
            "dont_know": "dont_know",
        }.items()
    ]
    text = {"en": f"{name}?"}
    return {"name": name, "kind": "scale", "text": text, "options": options, **fields}


SEX = [{"code": code, "label": {"en": code}} for code in ("female", "male")]
DATA: dict[str, Any] = {
    "name": "annual-perception",
    "version": 1,
    "languages": ["en"],
    "title": {"en": "Safety"},
    "parts": [{"name": "main", "title": {"en": "Main"}}],
    "questions": [
        question("sex", kind="single", options=SEX),
        question("after_dark"),
        question("in_day"),
        question("lived", options=SEX),
    ],
}
ROUND = Round(
    id=2,
    name="second",
    title="",
    questionnaire_hash="2" * 64,
    plan="small",
    plan_hash="2" * 64,
    state=RoundState.DRAFT,
    opens_on=date(2027, 5, 1),
    closes_on=date(2027, 5, 31),
)
EARLIER = replace(ROUND, id=1, name="first", state=RoundState.PUBLISHED)
WOMEN = Domain(name="women", label="Women", when={"sex": ("female",)})
PLAN = make_plan(
    measures=(
        make_measure(name="dark"),
        make_measure(name="day", item="in_day", domains=("all",)),
    )
)


def build(change: Change = lambda _: None) -> Questionnaire:
    data = copy.deepcopy(DATA)
    change(data)
    return Questionnaire.model_validate(data)


def put(place: int, **fields: object) -> Change:
    return lambda data: data["questions"][place].update(fields)


def guard(
    change: Change = lambda _: None,
    plan: Plan = PLAN,
    round_: Round = ROUND,
    earlier_plan: Plan = PLAN,
) -> TrendReport:
    return guard_trend(plan, build(change), round_, earlier_plan, build(), EARLIER)


def marks(report: TrendReport) -> dict[str, Mark]:
    return {one.measure: one.mark for one in report.measures}


def reasons(report: TrendReport, measure: str) -> tuple[str, ...]:
    return next(one.reasons for one in report.measures if one.measure == measure)


def change_measure(**changes: object) -> Plan:
    """The plan with another definition of its first measure."""
    first: Measure = PLAN.measures[0].model_copy(update=changes)
    return PLAN.model_copy(update={"measures": (first, *PLAN.measures[1:])})


def change_plan(**changes: object) -> Plan:
    return PLAN.model_copy(update=changes)


def test_without_an_earlier_round_every_measure_is_new() -> None:
    report = guard_trend(PLAN, build(), ROUND)
    assert set(marks(report).values()) == {Mark.NEW}
    assert report.unexplained({}) == ()
    assert "no earlier round" in render_trend(report)


@pytest.mark.parametrize("name", ["tower-hamlets-2025"])
def test_the_same_again_is_comparable_throughout(name: str) -> None:
    plan, questionnaire = load_plan(name), load_catalogue("annual-perception")
    report = guard_trend(plan, questionnaire, ROUND, plan, questionnaire, EARLIER)
    assert set(marks(report).values()) == {Mark.COMPARABLE}
    assert report.others == ()
    assert not any(one.reasons or one.notes for one in report.measures)


@pytest.mark.parametrize(
    ("change", "dark", "day", "words"),
    [
        (put(1, text={"en": "At night?"}), Mark.BREAK, Mark.COMPARABLE, "the question (en)"),
        (put(1, options=SEX), Mark.BREAK, Mark.COMPARABLE, "answer unsafe"),
        (put(0, options=[*SEX, {"code": "other", "label": {"en": "Other"}}]), Mark.BREAK,
         Mark.COMPARABLE, "who is in women depends on sex, not asked as before"),
        (put(0, text={"en": "Gender?"}), Mark.COMPARABLE, Mark.COMPARABLE, ""),
        (put(0, endings=[{"name": "men", "when": "${sex} = 'male'", "message": {"en": "Bye"}}]),
         Mark.BREAK, Mark.BREAK, "whose interview ends at sex"),
        (put(3, text={"en": "Here long?"}), Mark.COMPARABLE, Mark.COMPARABLE, ""),
        (lambda data: data["questions"].insert(1, data["questions"].pop(2)), Mark.BREAK,
         Mark.BREAK, "order can change answers"),
        (lambda data: data["questions"].insert(0, question("new")), Mark.COMPARABLE,
         Mark.COMPARABLE, ""),
    ],
    ids=["wording", "scale", "answers of a domain", "words of a domain", "ending",
         "of no measure", "moved", "new before it"],
)  # fmt: skip
def test_what_was_asked_decides_the_mark(change: Change, dark: Mark, day: Mark, words: str) -> None:
    report = guard(change)
    assert marks(report) == {"dark": dark, "day": day}
    assert any(words in reason for reason in reasons(report, "dark")) is bool(words)


def test_other_words_of_a_question_that_makes_a_domain_are_told() -> None:
    dark, day = guard(put(0, text={"en": "Gender?"})).measures
    assert dark.notes == ("who is in women depends on sex, not asked as before",)
    assert day.notes == ()


def test_a_domain_that_rests_on_a_new_question_breaks() -> None:
    women = WOMEN.model_copy(update={"when": {"gender": ("female",)}})
    plan = change_plan(domains=(PLAN.domains[0], women))
    report = guard(lambda data: data["questions"].append(question("gender")), plan, ROUND, plan)
    assert marks(report) == {"dark": Mark.BREAK, "day": Mark.COMPARABLE}


def test_words_of_a_question_that_a_domain_depends_on_only_by_routing_break_nothing() -> None:
    def route(data: dict[str, Any]) -> None:
        data["questions"].insert(0, question("first"))
        data["questions"][1]["relevant"] = "${first} = 'unsafe'"

    def reword(data: dict[str, Any]) -> None:
        route(data)
        data["questions"][0]["text"]["en"] = "Another?"

    report = guard_trend(PLAN, build(reword), ROUND, PLAN, build(route), EARLIER)
    assert set(marks(report).values()) == {Mark.COMPARABLE}
    assert report.measures[0].notes


@pytest.mark.parametrize(
    ("plan", "mark", "words"),
    [
        (change_measure(positive=("very_safe",)), Mark.BREAK,
         'the answers that it counts: was "fairly_safe, very_safe", is "very_safe"'),
        (change_measure(positive=("fairly_safe", "very_safe")), Mark.COMPARABLE, ""),
        (change_measure(item="in_day"), Mark.BREAK,
         'the question that it counts: was "after_dark", is "in_day"'),
        (change_measure(domains=("all",)), Mark.COMPARABLE, "it has no figure for women now"),
        (change_measure(label="Safe", target=None, note="."), Mark.COMPARABLE, ""),
        (change_plan(eligible={"sex": ("female",)}), Mark.BREAK,
         'who is in the base: was "everybody", is "sex female"'),
        (change_plan(domains=(PLAN.domains[0], WOMEN.model_copy(
            update={"when": {"sex": ("female", "male")}}))), Mark.BREAK,
         'who is in women: was "sex female", is "sex female, male"'),
        (change_plan(domains=(PLAN.domains[0], WOMEN.model_copy(update={"components": (
            Level(code="men", label="", when={"sex": ("male",)}),)}))), Mark.BREAK,
         'who is in women: was "sex female", is "sex female or sex male"'),
        (change_plan(groupings=(make_grouping("sex", {"female": 1}),)), Mark.COMPARABLE,
         "the categories of sex are defined differently"),
        (change_plan(weighting=Weighting(rake=("sex",))), Mark.COMPARABLE,
         "the weighting is another"),
    ],
    ids=["numerator", "numerator in another order", "item", "domain dropped", "label", "base",
         "domain", "component", "breakdown", "weighting"],
)  # fmt: skip
def test_a_measure_is_what_its_plan_says(plan: Plan, mark: Mark, words: str) -> None:
    report = guard(plan=plan)
    dark = report.measures[0]
    assert dark.mark is mark
    assert not words or words in (*dark.reasons, *dark.notes)
    assert bool(dark.reasons or dark.notes) is bool(words)


def test_another_population_to_weight_to_is_told() -> None:
    plans = [
        make_plan(
            measures=PLAN.measures,
            weighting=Weighting(rake=("sex",)),
            groupings=(make_grouping("sex", {"female": share, "male": 1 - share}),),
        )
        for share in (0.5, 0.51)
    ]
    report = guard(plan=plans[0], earlier_plan=plans[1])
    assert marks(report)["dark"] is Mark.COMPARABLE
    assert "the population that it is weighted to is another for sex" in report.measures[0].notes


def test_a_question_that_was_not_asked_is_new() -> None:
    plan = change_plan(measures=(*PLAN.measures, make_measure(name="bus", item="bus")))
    report = guard(lambda data: data["questions"].append(question("bus")), plan)
    assert marks(report)["bus"] is Mark.NEW
    assert report.measures[-1].reasons == ()


@pytest.mark.parametrize("broken", [False, True])
def test_a_new_measure_of_an_old_question_is_held_to_that_question(broken: bool) -> None:
    plan = change_plan(measures=PLAN.measures[:1])
    change = put(2, text={"en": "By day?"}) if broken else put(2)
    report = guard(change, earlier_plan=plan)
    assert marks(report)["day"] is (Mark.BREAK if broken else Mark.COMPARABLE)
    assert "it is new in the plan; its question was asked before" in report.measures[1].notes


def test_another_audience_breaks_every_measure() -> None:
    report = guard(round_=replace(ROUND, audience=Audience.INVITED))
    assert set(marks(report).values()) == {Mark.BREAK}
    assert reasons(report, "day") == (
        'who can take part: was "anybody", is "people who were invited"',
    )


def test_an_added_language_is_told_and_breaks_nothing() -> None:
    def translate(data: Any) -> Any:
        match data:
            case {"en": words, **rest} if not rest:
                return {"en": words, "bn": f"{words} (bn)"}
            case dict():
                return {name: translate(value) for name, value in data.items()}
            case list():
                return [translate(value) for value in data]
            case _:
                return data

    both = Questionnaire.model_validate(translate(DATA) | {"languages": ["en", "bn"]})
    report = guard_trend(PLAN, both, ROUND, PLAN, build(), EARLIER)
    assert set(marks(report).values()) == {Mark.COMPARABLE}
    assert all('languages: "bn" is new' in one.notes for one in report.measures)
    offered = replace(ROUND, languages=("en",))
    assert not guard_trend(PLAN, both, offered, PLAN, build(), EARLIER).measures[0].notes


@pytest.mark.parametrize(
    ("breaks", "left"),
    [
        ({}, ("dark", "day")),
        ({"dark": "Five points became four."}, ("day",)),
        ({"dark": " \n", "day": "."}, ("dark",)),
        ({"dark": "a", "day": "b", "other": "c"}, ()),
    ],
    ids=["none written", "one written", "blanks", "all written"],
)
def test_a_break_needs_a_reason_in_writing(breaks: dict[str, str], left: tuple[str, ...]) -> None:
    report = guard(round_=replace(ROUND, audience=Audience.BOTH))
    assert report.unexplained(breaks) == left


def test_what_is_comparable_needs_no_reason() -> None:
    assert guard().unexplained({}) == ()


def test_what_concerns_no_measure_is_listed() -> None:
    def change(data: dict[str, Any]) -> None:
        data["questions"][3]["text"]["en"] = "Here long?"
        data["questions"].append(question("bus"))
        data["questions"].pop(2)

    report = guard(change, change_plan(measures=PLAN.measures[:1]))
    assert report.others == (
        'lived: the question (en): was "lived?", is "Here long?"',
        "bus is a new question",
        "in_day is asked no more",
        "day is measured no more",
    )


def test_the_report_reads_measure_by_measure_and_says_what_all_share_once() -> None:
    report = guard(put(1, text={"en": "At night?"}), round_=replace(ROUND, audience=Audience.BOTH))
    everybody = 'who can take part: was "anybody", is "anybody, and people who were invited"'
    assert render_trend(report, {"dark": "Simpler words. "}).splitlines() == [
        "Compared with round first:",
        "dark: break",
        "day: break (a written reason is missing)",
        "",
        "What breaks a series:",
        f"- {everybody} (all measures)",
        '- the question (en): was "after_dark?", is "At night?" (dark)',
        "",
        "Written reasons:",
        "- dark: Simpler words.",
    ]
