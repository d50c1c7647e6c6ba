"""Answering the current question, by tap or by typing."""

from __future__ import annotations

from datetime import datetime

from surveys.answers import Answered, Missing, NonResponse
from surveys.interview.choices import (
    NOT_SURE,
    PREFER_NOT_TO_SAY,
    YES,
    answer_of_option,
    begins_choice,
    find_choices,
    fold,
    means_numbers,
    read_number,
    read_typed_choices,
    readable,
)
from surveys.interview.locating import picked_before, repick
from surveys.interview.moving import advance
from surveys.interview.naming import find_named, is_part
from surveys.interview.recording import record_answer
from surveys.interview.state import Action, Event, EventKind, Input, Interview, Moved
from surveys.questionnaire import LONGEST_TEXT, Kind, OptionKind, Question, Questionnaire
from surveys.redaction import redact

_SEVERAL = frozenset({Kind.MULTIPLE, Kind.RANKING})
_FINISHED = _SEVERAL | {Kind.LOCATION, Kind.TEXT}
"""Kinds whose answer is put together first, and kept by a tap."""

BELOW = "below"
"""Added where the rest of a text stands below words that were sent before it."""


def choose(questionnaire: Questionnaire, interview: Interview, given: Input, _: datetime) -> Moved:
    """Choose one of the choices on offer."""
    offered = {choice.code for choice in find_choices(questionnaire, interview)}
    if given.value not in offered:
        return interview, (Event(EventKind.INVALID, (interview.current, "not_offered")),)
    question = questionnaire.by_name[interview.current]
    match question.kind:
        case Kind.PLACE:
            return _choose_place(questionnaire, interview, given.value)
        case Kind.MULTIPLE | Kind.RANKING:
            return _pick(questionnaire, interview, question, given.value)
        case Kind.LOCATION:
            picked = interview.picked or picked_before(interview)
            left = tuple(cell for cell in picked if cell != given.value)
            return repick(interview, left, given.value)
        case Kind.ACKNOWLEDGE:
            return record_answer(questionnaire, interview, Answered((YES,)))
        case Kind.NUMBER | Kind.TEXT:
            return record_answer(questionnaire, interview, Missing(NonResponse.PREFER_NOT_TO_SAY))
        case _:
            option = question.option(given.value)
            assert option is not None, "every offered choice of this kind is an option"
            return record_answer(questionnaire, interview, answer_of_option(option))


def _choose_place(questionnaire: Questionnaire, interview: Interview, code: str) -> Moved:
    if code == PREFER_NOT_TO_SAY:
        return record_answer(questionnaire, interview, Missing(NonResponse.PREFER_NOT_TO_SAY))
    if interview.picked:
        place = interview.picked if code == NOT_SURE else (*interview.picked, code)
        return record_answer(questionnaire, interview, Answered(place))
    if code == NOT_SURE:
        return record_answer(questionnaire, interview, Missing(NonResponse.DONT_KNOW, NOT_SURE))
    return interview.with_(picked=(code,)), (Event(EventKind.PICKED, (interview.current, code)),)


def _pick(
    questionnaire: Questionnaire, interview: Interview, question: Question, code: str
) -> Moved:
    """Toggle a choice of several; an option that is no substance is the answer by itself."""
    option = question.option(code)
    assert option is not None, "every offered choice of this kind is an option"
    if option.kind is not OptionKind.SUBSTANTIVE:
        return record_answer(questionnaire, interview, answer_of_option(option))
    picked = interview.picked or picked_before(interview)
    if code in picked:
        picked = tuple(other for other in picked if other != code)
    elif option.exclusive:
        picked = (code,)
    else:
        picked = (*(other for other in picked if not _is_exclusive(question, other)), code)
    limit = int(question.maximum) if question.maximum is not None else len(question.options)
    if len(picked) > limit:
        return interview, (Event(EventKind.INVALID, (question.name, "too_many")),)
    ranked = sum(option.kind is OptionKind.SUBSTANTIVE for option in question.options)
    if question.kind is Kind.RANKING and len(picked) == min(limit, ranked):
        return record_answer(questionnaire, interview, Answered(picked))
    return repick(interview, picked, code)


def finish_choosing(
    questionnaire: Questionnaire, interview: Interview, _: Input, __: datetime
) -> Moved:
    """Finish what takes several choices, keep a text as shown, or read on after a note."""
    question = questionnaire.by_name[interview.current]
    if question.kind is Kind.NOTE:
        return advance(questionnaire, interview)
    picked = interview.picked or picked_before(interview)
    fewest = int(question.minimum) if question.minimum is not None else 1
    if question.kind not in _FINISHED or len(picked) < fewest:
        return interview, (Event(EventKind.INVALID, (question.name, "too_few")),)
    return record_answer(questionnaire, interview, Answered(_in_order(question, picked)))


