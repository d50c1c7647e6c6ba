"""A respondent as stored, sealed, and as at hand."""

from __future__ import annotations

from bot.fieldwork import LiveRound
from bot.visits import Respondent
from surveys.sealing import open_interview, seal_interview
from surveys.store.interviews import StoredInterview


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
