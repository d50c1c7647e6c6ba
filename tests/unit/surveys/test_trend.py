from __future__ import annotations

import copy
import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from surveys.differences import Aspect, Difference
from surveys.questionnaire import Questionnaire
from surveys.trend import QuestionnaireTrend, _find_moved, compare_questionnaires
from tests.support.questionnaires import load_all

Data = dict[str, Any]
Change = Callable[[Data], object]


def say(english: str) -> dict[str, str]:
    return {"en": english, "bn": f"{english} (bn)"}


def option(code: str, kind: str = "substantive", **fields: object) -> Data:
    return {"code": code, "label": say(code.capitalize()), "kind": kind, **fields}


def question(name: str, kind: str = "scale", **fields: object) -> Data:
    options = [option("yes"), option("no"), option("unsure", "dont_know")]
    return {"name": name, "kind": kind, "text": say(f"{name}?"), "options": options, **fields}


DATA: Data = {
    "name": "walk",
    "version": 1,
    "languages": ["en", "bn"],
    "title": say("Walking"),
    "parts": [
        {"name": "main", "title": say("Main")},
        {"name": "more", "title": say("More"), "offer": say("One more minute?")},
    ],
    "questions": [
        question(
            "adult", endings=[{"name": "young", "when": "${adult} = 'no'", "message": say("Bye")}]
        ),
        question("dark", lead_in=say("After dark."), hint=say("Outside."), why=say("To know.")),
        question("day", relevant="${dark} = 'yes'"),
        question("times", "number", options=[], minimum=0, maximum=9),
        {
            **question("home", "place"),
            "options": [],
            "areas": [
                {"code": "north", "label": say("North"), "wards": [option("w1"), option("w2")]},
                {"code": "south", "label": say("South"), "wards": [option("w3")]},
            ],
        },
        question("park", part="more"),
    ],
}
ADULT, DARK, DAY, TIMES, HOME, PARK = range(6)


def build(change: Change = lambda _: None) -> Questionnaire:
    data = copy.deepcopy(DATA)
    change(data)
    return Questionnaire.model_validate(data)


def compare(change: Change) -> QuestionnaireTrend:
    return compare_questionnaires(build(change), build())


def put(place: int, **fields: object) -> Change:
    return lambda data: data["questions"][place].update(fields)


def put_option(place: int, index: int, **fields: object) -> Change:
    return lambda data: data["questions"][place]["options"][index].update(fields)


def put_text(place: int, name: str, language: str, text: str) -> Change:
    return lambda data: data["questions"][place][name].update({language: text})


def label(place: int, index: int, language: str, text: str) -> Change:
    return lambda data: data["questions"][place]["options"][index]["label"].update({language: text})


