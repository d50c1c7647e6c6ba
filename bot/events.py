"""What an interview's events look like in chat."""

from __future__ import annotations

from collections.abc import Callable

from bot.outgoing import Note, Show
from bot.respondents import Respondent
from bot.visits import Visit
from surveys.answers import Answered
from surveys.interview import BELOW, LEFT, UNDER_WAY, Event, EventKind, Stage
from surveys.interview.locating import most_cells
from surveys.questionnaire import LONGEST_TEXT, Kept, Kind
from surveys.routing import find_path

_REASONS = {
    "number": "note-number",
    "too_few": "note-too-few",
    "too_many": "note-too-many",
    "too_long": "note-long-answer",
    "no_room": "note-no-room",
    "which": "note-which",
    "empty": "note-empty",
    "exclusive": "note-exclusive",
    "not_offered": "note-not-offered",
    "language": "note-not-offered",
    "outside": "note-outside",
    "same_square": "note-same-square",
}

_REASONS_OF_KIND = {
    (Kind.TEXT, "too_few"): "note-no-text",
    (Kind.TEXT, "not_offered"): "note-keep-or-not",
    (Kind.LOCATION, "too_few"): "note-no-place",
    (Kind.LOCATION, "too_many"): "note-most-places",
}
"""Reasons that are worded in another way at questions of some kind."""

_FIXED_NOTES = {
    EventKind.REQUIRED: "note-required",
    EventKind.AT_START: "note-at-start",
    EventKind.ENDS: "note-ends",
}


def show_events(visit: Visit, respondent: Respondent, events: tuple[Event, ...]) -> None:
    """Show where the interview is now, with notes on what just happened."""
    by_kind = {event.kind: event for event in events}
    if EventKind.SCREENED_OUT in by_kind:
        question, ending = by_kind[EventKind.SCREENED_OUT].names
        language = respondent.interview.language
        visit.show(
            Show.SCREENED_OUT,
            live=respondent.live,
            language=language,
            question=question,
            ending=ending,
        )
    elif EventKind.SUBMITTED in by_kind:
        _show_submitted(visit, respondent, by_kind[EventKind.SUBMITTED])
    elif EventKind.STALE in by_kind:
        visit.show(Show.CURRENT, visit.focus() or respondent, toast="note-stale")
    else:
        notes = tuple(note for event in events for note in _notes(respondent, event))
        separate = respondent.interview.separate_messages and _moved_on(by_kind)
        visit.show(Show.CURRENT, respondent, edit=not separate, notes=notes)


def _show_submitted(visit: Visit, respondent: Respondent, submitted: Event) -> None:
    """After the first part a neutral thank-you with the receipt, then what can follow."""
    if respondent.receipt is None:
        visit.show(Show.THANKS, respondent, receipt=visit.give_receipt(respondent))
        visit.show(Show.CURRENT, respondent, edit=False)
        return
    key = "thanks-again" if "again" in submitted.names else "thanks-part"
    visit.show(Show.CURRENT, respondent, notes=((key, {}),))


def _moved_on(by_kind: dict[EventKind, Event]) -> bool:
    moves = {EventKind.ASKED, EventKind.REVIEWED, EventKind.RESUMED, EventKind.REOPENED}
    return not moves.isdisjoint(by_kind)


def _notes(respondent: Respondent, event: Event) -> list[Note]:
    match event.kind:
        case kind if kind in _WORDED_NOTES:
            return [_WORDED_NOTES[kind](respondent, *event.names)]
        case EventKind.DROPPED:
            return _dropped_notes(respondent, event.names)
        case EventKind.FINISHED | EventKind.OFFERED if event.names[-1:] == (LEFT,):
            return [("note-left", {})]
        case EventKind.NOT_NOW if event.names == (UNDER_WAY,):
            return [("note-under-way", {})]
        case EventKind.NOT_NOW if respondent.interview.paused:
            return [("note-paused", {})]
        case EventKind.SET if event.names[0] == "style":
            return [(f"note-style-{event.names[1]}", {})]
        case kind if kind in _FIXED_NOTES:
            return [(_FIXED_NOTES[kind], {})]
        case _:
            return []


def _word_rest(_: Respondent, __: str, where: str = "") -> Note:
    """That only the end of a text is shown, by itself or below words sent before."""
    return ("note-rest-only", {"below": "yes" if where == BELOW else "no"})


def _word_unread(respondent: Respondent, _: str) -> Note:
    """What can be done where typed text is no answer; for a location, what can be given instead."""
    if not respondent.is_asked(Kind.LOCATION):
        return ("note-unread-question", {})
    questionnaire, interview = respondent.live.questionnaire, respondent.interview
    path = find_path(questionnaire, interview.answers, interview.parts_in_view())
    asked = {question.name for question in path}
    deciding = questionnaire.by_name[interview.current].depends_on
    others = [
        other.name
        for other in questionnaire.questions
        if other.file is Kept.PLACES and other.depends_on & deciding and other.name not in asked
    ]
    if not others:
        return ("note-unread-location", {})
    return ("note-unread-location-or", {"count": len(others), "questions": ",".join(others)})


def _word_invalid(respondent: Respondent, name: str, reason: str) -> Note:
    """Why something is no answer, with the limit that it is beyond."""
    question = respondent.live.questionnaire.by_name.get(name)
    if question is None:
        return (_REASONS.get(reason, "note-not-offered"), {})
    key = _REASONS_OF_KIND.get((question.kind, reason), _REASONS.get(reason, "note-not-offered"))
    match key:
        case "note-long-answer" | "note-no-room":
            return (key, {"most": int(question.maximum or LONGEST_TEXT)})
        case "note-most-places":
            return (key, {"most": most_cells(question)})
        case "note-too-many":
            return (key, {"most": int(question.maximum or len(question.options))})
        case _:
            return (key, {})


def _word_left_behind(respondent: Respondent, name: str) -> Note:
    """What was on the screen and not kept is gone; what was answered before is not."""
    stands = isinstance(respondent.interview.answers.get(name), Answered)
    is_text = respondent.live.questionnaire.by_name[name].kind is Kind.TEXT
    key = "note-words-left-behind" if is_text else "note-left-behind"
    return (key, {"stands": "yes" if stands else "no"})


_WORDED_NOTES: dict[EventKind, Callable[..., Note]] = {
    EventKind.UNREAD: _word_unread,
    EventKind.INVALID: _word_invalid,
    EventKind.LEFT_BEHIND: _word_left_behind,
    EventKind.REST_ONLY: _word_rest,
}
"""Notes that depend on what an event names."""


def _dropped_notes(respondent: Respondent, names: tuple[str, ...]) -> list[Note]:
    """Says which answers went: those no longer asked, and those that are asked again."""
    interview = respondent.interview
    parts = [part.name for part in respondent.live.questionnaire.parts]
    path = find_path(respondent.live.questionnaire, interview.answers, parts)
    asked = {question.name for question in path}
    # What has an answer again already was passed over: it is not asked again, and can be opened.
    passed = [name for name in names if name in asked and name in interview.answers]
    again = [name for name in names if name in asked and name not in passed]
    gone = [name for name in names if name not in asked]
    notes: list[Note] = []
    if passed:
        notes.append(("note-taken-back", {"questions": ",".join(passed)}))
    if gone and interview.stage is not Stage.SCREENED_OUT:
        notes.append(("note-dropped", {"count": len(gone), "questions": ",".join(gone)}))
    if again:
        notes.append(("note-re-ask", {"questions": ",".join(again)}))
    return notes
