"""How sessions begin and end: what they leave is deleted, and the audit trail has a line of it.

Of an interview that was submitted, the end is not recorded. Beginning and end to the second would
tell how long it took, and so do its answers: together they would lead from one to the other.
"""

from __future__ import annotations

from bot.fieldwork import key_name
from bot.office.context import Office
from bot.sessions import NONCE_BYTES, Session, SessionKind
from surveys.privacy import RoundKeys
from surveys.rounds import Round, RoundState
from surveys.store.interviews import delete_by_pseudonym, has_submitted
from surveys.store.rounds import find_round_by_id

_CALLED = {SessionKind.ASSISTED: "interview", SessionKind.PREVIEW: "preview"}
"""What sessions are called in the audit trail."""


async def begin_session(office: Office, round_: Round, kind: SessionKind) -> Session:
    """A new session of whoever acts, with its line in the audit trail."""
    await office.record(f"{_CALLED[kind]}.begin", round_.name)
    nonce = office.random(NONCE_BYTES)
    return Session(kind, round_.id, nonce, office.who, round_.questionnaire_hash)


async def end_session(office: Office, session: Session, *, erase: bool) -> None:
    """Delete what a session leaves and record that it ended; who calls forgets the session.

    Of a preview everything is deleted. Where the round or its key is gone, so are the answers, and
    while it is being closed its interviews are being read; what was not submitted is left out.

    Args:
        office: Who ends it.
        session: The session.
        erase: Whether what was not submitted is deleted.
    """
    round_ = await find_round_by_id(office.connection, session.round)
    key = office.ring.find(key_name(round_)) if round_ is not None else None
    if round_ is None or key is None:
        return
    pseudonym = RoundKeys(key).session_pseudonym(session.nonce)
    preview = session.kind is SessionKind.PREVIEW
    if (preview or erase) and round_.state is not RoundState.CLOSING:
        await delete_by_pseudonym(office.connection, round_.id, pseudonym, unsubmitted=not preview)
    if preview or not await has_submitted(office.connection, round_.id, pseudonym):
        await office.record(f"{_CALLED[session.kind]}.end", round_.name)
