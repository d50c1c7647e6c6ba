"""A respondent: one person's interview in one round, as at hand and as stored, sealed."""

from __future__ import annotations

from dataclasses import dataclass

from bot.fieldwork import LiveRound
from surveys.interview import Interview, Stage
from surveys.questionnaire import Kind
from surveys.sealing import open_interview, seal_interview
from surveys.store.interviews import StoredInterview

_SAVED = frozenset({Stage.OFFERED, Stage.FINISHED})


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
        mode: How it is answered: ``chat``, or ``assisted`` where an interviewer asks.
        sample: How the person came to be asked: ``open`` or ``invited``.
        stratum: Stratum of the sample, where the invitation names one.
        design_weight: Weight from the sample design, where the invitation brings one.
    """

    id: int
    live: LiveRound
    pseudonym: bytes
    person: int
    interview: Interview
    receipt: bytes | None = None
    mode: str = "chat"
    sample: str = "open"
    stratum: str | None = None
    design_weight: float | None = None

    @property
    def is_active(self) -> bool:
        """Whether there is something left to answer or to submit."""
        return self.interview.stage not in _SAVED

    @property
    def is_awake(self) -> bool:
        """Whether somebody is in the middle of it, so that what is typed is about it."""
        return self.is_active and not self.interview.paused

    def is_asked(self, kind: Kind) -> bool:
        """Whether a question of a kind is being asked now."""
        current = self.live.questionnaire.by_name.get(self.interview.current)
        return self.is_awake and current is not None and current.kind is kind


def as_respondent(stored: StoredInterview, live: LiveRound) -> Respondent:
    """A respondent of a live round.

    Raises:
        SecretKeyError: When the round's key does not open it.
    """
    interview = open_interview(live.keys, live.id, stored.pseudonym, stored.person, stored.state)
    return Respondent(
        id=stored.id,
        live=live,
        pseudonym=stored.pseudonym,
        person=stored.person,
        interview=interview,
        receipt=stored.receipt,
        mode=stored.mode,
        sample=stored.sample,
        stratum=stored.stratum,
        design_weight=stored.design_weight,
    )


def as_stored(person: Respondent) -> StoredInterview:
    """A respondent as it is kept: the answers sealed under the key of the round."""
    state = seal_interview(
        person.live.keys, person.live.id, person.pseudonym, person.person, person.interview
    )
    return StoredInterview(
        id=person.id,
        round_id=person.live.id,
        pseudonym=person.pseudonym,
        person=person.person,
        state=state,
        receipt=person.receipt,
        mode=person.mode,
        design_weight=person.design_weight,
        stratum=person.stratum,
        sample=person.sample,
    )