def read_text(
    questionnaire: Questionnaire, interview: Interview, given: Input, now: datetime
) -> Moved:
    """Read typed text as an answer; text that answers nothing is not kept."""
    question = questionnaire.by_name[interview.current]
    if question.kind is Kind.TEXT:
        return _type_text(interview, question, readable(given.value))
    if question.kind is Kind.NUMBER:
        number = read_number(question, given.value)
        if number is None:
            return interview, (Event(EventKind.INVALID, (question.name, "number")),)
        return record_answer(questionnaire, interview, Answered((number,)))
    several = question.kind in _SEVERAL
    choices = find_choices(questionnaire, interview)
    language = interview.language
    codes = read_typed_choices(choices, given.value, language, several=several)
    codes = codes or find_named(question, choices, given.value, language, several=several)
    part = begins_choice(choices, given.value, language) or is_part(choices, given.value, language)
    if not codes and part:
        return interview, (Event(EventKind.INVALID, (question.name, "which")),)
    if not codes and means_numbers(given.value):
        return interview, (Event(EventKind.INVALID, (question.name, "not_offered")),)
    if not codes:
        return interview, (Event(EventKind.UNREAD, (question.name,)),)
    if not several or (len(codes) == 1 and _takes_more(question)):
        return choose(questionnaire, interview, Input(Action.CHOOSE, codes[0]), now)
    return _type_several(questionnaire, interview, question, codes)


def _takes_more(question: Question) -> bool:
    """Whether one number typed is one choice of several: it does what tapping that one does."""
    return question.kind is Kind.MULTIPLE and question.maximum != 1


def _type_several(
    questionnaire: Questionnaire, interview: Interview, question: Question, codes: tuple[str, ...]
) -> Moved:
    """Several numbers typed are the whole answer: "2 7 11"."""
    options = [option for code in codes if (option := question.option(code)) is not None]
    alone = [option for option in options if option.exclusive or option.kind != "substantive"]
    if alone and len(options) > 1:
        return interview, (Event(EventKind.INVALID, (question.name, "exclusive")),)
    if alone:
        return record_answer(questionnaire, interview, answer_of_option(alone[0]))
    fewest = int(question.minimum) if question.minimum is not None else 1
    limit = int(question.maximum) if question.maximum is not None else len(question.options)
    if not fewest <= len(codes) <= limit:
        reason = "too_few" if len(codes) < fewest else "too_many"
        return interview, (Event(EventKind.INVALID, (question.name, reason)),)
    return record_answer(questionnaire, interview, Answered(_in_order(question, codes)))


def _type_text(interview: Interview, question: Question, text: str) -> Moved:
    """A text as it will be kept, below what is shown already, to be confirmed or written again.

    Many send one thought in several messages, so the next message takes nothing away. Nothing but
    its redacted form is ever part of an interview.
    """
    limit = int(question.maximum) if question.maximum is not None else LONGEST_TEXT
    shown = interview.picked or picked_before(interview)
    whole = "\n".join([*shown, text])
    if not fold(text):
        return interview, (Event(EventKind.INVALID, (question.name, "empty")),)
    if len(whole) > limit:
        reason = "too_long" if len(text) > limit else "no_room"
        if reason == "too_long":
            interview = interview.with_(cut_off=True, afresh=interview.afresh)
        return interview, (Event(EventKind.INVALID, (question.name, reason)),)
    kept = redact(whole)
    moved, events = repick(interview, (kept.text,), ",".join(kept.found))
    if not interview.cut_off:
        return moved, events
    rest = (question.name, BELOW) if shown else (question.name,)
    return moved, (*events, Event(EventKind.REST_ONLY, rest))


def clear(questionnaire: Questionnaire, interview: Interview, _: Input, __: datetime) -> Moved:
    """Begin a text again from nothing; one that was kept before stands until another is."""
    question = questionnaire.by_name[interview.current]
    if question.kind is not Kind.TEXT or not (interview.picked or picked_before(interview)):
        return interview, (Event(EventKind.NOT_NOW, (Action.CLEAR.value,)),)
    return interview.with_(picked=(), afresh=True), (Event(EventKind.CLEARED, (question.name,)),)


def skip(questionnaire: Questionnaire, interview: Interview, _: Input, __: datetime) -> Moved:
    """Leave the question unanswered; a picked area stays, without its ward."""
    question = questionnaire.by_name[interview.current]
    if question.required:
        return interview, (Event(EventKind.REQUIRED, (question.name,)),)
    if question.kind is Kind.NOTE:
        return advance(questionnaire, interview)
    if question.kind is Kind.PLACE and interview.picked:
        return record_answer(questionnaire, interview, Answered(interview.picked))
    return record_answer(questionnaire, interview, Missing(NonResponse.SKIPPED))


def keep(questionnaire: Questionnaire, interview: Interview, _: Input, __: datetime) -> Moved:
    """Go on with the answer given before."""
    if interview.current not in interview.answers or interview.picked:
        return interview, (Event(EventKind.NOT_NOW, (Action.KEEP.value,)),)
    return advance(questionnaire, interview)


def _is_exclusive(question: Question, code: str) -> bool:
    option = question.option(code)
    return option is not None and option.exclusive


def _in_order(question: Question, picked: tuple[str, ...]) -> tuple[str, ...]:
    """Choices take the questionnaire's order, unless the order given is the answer."""
    if question.kind is not Kind.MULTIPLE:
        return picked
    return tuple(option.code for option in question.options if option.code in picked)
