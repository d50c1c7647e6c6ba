"""One update being handled: whose chat it is, who has answered there, and what comes of it.

A visit changes nothing outside itself. What it saves, deletes and sends is gathered for the
transaction that also marks its update as done, so that all of it takes effect or none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import partial

from bot.fieldwork import Fieldwork, LiveRound
from bot.outgoing import Note, Outgoing, Show
from bot.respondents import Respondent
from bot.sessions import Session, pseudonym_of
from bot.wording import FALLBACK
from surveys.codes import CROCKFORD, new_receipt
from surveys.errors import StoreError
from surveys.interview import Action, Event, EventKind, Input, Interview, Stage, begin, step
from surveys.quality import BurstWatch, find_flags
from surveys.questionnaire import Kind
from surveys.rounds import LONDON, RoundState, london_date
from surveys.store.batch import Effect
from surveys.store.codes import spend_code
from surveys.store.engine import Transaction
from surveys.store.interviews import new_interview_id

MOST_PEOPLE = 4
"""People who can answer one round from one chat."""

OF_SESSION = "u"
"""How the tag of a session's interview begins; that of no other does, for codes have no U.

So a button of a session that is over is recognised for good, with nothing kept to know it by.
"""

_GONE = frozenset({Stage.SCREENED_OUT, Stage.WITHDRAWN})


@dataclass(slots=True)
class Invited:
    """A single-use invitation code that an update names.

    Attributes:
        code: The code, in its one spelling.
        live: The round it is for.
        hash: What is kept of it.
        stratum: Stratum of the sample that it was sent to.
        design_weight: Weight that whoever uses it brings.
        spent: Whether it was used.
    """

    code: str
    live: LiveRound
    hash: bytes
    stratum: str | None
    design_weight: float | None
    spent: bool


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
        effects: What else takes effect with the update.
        session: The session that a member of staff is in, in place of their own chat.
        invited: The invitation code that the update names, if there is such a code.
        elsewhere: Answers of another chat or of none, which the receipt code in the update opens.
        burst: Counts submissions, to notice many within minutes.
        helped: Whether a help card goes before what is shown.
        asked: Of the question whether to delete, where that was the last thing said: the number of
            the interview that it is about, and how many sets of answers there were.
        over: Whether the session was ended, or its person does not want to take part.
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
    effects: list[Effect] = field(default_factory=list)
    session: Session | None = None
    invited: Invited | None = None
    elsewhere: Respondent | None = None
    burst: BurstWatch = field(default_factory=BurstWatch)
    helped: bool = False
    asked: tuple[int, int] | None = None
    over: bool = False
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

    @property
    def takes_codes(self) -> bool:
        """Whether what looks like a code is meant as one; in one's own words it may be a word."""
        focus = self.focus()
        return focus is None or not focus.is_asked(Kind.TEXT)

    def find(self, round_id: int, tag: str) -> Respondent | None:
        """The respondent whose keyboard carries this tag."""
        for respondent in self.respondents:
            if respondent.live.id == round_id and respondent.interview.tag == tag:
                return respondent
        return None

    def in_round(self, round_id: int) -> list[Respondent]:
        """Who has answered this round from this chat."""
        return [person for person in self.respondents if person.live.id == round_id]

    def begin(
        self, live: LiveRound, language: str, *, separate: bool, invited: Invited | None = None
    ) -> Respondent:
        """Begin the interview of one more person on this chat.

        An invitation code is spent here. Of it, the interview keeps stratum and weight alone.
        """
        tag = "".join(CROCKFORD[byte % 32] for byte in self.random(4)).lower()
        tag = OF_SESSION * bool(self.session) + tag
        seed = self.random(16).hex()
        interview, _ = begin(
            live.questionnaire, tag=tag, seed=seed, language=language, now=self.now
        )
        if separate:
            interview = interview.with_(separate_messages=True)
        respondent = Respondent(
            id=new_interview_id(self.random),
            live=live,
            pseudonym=pseudonym_of(live, self.chat, self.session),
            person=1 + max((other.person for other in self.in_round(live.id)), default=0),
            interview=interview,
            mode=self.session.kind if self.session else "chat",
        )
        if invited is not None:
            invited.spent = True
            respondent.sample = "invited"
            respondent.stratum, respondent.design_weight = invited.stratum, invited.design_weight
            self.effects.append(partial(_spend, round_id=live.id, code_hash=invited.hash))
        self.respondents.append(respondent)
        self.saved[respondent.id] = respondent
        self.attend(respondent)
        return respondent

    def attend(self, respondent: Respondent | None) -> None:
        """Pause every other interview, so that what is typed can only be about this one, or none.

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
        elif any(event.kind is EventKind.SUBMITTED for event in events):
            self._flag(respondent)
        elif respondent.interview is not before:
            self.saved[respondent.id] = respondent
            if respondent.is_awake:
                self.attend(respondent)
        return events

    def _flag(self, respondent: Respondent) -> None:
        """Set the marks of quality at the moment of submitting, and keep what was submitted."""
        preview = respondent.live.preview
        recent = 0 if preview else self.burst.note(respondent.live.id, self.now, respondent.id)
        flags = find_flags(respondent.live.questionnaire, respondent.interview, recent)
        respondent.interview = replace(respondent.interview, flags=flags)
        if self.session is not None and respondent.receipt is None:
            respondent.interview = _without_hour(respondent.interview, self.now)
        self.saved[respondent.id] = respondent

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
        if self.session is not None:
            details.setdefault("session", self.session.kind.value)
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

    @property
    def kind(self) -> str:
        """The kind of the session; empty in an ordinary chat."""
        return self.session.kind.value if self.session else ""


def _without_hour(interview: Interview, now: datetime) -> Interview:
    """An interview just submitted that tells the day and no more of when it was.

    The audit trail has to the second when a session began. What remains here says how long it took,
    and its end falls on the London date of submitting.
    """
    midnight = datetime.combine(london_date(now), time(), LONDON)
    days = timedelta(days=int((interview.minutes or 0.0) // (24 * 60)))
    return replace(interview, began=int((midnight - days).timestamp()))


async def _spend(connection: Transaction, *, round_id: int, code_hash: bytes) -> None:
    """Spend an invitation code with the interview that it begins, or let neither happen."""
    if not await spend_code(connection, round_id, code_hash):
        raise StoreError(
            "store.code-spent",
            "an invitation code",
            "it was spent or deleted meanwhile",
            "Nothing was changed; the update is handled again.",
        )
