"""Rounds and the questionnaires they ask, and the steps that open and close a round."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.errors import Fault, QuestionnaireRefused, RoundError, StoreError
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round, RoundState, check_close, check_new, check_open
from surveys.store.engine import Store
from surveys.store.tables import InboxState, inbox, interviews, plans, questionnaires, rounds


async def save_questionnaire(store: Store, questionnaire: Questionnaire) -> None:
    """Keep a questionnaire version; one that is kept already stays as it is.

    Raises:
        QuestionnaireRefused: When that version was kept with other content.
    """
    kept = select(questionnaires.c.hash).where(
        questionnaires.c.name == questionnaire.name,
        questionnaires.c.version == questionnaire.version,
    )
    async with store.write() as connection:
        known = (await connection.execute(kept)).scalar()
        if known is None:
            await connection.execute(
                insert(questionnaires).values(
                    hash=questionnaire.hash,
                    name=questionnaire.name,
                    version=questionnaire.version,
                    body=questionnaire.canonical_json(),
                )
            )
    if known not in {None, questionnaire.hash}:
        raise _changed_version(questionnaire)


async def get_questionnaire(store: Store, content_hash: str) -> Questionnaire:
    """The questionnaire version with that hash.

    Raises:
        StoreError: When it is not there, or is not what its hash says.
    """
    chosen = select(questionnaires.c.body).where(questionnaires.c.hash == content_hash)
    async with store.read() as connection:
        body = (await connection.execute(chosen)).scalar()
    questionnaire = None if body is None else Questionnaire.from_canonical(body)
    if questionnaire is None or questionnaire.hash != content_hash:
        raise StoreError(
            "store.questionnaire",
            store.place,
            f"the questionnaire {content_hash[:12]} is missing or altered",
            "Restore the latest backup.",
        )
    return questionnaire


async def save_plan(store: Store, name: str, content_hash: str, body: str) -> None:
    """Keep a plan under its hash; one that is here already stays as it is."""
    known = select(plans.c.hash).where(plans.c.hash == content_hash)
    async with store.write() as connection:
        if (await connection.execute(known)).scalar() is None:
            await connection.execute(insert(plans).values(hash=content_hash, name=name, body=body))


async def get_plan(store: Store, content_hash: str) -> str:
    """The body of the plan with that hash.

    Raises:
        StoreError: When it is not there.
    """
    chosen = select(plans.c.body).where(plans.c.hash == content_hash)
    async with store.read() as connection:
        body = (await connection.execute(chosen)).scalar()
    if body is None:
        raise StoreError(
            "store.plan",
            store.place,
            f"the plan {content_hash[:12]} is missing",
            "Restore the latest backup.",
        )
    return str(body)


async def add_round(store: Store, round_: Round) -> Round:
    """Add a round as a draft and return it with its id.

    Raises:
        RoundError: When its name or dates cannot be used, or the name is taken.
    """
    check_new(round_)
    draft = replace(round_, state=RoundState.DRAFT, closing_position=None)
    values = {column.name: getattr(draft, column.name) for column in _COLUMNS[1:]}
    taken = select(rounds.c.id).where(rounds.c.name == round_.name)
    async with store.write() as connection:
        if (await connection.execute(taken)).scalar() is not None:
            raise RoundError(
                "round.exists",
                f"round {round_.name!r}",
                "there is a round of that name",
                "Choose another name; the name of a round is never used again.",
            )
        added = await connection.execute(insert(rounds).values(values).returning(rounds.c.id))
        return replace(draft, id=added.scalar_one())


async def get_round(store: Store, name: str) -> Round:
    """The round of that name.

    Raises:
        RoundError: When there is none.
    """
    async with store.read() as connection:
        return await get_round_within(connection, name)


async def get_round_within(connection: AsyncConnection, name: str) -> Round:
    """The round of that name, as a transaction sees it.

    Raises:
        RoundError: When there is none.
    """
    row = (await connection.execute(select(*_COLUMNS).where(rounds.c.name == name))).one_or_none()
    if row is None:
        raise RoundError(
            "round.unknown",
            f"round {name!r}",
            "there is no round of that name",
            "See the rounds with `canvass round list`.",
        )
    return _round_of(row)


async def find_rounds(store: Store, state: RoundState | None = None) -> list[Round]:
    """All rounds, or those in one state, in the order in which they were made."""
    chosen = select(*_COLUMNS).order_by(rounds.c.id)
    if state is not None:
        chosen = chosen.where(rounds.c.state == state.value)
    async with store.read() as connection:
        return [_round_of(row) for row in await connection.execute(chosen)]


async def open_round(store: Store, name: str, now: datetime) -> Round:
    """Open a draft.

    Raises:
        RoundError: When it is not a draft, or its last date is past.
    """
    async with store.write() as connection:
        round_ = await get_round_within(connection, name)
        check_open(round_, now)
        return await _change(connection, replace(round_, state=RoundState.OPEN))


async def begin_closing(store: Store, name: str) -> Round:
    """Stop taking answers: only updates that are in the inbox by now still count.

    Closing that was begun before is taken up where it was, with the position it had.

    Raises:
        RoundError: When the round was never opened, or is closed.
    """
    async with store.write() as connection:
        round_ = await get_round_within(connection, name)
        check_close(round_)
        if round_.state is RoundState.CLOSING:
            return round_
        last = (await connection.execute(select(func.max(inbox.c.position)))).scalar()
        return await _change(
            connection,
            replace(round_, state=RoundState.CLOSING, closing_position=int(last or 0)),
        )


async def finish_closing(store: Store, name: str, submitted: int, unsubmitted: int) -> Round:
    """Delete the interviews of a round that is frozen, and close it for good.

    A round that is closed already is returned as it is, so that an interrupted closing can be
    repeated from its beginning.

    Args:
        store: The open database.
        name: Name of the round.
        submitted: How many interviews were frozen.
        unsubmitted: How many were not, and are now lost on purpose.

    Raises:
        RoundError: When closing was not begun, when an update that still counts has not been
            handled, or when interviews came or went since they were counted; nothing is changed.
    """
    async with store.write() as connection:
        round_ = await get_round_within(connection, name)
        if round_.state is RoundState.CLOSED:
            return round_
        await _check_drained(connection, round_)
        deleted = await connection.execute(
            delete(interviews).where(interviews.c.round_id == round_.id)
        )
        if deleted.rowcount != submitted + unsubmitted:
            raise RoundError(
                "round.changed",
                f"round {name!r}",
                f"{submitted + unsubmitted} interviews were counted and {deleted.rowcount} found",
                "Close it again with `canvass round close`; nothing was deleted.",
            )
        counts = {"submitted": submitted, "unsubmitted": unsubmitted}
        await connection.execute(update(rounds).where(rounds.c.id == round_.id).values(counts))
        closed = await _change(connection, replace(round_, state=RoundState.CLOSED))
    # The deleted rows are zeros in the database file; the log must not keep them either.
    await store.checkpoint()
    return closed


def _changed_version(questionnaire: Questionnaire) -> QuestionnaireRefused:
    place = f"questionnaire {questionnaire.name!r}"
    fault = Fault(
        "questionnaire.changed",
        place,
        f"version {questionnaire.version} is in use with other content",
        "A version in use never changes: give the new content a new version number.",
    )
    return QuestionnaireRefused(place, [fault])


async def _check_drained(connection: AsyncConnection, round_: Round) -> None:
    if round_.state is not RoundState.CLOSING or round_.closing_position is None:
        raise RoundError(
            "round.not-closing",
            f"round {round_.name!r}",
            f"it is {round_.state}, and closing it was not begun",
            "Close it with `canvass round close`.",
        )
    waiting = (
        select(func.count())
        .select_from(inbox)
        .where(inbox.c.state == InboxState.PENDING, inbox.c.position <= round_.closing_position)
    )
    left = (await connection.execute(waiting)).scalar_one()
    if left:
        raise RoundError(
            "round.not-drained",
            f"round {round_.name!r}",
            f"{left} updates that still count have not been handled",
            "Let the bot handle them, then close the round again; nothing was deleted.",
        )


async def _change(connection: AsyncConnection, round_: Round) -> Round:
    """Write the state of a round and return the round."""
    await connection.execute(
        update(rounds)
        .where(rounds.c.id == round_.id)
        .values(state=round_.state.value, closing_position=round_.closing_position)
    )
    return round_


def _round_of(row: Row[Any]) -> Round:
    return Round(**{**row._asdict(), "state": RoundState(row.state)})


_COLUMNS = tuple(rounds.c[name] for name in Round.__dataclass_fields__)
