"""What typed text stands for where the points of a scale stand side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.fieldwork import LiveRound
from bot.respondents import Respondent
from bot.typed import asks_for_menu, read_typed
from surveys.interview import Action, EventKind, Input, Interview, Stage
from surveys.questionnaire import Layout, Option, OptionKind, Questionnaire
from tests.support.questionnaires import load_consultation
from tests.support.steps import Step, choose, do, say, start


class Live:
    """A round, as far as reading needs it."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire


def ask(labels: Sequence[str], layout: Layout = Layout.ROW) -> Respondent:
    """A respondent who is asked for one of these points; their codes are no numbers."""
    whole = load_consultation()
    points = [Option(code=f"point_{label}", label={"en": label}) for label in labels]
    unsure = Option(code="dont_know", label={"en": "Don't know"}, kind=OptionKind.DONT_KNOW)
    questions = [
        one.model_copy(update={"options": (*points, unsure), "layout": layout})
        if one.name == "noise"
        else one
        for one in whole.questions
    ]
    changed = whole.model_copy(update={"questions": tuple(questions)})
    live: LiveRound = Live(changed)  # type: ignore[assignment]  # all that is read of one
    return Respondent(1, live, b"", 1, start(changed))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        pytest.param("4", "point_4", id="by its label, not its place"),
        pytest.param("৪", "point_4", id="digits of another script"),
        pytest.param(" 10 ", "point_10", id="two digits"),
        pytest.param("0", "point_0", id="nought"),
        pytest.param("11", "", id="beyond the scale"),
        pytest.param("12", "", id="the place of what stands below"),
    ],
)
def test_a_number_is_the_point_of_that_name(typed: str, code: str) -> None:
    person = ask([str(number) for number in range(11)])
    assert read_typed(person, typed) == Input(Action.CHOOSE, code)


def test_in_a_list_a_number_is_a_place() -> None:
    assert read_typed(ask(["0", "1", "2"], Layout.LIST), "1") == Input(Action.TYPE, "1")


@pytest.mark.parametrize("typed", ["4 5", "Don't know", "four"])
def test_everything_else_is_read_as_ever(typed: str) -> None:
    assert read_typed(ask("12345"), typed) == Input(Action.TYPE, typed)


def at_comment(*steps: Step) -> Interview:
    """A consultation at its comment."""
    before: list[Step] = [choose("2"), choose("3"), choose("dont_know")]
    return start(load_consultation(), *before, *steps)


def type_at(interview: Interview, typed: str) -> Input | None:
    live: LiveRound = Live(load_consultation())  # type: ignore[assignment]
    return read_typed(Respondent(1, live, b"", 1, interview), typed)


def asks_at(interview: Interview, typed: str) -> bool:
    live: LiveRound = Live(load_consultation())  # type: ignore[assignment]
    return asks_for_menu(Respondent(1, live, b"", 1, interview), typed)


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        *((one, Input(Action.DONE)) for one in ("yes", "Y", "ok", "OK!", "Yes, please", "keep it")),
        *((one, Input(Action.SKIP)) for one in ("delete that", "Leave it out please", "remove")),
        *(
            (one, Input(Action.SKIP))
            for one in ("Don’t keep it.", "dont keep that", "delete, thanks")
        ),
        *((one, Input(Action.CHOOSE)) for one in ("no", "No.", "that’s wrong")),
        ("write it again please", Input(Action.CLEAR)),
        ("yes the lamps too", None),
        ("please", None),
        ("no lights at all", None),
    ],
)
def test_a_word_about_a_text_that_is_shown_is_never_added_to_it(
    typed: str, given: Input | None
) -> None:
    interview = at_comment(say("My words"))
    assert interview.picked == ("My words",)
    assert type_at(interview, typed) == (given or Input(Action.TYPE, typed))
    assert type_at(at_comment(), typed) == Input(Action.TYPE, typed)


def test_what_no_means_for_a_text_is_asked() -> None:
    after, events = do(load_consultation(), at_comment(say("My words")), ("choose", ""))
    assert after.picked == ("My words",)
    assert events == [(EventKind.INVALID, ("comment", "not_offered"))]


def on_card(*steps: Step) -> Interview:
    """A consultation at its review card."""
    return at_comment("skip", "skip", *steps)


@pytest.mark.parametrize(
    ("typed", "given", "menu"),
    [
        ("submit", Input(Action.SUBMIT), False),
        ("Submit my answers.", Input(Action.SUBMIT), False),
        ("submit please", Input(Action.SUBMIT), False),
        ("stop", Input(Action.STOP), False),
        ("4", Input(Action.CHANGE, "comment"), False),
        ("change answer", None, True),
        ("Change my answers", None, True),
        ("change, please", None, True),
        ("done", None, False),
        ("yes", None, False),
        ("keep it", None, False),
        ("change 4", None, False),
        ("submit to the police", None, False),
    ],
)
def test_what_the_card_offers_can_be_typed(typed: str, given: Input | None, *, menu: bool) -> None:
    card = on_card()
    assert card.stage is Stage.REVIEWING
    assert (type_at(card, typed), asks_at(card, typed)) == (given, menu)
    paused = on_card("stop")
    assert (type_at(paused, typed), asks_at(paused, typed)) == (None, False)


@pytest.mark.parametrize("typed", ["submit", "change answer"])
def test_at_a_comment_what_the_card_offers_is_a_part_of_the_comment(typed: str) -> None:
    interview = at_comment(say("My words"))
    assert type_at(interview, typed) == Input(Action.TYPE, typed)
    assert not asks_at(interview, typed)
