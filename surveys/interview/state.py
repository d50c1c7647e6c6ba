"""The state of an interview, what a respondent can do, and what can come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from surveys.answers import Answer, decode, encode


class Stage(StrEnum):
    """Where an interview stands."""

    ASKING = "asking"
    REVIEWING = "reviewing"
    OFFERED = "offered"
    FINISHED = "finished"
    SCREENED_OUT = "screened_out"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What a respondent can do."""

    CHOOSE = "choose"
    TYPE = "type"
    LOCATE = "locate"
    CLEAR = "clear"
    DONE = "done"
    BACK = "back"
    SKIP = "skip"
    KEEP = "keep"
    STOP = "stop"
    RESUME = "resume"
    CHANGE = "change"
    SUBMIT = "submit"
    ACCEPT = "accept"
    DECLINE = "decline"
    REOPEN = "reopen"
    LEAVE = "leave"
    WITHDRAW = "withdraw"
    LANGUAGE = "language"
    STYLE = "style"


@dataclass(frozen=True, slots=True)
class Input:
    """One act of the respondent.

    Attributes:
        action: What was done.
        value: The option, question, language or text that it concerns; empty where none.
        sequence: The sequence number on the keyboard that was tapped; None for typed input, which
            is always about the current question.
    """

    action: Action
    value: str = ""
    sequence: int | None = None


class EventKind(StrEnum):
    """What came of an input."""

    ASKED = "asked"
    PICKED = "picked"
    CLEARED = "cleared"
    REST_ONLY = "rest_only"
    LEFT_BEHIND = "left_behind"
    RECORDED = "recorded"
    ENDS = "ends"
    DROPPED = "dropped"
    INVALID = "invalid"
    REQUIRED = "required"
    UNREAD = "unread"
    STALE = "stale"
    NOT_NOW = "not_now"
    AT_START = "at_start"
    REVIEWED = "reviewed"
    SUBMITTED = "submitted"
    OFFERED = "offered"
    FINISHED = "finished"
    PAUSED = "paused"
    RESUMED = "resumed"
    REOPENED = "reopened"
    SCREENED_OUT = "screened_out"
    WITHDRAWN = "withdrawn"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        kind: What it was.
        names: The questions, part, ending or reason that it concerns.
    """

    kind: EventKind
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interview:
    """The state of one respondent's interview.

    Attributes:
        questionnaire: Hash of the questionnaire version that it began on and stays on.
        tag: Tells this interview's keyboards from any other's.
        language: Language of the wording.
        stage: Where it stands.
        part: The part being asked, reviewed or offered.
        current: The question being asked; empty unless asking.
        answers: Answers being given, by question.
        saved: Answers as last submitted.
        submitted: Parts submitted, in order.
        picked: Choices of the current question that are not yet an answer; the answer before, if
            there is one, stands until they are kept.
        afresh: All of what was given to the current question has been taken back, and nothing
            picked yet; anything else that is done brings back what was answered before.
        cut_off: What was last typed here was too long and left out. A phone cuts a long text into
            several messages, so the next one may be the end of it; until anything else is done.
        confirming: An answer that would end the interview and lose others, until it is given
            again; anything else that is done takes it back.
        paused: The respondent stopped for now.
        correcting: The current question was opened from the review card.
        reopened: Submitted answers are being looked at again.
        separate_messages: Each question comes as a new message, for screen readers.
        surface: Number of the message that shows the interview; 0 where it is not known.
        sequence: Grows with every change; a keyboard with another number is stale.
        began: When the first question was put, seconds since 1970.
        minutes: Minutes from beginning to first submission; None before.
        flags: Marks of quality, set when it was submitted (see `surveys.quality`).
    """

    questionnaire: str
    tag: str
    language: str
    stage: Stage
    part: str
    current: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    saved: Mapping[str, Answer] = field(default_factory=dict)
    submitted: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    afresh: bool = False
    cut_off: bool = False
    confirming: Answer | None = None
    paused: bool = False
    correcting: bool = False
    reopened: bool = False
    separate_messages: bool = False
    surface: int = 0
    sequence: int = 0
    began: int = 0
    minutes: float | None = None
    flags: tuple[str, ...] = ()

    def parts_in_view(self) -> tuple[str, ...]:
        """The parts on the review card: the present one, or all submitted ones when reopened."""
        return self.submitted if self.reopened else (self.part,)

    @property
    def shows_answers(self) -> bool:
        """Whether the message that shows the interview shows an answer as well."""
        if self.stage is Stage.ASKING:
            marked = self.current in self.answers or self.picked or self.confirming
            return not self.paused and bool(marked)
        return self.stage is Stage.REVIEWING and not self.paused

    def with_(self, **changes: Any) -> Interview:
        """A copy with changes and the next sequence number."""
        reset = {"confirming": None, "afresh": False, "cut_off": False}
        return replace(self, sequence=self.sequence + 1, **{**reset, **changes})


Moved = tuple[Interview, tuple[Event, ...]]
"""An interview after an input, and what happened."""


def write_interview(interview: Interview) -> dict[str, Any]:
    """The interview as JSON-ready data; `read_interview` is its inverse."""
    data = {name: getattr(interview, name) for name in interview.__slots__}
    data["answers"] = {name: encode(answer) for name, answer in interview.answers.items()}
    data["saved"] = {name: encode(answer) for name, answer in interview.saved.items()}
    data["confirming"] = encode(interview.confirming) if interview.confirming else None
    return data


def read_interview(data: Mapping[str, Any]) -> Interview:
    """The interview behind `write_interview`."""
    return Interview(
        **{
            **data,
            "stage": Stage(data["stage"]),
            "answers": {name: decode(stored) for name, stored in data["answers"].items()},
            "saved": {name: decode(stored) for name, stored in data["saved"].items()},
            "submitted": tuple(data["submitted"]),
            "picked": tuple(data["picked"]),
            "flags": tuple(data.get("flags", ())),
            "confirming": decode(data["confirming"]) if data.get("confirming") else None,
        }
    )