@pytest.mark.parametrize(
    ("change", "item", "aspect", "words"),
    [
        (put_text(DARK, "text", "en", "At night?"), "dark", Aspect.WORDING,
         'the question (en): was "dark?", is "At night?"'),
        (put_text(DARK, "lead_in", "en", "By day."), "dark", Aspect.WORDING,
         'what is said before the question (en): was "After dark.", is "By day."'),
        (put(DARK, lead_in=None), "dark", Aspect.WORDING,
         'what is said before the question (en): "After dark." is gone'),
        (put(DAY, hint=say("Alone.")), "day", Aspect.WORDING, 'the hint (en): "Alone." is new'),
        (put_text(DARK, "text", "bn", "?"), "dark", Aspect.TRANSLATION,
         'the question (bn): was "dark? (bn)", is "?"'),
        (label(DARK, 0, "en", "Surely"), "dark", Aspect.SCALE,
         'answer yes (en): was "Yes", is "Surely"'),
        (label(DARK, 0, "bn", "?"), "dark", Aspect.TRANSLATION, 'answer yes (bn): was "Yes (bn)"'),
        (put_option(DARK, 2, kind="outside"), "dark", Aspect.SCALE,
         'what answer unsure counts as: was "dont know", is "outside"'),
        (put_option(DARK, 1, exclusive=True), "dark", Aspect.SCALE,
         'whether answer no excludes others: was "no", is "yes"'),
        (put_option(PARK, 1, relevant="${day} = 'yes'"), "park", Aspect.ROUTING,
         "who is offered answer no: was \"everybody\", is \"${day} = 'yes'\""),
        (lambda d: d["questions"][DARK]["options"].pop(1), "dark", Aspect.SCALE,
         'answer no: "No" is gone'),
        (lambda d: d["questions"][DARK]["options"].insert(1, option("maybe")), "dark", Aspect.SCALE,
         'answer maybe: "Maybe" is new'),
        (lambda d: d["questions"][DARK]["options"].reverse(), "dark", Aspect.ORDER,
         'the order of the answers: was "yes, no, unsure", is "unsure, no, yes"'),
        (put(DARK, kind="single"), "dark", Aspect.KIND, 'was "scale", is "single"'),
        (put(DARK, required=True), "dark", Aspect.LIMITS, "whether it has to be answered"),
        (put(TIMES, personal=True), "times", Aspect.LIMITS, "whether it can be refused"),
        (put(TIMES, minimum=1), "times", Aspect.LIMITS, 'the least that is accepted: was "0"'),
        (put(TIMES, maximum=None), "times", Aspect.LIMITS, 'was "9", is "no limit"'),
        (put(DAY, relevant=""), "day", Aspect.ROUTING,
         "who is asked: was \"${dark} = 'yes'\", is \"everybody\""),
        (put(DAY, part="more"), "day", Aspect.ROUTING,
         'who is asked: was "everybody", is "those who choose to go on"'),
        (put_text(DARK, "text", "en", "At night?"), "day", Aspect.WORDING,
         "who is asked depends on dark, not asked as before"),
        (put_option(DARK, 1, kind="outside"), "day", Aspect.ROUTING,
         "who is asked depends on dark, not asked as before"),
        (lambda d: d["questions"][HOME]["areas"].reverse(), "home", Aspect.ORDER,
         'the order of the areas: was "north, south", is "south, north"'),
        (lambda d: d["questions"][HOME]["areas"][1]["wards"].append(
            d["questions"][HOME]["areas"][0]["wards"].pop()), "home", Aspect.SCALE,
         'ward north/w2: "W2" is gone'),
    ],
    ids=[
        "question", "lead-in", "no lead-in", "hint", "translation", "label", "translated label",
        "kind of answer", "exclusive", "choice filter", "answer gone", "answer new",
        "order of answers", "kind", "required", "refusable", "least", "most", "routing",
        "part", "words of a question it depends on", "answers of one",
        "order of areas", "ward moved",
    ],
)  # fmt: skip
def test_what_changes_an_item_breaks_it_and_is_said(
    change: Change, item: str, aspect: Aspect, words: str
) -> None:
    trend = compare(change)
    found = [one for one in trend.items[item].breaks if words in str(one)]
    assert [one.aspect for one in found] == [aspect]
    assert trend.items["adult"].differences == ()
    assert trend.general == ()


@pytest.mark.parametrize(
    "change",
    [
        put(DARK, source="another", note="confirmed"),
        put(DARK, short=say("Dark")),
        put_text(DARK, "text", "en", " dark?\n"),
        put(DAY, relevant="${dark}='yes'"),
        lambda data: data.update(title=say("Strolling"), version=2),
        put(DARK, personal=True),
    ],
    ids=["source", "review card", "white space", "spaces in routing", "title", "offers refusals"],
)
def test_what_nobody_is_asked_differently_by_is_no_difference(change: Change) -> None:
    trend = compare(change)
    assert [item for item in trend.items.values() if item.differences or item.new] == []
    assert not trend.general
    assert not trend.gone


@pytest.mark.parametrize("questionnaire", load_all().values(), ids=list(load_all()))
def test_a_questionnaire_does_not_differ_from_itself(questionnaire: Questionnaire) -> None:
    again = Questionnaire.from_canonical(questionnaire.canonical_json())
    trend = compare_questionnaires(again, questionnaire)
    assert list(trend.items) == [one.name for one in questionnaire.questions]
    assert not any(item.new or item.differences for item in trend.items.values())
    assert not trend.general
    assert not trend.gone


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put_text(DARK, "why", "en", "To see."), "the line on why it is asked (en)"),
        (lambda data: data["parts"][1]["offer"].update(en="Two more?"), "the offer of its part"),
        (lambda data: data["questions"].insert(1, question("new")), "it comes after new, which"),
        (lambda data: data["questions"].pop(TIMES), "it comes without times, which"),
    ],
    ids=["why", "offer", "new before it", "gone from before it"],
)
def test_what_may_only_have_an_influence_is_told_and_breaks_nothing(
    change: Change, told: str
) -> None:
    trend = compare(change)
    assert not any(item.breaks for item in trend.items.values())
    assert any(told in str(one) for item in trend.items.values() for one in item.differences)


