"""Answers collected another way: a whole file at once, and never the same file twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select

from surveys.errors import RoundError
from surveys.round_checks import check_accepts_answers
from surveys.rounds import Round
from surveys.store.batch import Effect
from surveys.store.engine import Store
from surveys.store.interviews import StoredInterview, insert_interviews
from surveys.store.rounds import get_round_within
from surveys.store.tables import imports


async def save_import(
    store: Store,
    round_: Round,
    file_hash: str,
    added: Sequence[StoredInterview],
    effect: Effect | None = None,
) -> None:
    """Add the interviews of a file to an open round, all of them or none.

    Args:
        store: The open database.
        round_: The round; its state is read again within the transaction.
        file_hash: Hash of the file, by which it is known again.
        added: One interview a row of the file.
        effect: What takes effect with it, such as its line in the audit trail.

    Raises:
        RoundError: When the round is not open, or the file was imported before.
    """
    async with store.write() as connection:
        check_accepts_answers(await get_round_within(connection, round_.name))
        known = select(imports.c.rows).where(
            imports.c.round_id == round_.id, imports.c.file_hash == file_hash
        )
        rows = (await connection.execute(known)).scalar()
        if rows is not None:
            raise RoundError(
                "round.imported",
                f"round {round_.name!r}",
                f"this file was imported already ({rows} rows)",
                "Import each file once; to import corrected answers, make a new round.",
            )
        await connection.execute(
            insert(imports).values(round_id=round_.id, file_hash=file_hash, rows=len(added))
        )
        await insert_interviews(connection, added)
        if effect is not None:
            await effect(connection)
