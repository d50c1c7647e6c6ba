"""Rounds and the questionnaires they ask, and the steps that open and close a round."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from surveys.errors import Fault, QuestionnaireRefused, RoundError, StoreError
from surveys.questionnaire import Questionnaire
from surveys.rounds import (
    FROZEN,
    Audience,
    Purpose,
    Round,
    RoundState,
    check_close,
    check_new,
    check_open,
)
from surveys.store.batch import Effect
from surveys.store.engine import Store
from surveys.store.meta import LAST_DELETED_ROUND, find_fact, save_fact
from surveys.store.tables import (
    InboxState,
    approvals,
    codes,
    inbox,
    interviews,
    plans,
    publications,
    questionnaires,
    rounds,
    venues,
)


async def save_questionnaire(store: Store, questionnaire: Questionnaire) -> None:
    """Keep a questionnaire version; one that is kept already stays as it is.

    Raises:
        QuestionnaireRefused: When that version was kept with other content.
    """
    async with store.write() as connection:
        await save_questionnaire_within(connection, questionnaire)


async def save_questionnaire_within(
    connection: AsyncConnection, questionnaire: Questionnaire
) -> None:
    """Keep a questionnaire version within a transaction; see `save_questionnaire`."""
    kept = select(questionnaires.c.hash).where(
        questionnaires.c.name == questionnaire.name,
        questionnaires.c.version == questionnaire.version,
    )
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
    async with store.read() as connection:
        return await get_questionnaire_within(connection, content_hash)


async def get_questionnaire_within(connection: AsyncConnection, content_hash: str) -> Questionnaire:
    """The questionnaire version with that hash, as a transaction sees it."""
    chosen = select(questionnaires.c.body).where(questionnaires.c.hash == content_hash)
    body = (await connection.execute(chosen)).scalar()
    questionnaire = None if body is None else Questionnaire.from_canonical(body)
    if questionnaire is None or questionnaire.hash != content_hash:
        raise StoreError(
            "store.questionnaire",
            "the database",
            f"the questionnaire {content_hash[:12]} is missing or altered",
            "Restore the latest backup.",
        )
    return questionnaire


async def save_plan(store: Store, name: str, content_hash: str, body: str) -> None:
    """Keep a plan under its hash; one that is here already stays as it is."""
    async with store.write() as connection:
        await save_plan_within(connection, name, content_hash, body)


async def save_plan_within(
    connection: AsyncConnection, name: str, content_hash: str, body: str
) -> None:
    """Keep a plan within a transaction; see `save_plan`."""
    known = select(plans.c.hash).where(plans.c.hash == content_hash)
    if (await connection.execute(known)).scalar() is None:
        await connection.execute(insert(plans).values(hash=content_hash, name=name, body=body))


async def get_plan(store: Store, content_hash: str) -> str:
    """The body of the plan with that hash.

    Raises:
        StoreError: When it is not there.
    """
    async with store.read() as connection:
        return await get_plan_within(connection, content_hash)


async def get_plan_within(connection: AsyncConnection, content_hash: str) -> str:
    """The body of the plan with that hash, as a transaction sees it."""
    chosen = select(plans.c.body).where(plans.c.hash == content_hash)
    body = (await connection.execute(chosen)).scalar()
    if body is None:
        raise StoreError(
            "store.plan",
            "the database",
            f"the plan {content_hash[:12]} is missing",
            "Restore the latest backup.",
        )
    return str(body)


async def add_round(store: Store, round_: Round) -> Round:
    """Add a round as a draft and return it with its id.

    Raises:
        RoundError: When its name or dates cannot be used, or the name is taken.
    """
    async with store.write() as connection:
        return await add_round_within(connection, round_)


async def add_round_within(connection: AsyncConnection, round_: Round) -> Round:
    """Add a round as a draft within a transaction; see `add_round`."""
    check_new(round_)
    draft = replace(round_, state=RoundState.DRAFT, closing_position=None)
    values = _values(draft)
    del values["id"]
    taken = select(rounds.c.id).where(rounds.c.name == round_.name)
    if (await connection.execute(taken)).scalar() is not None:
        raise RoundError(
            "round.exists",
            f"round {round_.name!r}",
            "there is a round of that name",
            "Choose another name; the name of a round is never used again.",
        )
    values["id"] = await _find_next_id(connection)
    await connection.execute(insert(rounds).values(values))
    return replace(draft, id=values["id"])


async def _find_next_id(connection: AsyncConnection) -> int:
    """A number that no round had, deleted ones included: buttons in old messages carry it."""
    highest = (await connection.execute(select(func.max(rounds.c.id)))).scalar()
    deleted = await find_fact(connection, LAST_DELETED_ROUND)
    return max(int(highest or 0), int(deleted or 0)) + 1


async def delete_round(connection: AsyncConnection, round_: Round) -> None:
    """Delete a round that never had answers, with all that belongs to it, within a transaction."""
    for table in (interviews, venues, codes, approvals):
        await connection.execute(delete(table).where(table.c.round_id == round_.id))
    await connection.execute(delete(rounds).where(rounds.c.id == round_.id))
    before = await find_fact(connection, LAST_DELETED_ROUND)
    await save_fact(connection, LAST_DELETED_ROUND, str(max(int(before or 0), round_.id)))


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


async def get_round_by_id(connection: AsyncConnection, number: int) -> Round:
    """The round of that number, as a transaction sees it.

    Raises:
        RoundError: When there is none, such as a draft that was deleted.
    """
    round_ = await find_round_by_id(connection, number)
    if round_ is None:
        raise RoundError(
            "round.unknown",
            f"round number {number}",
            "it is not there any more",
            "See the rounds with `canvass round list`.",
        )
    return round_


async def find_round_by_id(connection: AsyncConnection, number: int) -> Round | None:
    """The round of that number, or None when there is none."""
    chosen = select(*_COLUMNS).where(rounds.c.id == number)
    row = (await connection.execute(chosen)).one_or_none()
    return None if row is None else _round_of(row)


async def find_rounds_within(connection: AsyncConnection) -> list[Round]:
    """All rounds, in the order in which they were made, as a transaction sees them."""
    rows = await connection.execute(select(*_COLUMNS).order_by(rounds.c.id))
    return [_round_of(row) for row in rows]


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
        return await save_round(connection, replace(round_, state=RoundState.OPEN))


async def begin_closing(store: Store, name: str) -> Round:
    """Stop taking answers: only updates that are in the inbox by now still count.

    Closing that was begun before is taken up where it was, with the position it had.

    Raises:
        RoundError: When the round was never opened, or is closed.
    """
    async with store.write() as connection:
        return await begin_closing_within(connection, name)


async def begin_closing_within(connection: AsyncConnection, name: str) -> Round:
    """Stop taking answers, within a transaction; see `begin_closing`."""
    round_ = await get_round_within(connection, name)
    check_close(round_)
    if round_.state is RoundState.CLOSING:
        return round_
    last = (await connection.execute(select(func.max(inbox.c.position)))).scalar()
    closing = replace(round_, state=RoundState.CLOSING, closing_position=int(last or 0))
    return await save_round(connection, closing)


async def save_publication(connection: AsyncConnection, round_id: int, body: str) -> None:
    """Keep the released results of a round as they are published, within a transaction."""
    await connection.execute(insert(publications).values(round_id=round_id, body=body))


async def delete_publication(connection: AsyncConnection, round_id: int) -> None:
    """Forget the published results of a round, where there are any, within a transaction."""
    await connection.execute(delete(publications).where(publications.c.round_id == round_id))


async def find_publication_within(connection: AsyncConnection, round_id: int) -> str:
    """The published results of a round, as a transaction sees them; empty where there are none."""
    chosen = select(publications.c.body).where(publications.c.round_id == round_id)
    return str((await connection.execute(chosen)).scalar() or "")


async def find_publications(store: Store) -> dict[int, str]:
    """The published results by the numbers of their rounds."""
    async with store.read() as connection:
        found = await connection.execute(select(publications.c.round_id, publications.c.body))
        return {row.round_id: row.body for row in found}


async def finish_closing(
    store: Store, name: str, submitted: int, unsubmitted: int, effect: Effect | None = None
) -> Round:
    """Delete the interviews of a round that is frozen, and close it for good.

    A round that is closed already is returned as it is, so that an interrupted closing can be
    repeated from its beginning.

    Args:
        store: The open database.
        name: Name of the round.
        submitted: How many interviews were frozen.
        unsubmitted: How many were not, and are now lost on purpose.
        effect: What takes effect with it, such as its line in the audit trail.

    Raises:
        RoundError: When closing was not begun, when an update that still counts has not been
            handled, or when interviews came or went since they were counted; nothing is changed.
    """
    async with store.write() as connection:
        round_ = await get_round_within(connection, name)
        if round_.state in FROZEN:
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
        await connection.execute(delete(codes).where(codes.c.round_id == round_.id))
        closed = await save_round(connection, replace(round_, state=RoundState.CLOSED))
        if effect is not None:
            await effect(connection)
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


async def save_round(connection: AsyncConnection, round_: Round) -> Round:
    """Write everything that may change of a round, within a transaction, and return the round."""
    values = _values(round_)
    changed = {name: values[name] for name in values if name not in {"id", "name"}}
    await connection.execute(update(rounds).where(rounds.c.id == round_.id).values(changed))
    return round_


def _values(round_: Round) -> dict[str, Any]:
    values = {name: getattr(round_, name) for name in Round.__dataclass_fields__}
    for name in _STATES:
        values[name] = values[name].value
    for name in _MAPPINGS:
        values[name] = json.dumps(dict(values[name]), ensure_ascii=False, sort_keys=True)
    values["languages"] = ",".join(round_.languages)
    return values


def _round_of(row: Row[Any]) -> Round:
    values = row._asdict()
    for name, kind in _STATES.items():
        values[name] = kind(values[name])
    for name in _MAPPINGS:
        values[name] = json.loads(values[name])
    values["languages"] = tuple(filter(None, values["languages"].split(",")))
    return Round(**values)


_COLUMNS = tuple(rounds.c[name] for name in Round.__dataclass_fields__)
_STATES: dict[str, type[StrEnum]] = {
    "state": RoundState,
    "purpose": Purpose,
    "audience": Audience,
}
_MAPPINGS = ("checklist", "breaks", "actions")