def test_a_new_item_is_told_to_those_after_it_alone() -> None:
    trend = compare(lambda data: data["questions"].insert(TIMES, question("new")))
    assert trend.items["new"].new
    told = [name for name, item in trend.items.items() if item.differences]
    assert told == ["times", "home", "park"]


def test_an_item_that_jumped_is_broken_and_the_others_are_told() -> None:
    trend = compare(lambda data: data["questions"].insert(1, data["questions"].pop(HOME)))
    assert [name for name, item in trend.items.items() if item.breaks] == ["home"]
    (moved,) = trend.items["home"].differences
    assert str(moved) == (
        "it was moved and comes without dark, day, times, which were before it; "
        "order can change answers"
    )
    assert [str(one) for one in trend.items["dark"].differences] == [
        "it comes after home, which was not before it; order can change answers"
    ]
    assert trend.items["park"].differences == ()


def test_of_two_that_changed_places_both_are_broken() -> None:
    trend = compare(lambda data: data["questions"].insert(TIMES, data["questions"].pop(HOME)))
    assert {name for name, item in trend.items.items() if item.breaks} == {"times", "home"}


def test_a_moved_question_does_not_change_whom_others_are_asked_of() -> None:
    def move(data: Data) -> None:
        data["questions"].insert(0, data["questions"].pop(DARK))

    trend = compare(move)
    assert [name for name, item in trend.items.items() if item.breaks] == ["dark", "adult"]


@pytest.mark.parametrize(
    ("before", "moved"),
    [
        ([], set()),
        ([0, 1, 2], set()),
        ([3, 0, 1, 2], {0}),
        ([1, 0, 2], {0, 1}),
        ([2, 1, 0], {0, 1, 2}),
        ([0, 2, 3, 1, 4], {3}),
    ],
    ids=["none", "as before", "one to the front", "two", "all", "one to the back"],
)
def test_what_moved_among_others(before: list[int], moved: set[int]) -> None:
    assert _find_moved(before) == moved


@pytest.mark.parametrize("seed", range(20))
def test_what_is_not_moved_is_in_order_and_whatever_is_out_of_order_was_moved(seed: int) -> None:
    drawn = random.Random(seed)
    places = list(range(8))
    for _ in range(drawn.randrange(4)):
        places.insert(drawn.randrange(8), places.pop(drawn.randrange(8)))
    moved = _find_moved(places)
    stayed = [place for index, place in enumerate(places) if index not in moved]
    assert stayed == sorted(stayed)
    assert bool(moved) == (places != sorted(places))


class TestLanguages:
    def drop(self, data: Data) -> None:
        data["languages"] = ["en"]

    def test_one_added_is_told_and_breaks_nothing(self) -> None:
        trend = compare_questionnaires(build(), build(self.drop))
        assert trend.general == (Difference(Aspect.LANGUAGES, "languages", "", "bn", False),)
        assert not any(item.differences for item in trend.items.values())

    def test_one_removed_breaks(self) -> None:
        trend = compare_questionnaires(build(self.drop), build())
        assert trend.general == (Difference(Aspect.LANGUAGES, "languages", "bn", "", True),)
        assert not any(item.differences for item in trend.items.values())

    def test_only_those_that_were_offered_count(self) -> None:
        change = put_text(DARK, "text", "bn", "?")
        trend = compare_questionnaires(build(change), build(), ("en",), ("en",))
        assert trend.general == ()
        assert not trend.items["dark"].differences
        assert compare_questionnaires(build(), build(), (), ("en",)).general


@pytest.mark.parametrize(
    ("endings", "breaks"),
    [
        ([], True),
        ([{"name": "young", "when": "${adult}='no'", "message": say("Goodbye")}], False),
        ([{"name": "young", "when": "${adult} != 'yes'", "message": say("Bye")}], True),
    ],
    ids=["gone", "said differently", "another condition"],
)
def test_whose_interview_ends_concerns_every_item(
    endings: list[Mapping[str, object]], breaks: bool
) -> None:
    trend = compare(put(ADULT, endings=endings))
    assert [one.breaks for one in trend.general] == [True] * breaks


def test_what_is_asked_no_more_is_listed() -> None:
    assert compare(lambda data: data["questions"].pop()).gone == ("park",)


def test_a_long_text_is_cut_around_its_change() -> None:
    before, after = (f"{'so ' * 60}{word} {'and on ' * 40}" for word in ("safe", "unsafe"))
    words = str(Difference(Aspect.WORDING, "the question (en)", before, after))
    assert "so unsafe and on" in words
    assert "so safe and on" in words
    assert len(words) < 260
