"""One update being handled: whose chat it is, who has answered there, and what comes of it.

A visit changes nothing outside itself. What it saves, deletes and sends is gathered for the
transaction that also marks its update as done, so that all of it takes effect or none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.fieldwork import Fieldwork, LiveRound
from bot.outgoing import SURFACES, Note, Outgoing, Show
from bot.wording import FALLBACK
from surveys.interview import Action, Event, Input, Interview, Stage, begin, step
from surveys.privacy import CROCKFORD, new_receipt
from surveys.rounds import RoundState
from surveys.store.interviews import new_interview_id

MOST_PEOPLE = 4
"""People who can answer one round from one chat."""

_SAVED = frozenset({Stage.OFFERED, Stage.FINISHED})
_GONE = frozenset({Stage.SCREENED_OUT, Stage.WITHDRAWN})


@dataclass(slots=True)
class Respondent:
    """One person's interview in one round, in one chat.

    Attributes:
        id: Number of the interview in the store.
        live: The round.
        pseudonym: What stands for the chat in this round.
        person: Which of the people on this chat, from 1.
        interview: The interview as it stands.
        receipt: Hash of the receipt code once there is one.
    """

    id: int
    live: LiveRound
    pseudonym: bytes
    person: int
    interview: Interview
    receipt: bytes | None = None

    @property
    def is_active(self) -> bool:
        """Whether there is something left to answer or to submit."""
        return self.interview.stage not in _SAVED

    @property
    def is_awake(self) -> bool:
        """Whether somebody is in the middle of it, so that what is typed is about it."""
        return self.is_active and not self.interview.paused


@dataclass(slots=True)
class Visit:
    """One update in the making.

    Attributes:
        chat: The chat.
        position: The update's place in the inbox.
        now: When the update was received, which decides whether it is in time.
        fieldwork: The live rounds.
        respondents: Who has answered from this chat, earliest first; shared by the chat's visits.
        random: Gives random bytes.
        message: The message that was tapped; 0 where nothing was.
        query: The tap to acknowledge; empty where nothing was tapped.
        saved: Interviews to write.
        deleted: Interviews to delete.
        outgoing: Messages to send, in order.
        error: What went wrong on our side, if anything did.
    """

    chat: int
    position: int
    now: datetime
    fieldwork: Fieldwork
    respondents: list[Respondent]
    random: Callable[[int], bytes]
    message: int = 0
    query: str = ""
    saved: dict[int, Respondent] = field(default_factory=dict)
    deleted: list[int] = field(default_factory=list)
    outgoing: list[tuple[Outgoing, Interview | None]] = field(default_factory=list)
    error: Exception | None = None

    def people(self, *, erasing: bool = False) -> list[Respondent]:
        """Who has answered from this chat, in rounds for which this update still counts.

        Erasing counts for longer than answering: until the round is closed, whatever the date.
        """
        return [person for person in self.respondents if self.counts(person.live, erasing=erasing)]

    def counts(self, live: LiveRound, *, erasing: bool = False) -> bool:
        """Whether this update still counts for a round."""
        if erasing and live.round.state is RoundState.OPEN:
            return True
        return live.counts(self.position, self.now)

    def focus(self, *, erasing: bool = False) -> Respondent | None:
        """Whose interview typed input is about: one that is not paused, one open, or the latest."""
        people = self.people(erasing=erasing)
        active = [respondent for respondent in people if respondent.is_active]
        awake = [respondent for respondent in active if respondent.is_awake]
        chosen = awake or active or people
        return chosen[-1] if chosen else None

    def find(self, round_id: int, tag: str) -> Respondent | None:
        """The respondent whose keyboard carries this tag."""
        for respondent in self.respondents:
            if respondent.live.id == round_id and respondent.interview.tag == tag:
                return respondent
        return None

    def in_round(self, round_id: int) -> list[Respondent]:
        """Who has answered this round from this chat."""
        return [person for person in self.respondents if person.live.id == round_id]

    def begin(self, live: LiveRound, language: str, *, separate: bool) -> Respondent:
        """Begin the interview of one more person on this chat."""
        tag = "".join(CROCKFORD[byte % 32] for byte in self.random(4)).lower()
        interview, _ = begin(live.questionnaire, tag=tag, language=language, now=self.now)
        if separate:
            interview = interview.with_(separate_messages=True)
        respondent = Respondent(
            id=new_interview_id(self.random),
            live=live,
            pseudonym=live.keys.pseudonym(self.chat),
            person=1 + max((other.person for other in self.in_round(live.id)), default=0),
            interview=interview,
        )
        self.respondents.append(respondent)
        self.saved[respondent.id] = respondent
        self.attend(respondent)
        return respondent

    def attend(self, respondent: Respondent) -> None:
        """Pause every other interview, so that what is typed can only be about this one.

        Those of rounds that the update does not count for stay as they are: they are final.
        """
        for other in self.people():
            if other is not respondent and other.is_awake:
                self.step(other, Input(Action.STOP))

    def step(self, respondent: Respondent, given: Input) -> tuple[Event, ...]:
        """Move a respondent's interview on; an interview that ends without trace is deleted."""
        before = respondent.interview
        respondent.interview, events = step(respondent.live.questionnaire, before, given, self.now)
        if respondent.interview.stage in _GONE:
            self.delete(respondent)
        elif respondent.interview is not before:
            self.saved[respondent.id] = respondent
            if respondent.is_awake:
                self.attend(respondent)
        return events

    def close_reopened(self) -> None:
        """Close answers that a receipt code opened, so that nobody else comes upon them."""
        for respondent in self.people():
            if respondent.interview.reopened:
                self.step(respondent, Input(Action.LEAVE))

    def give_receipt(self, respondent: Respondent) -> str:
        """A new receipt code; only its hash is kept."""
        code = new_receipt(self.random)
        respondent.receipt = respondent.live.keys.receipt_hash(code)
        self.saved[respondent.id] = respondent
        return code

    def delete(self, respondent: Respondent) -> None:
        """Delete a respondent's interview with everything in it."""
        self.respondents.remove(respondent)
        self.saved.pop(respondent.id, None)
        self.deleted.append(respondent.id)

    def show(
        self,
        screen: Show,
        respondent: Respondent | None = None,
        *,
        live: LiveRound | None = None,
        edit: bool = True,
        toast: str = "",
        notes: tuple[Note, ...] = (),
        language: str = "",
        **details: str | int,
    ) -> None:
        """Show a screen: in place of the tapped message, or as a new one.

        The first message of a visit also acknowledges the tap.
        """
        interview = respondent.interview if respondent else None
        live = respondent.live if respondent else live
        message = Outgoing(
            chat=self.chat,
            show=screen,
            language=language or (interview.language if interview else FALLBACK),
            round=live.id if live else 0,
            interview=respondent.id if respondent else 0,
            edit=self.message if edit else 0,
            query="" if self.outgoing else self.query,
            toast=toast,
            notes=notes,
            details=details,
        )
        self.outgoing.append((message, interview))

    def finish(self, before: Sequence[tuple[Respondent, Interview]]) -> None:
        """Note which message shows each interview now, and clear those left behind with answers.

        On a shared phone a review card must not stay in the chat because the next thing came as a
        new message, after something typed for example.

        Args:
            before: Who had answered from this chat before the visit, and how they stood.
        """
        earlier = {person.id: interview for person, interview in before}
        people = [*(person for person, _ in before), *self.respondents]
        edited = {message.edit for message, _ in self.outgoing}
        for person in {person.id: person for person in people}.values():
            interview = earlier.get(person.id)
            shown = [message.edit for message, _ in self.outgoing if _shows(message, person)]
            moved = bool(shown) or person.interview is not interview
            if interview is None or interview.surface in edited or not moved:
                left_behind = 0
            else:
                left_behind = interview.surface if interview.shows_answers else 0
            if left_behind:
                self._clear(left_behind, person.interview.language)
            if shown or left_behind:
                self._place(person, shown[-1] if shown else 0)

    def _clear(self, message: int, language: str) -> None:
        details: dict[str, str | int] = {"key": "cleared"}
        cleared = Outgoing(self.chat, Show.PLAIN, language, edit=message, details=details)
        self.outgoing.append((cleared, None))

    def _place(self, person: Respondent, message: int) -> None:
        # Where this update does not count, closing may be reading the interviews already.
        final = person not in self.respondents or not self.counts(person.live)
        if not final and person.interview.surface != message:
            person.interview = replace(person.interview, surface=message)
            self.saved[person.id] = person


def _shows(message: Outgoing, person: Respondent) -> bool:
    return message.interview == person.id and message.show in SURFACES
