from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from surveys.audit import Head, verify
from surveys.errors import AuditError
from surveys.store.audit import append, find_head, read_entries
from surveys.store.engine import Store, Transaction
from surveys.store.meta import AUDIT_HEAD, find_fact, save_fact
from surveys.store.tables import audit, meta

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'canvass.db'}")
    yield opened
    await opened.close()


async def add(connection: Transaction, number: int, key: bytes = KEY) -> None:
    await append(
        connection,
        key,
        who="S-7QK4",
        action="round.open",
        subject=f"round-{number}",
        before="scheduled",
        after="open",
        at=NOW + timedelta(minutes=number),
    )


async def add_and_fail(connection: Transaction) -> None:
    """Record something that is refused afterwards."""
    await add(connection, 3)
    await add(connection, 4, OTHER_KEY)


async def check(store: Store, key: bytes = KEY) -> Head:
    async with store.write() as connection:
        entries, head = await read_entries(connection), await find_head(connection, key)
    verify(key, entries, head)
    return head


async def fill(store: Store, count: int = 4) -> None:
    for number in range(1, count + 1):
        async with store.write() as connection:
            await add(connection, number)


async def test_lines_are_kept_in_order_and_verify(store: Store) -> None:
    assert await check(store) == Head()
    await fill(store)
    assert (await check(store)).count == 4
    async with store.read() as connection:
        entries = await read_entries(connection)
    assert [entry.subject for entry in entries] == [f"round-{n}" for n in range(1, 5)]
    assert entries[0].at == int((NOW + timedelta(minutes=1)).timestamp())


async def test_a_line_of_what_did_not_happen_is_not_there(store: Store) -> None:
    await fill(store, 2)
    with pytest.raises(AuditError):
        async with store.write() as connection:
            await add_and_fail(connection)
    assert (await check(store)).count == 2
    await fill(store, 1)
    assert (await check(store)).count == 3


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE audit SET after = 'x' WHERE number = 2", id="edit"),
        pytest.param("UPDATE audit SET number = 9 WHERE number = 4", id="renumber"),
        pytest.param("DELETE FROM audit WHERE number = 4", id="remove"),
        pytest.param("DELETE FROM audit", id="remove all"),
        pytest.param(
            "INSERT OR REPLACE INTO audit SELECT number, at, who, action, subject, '', '', mac "
            "FROM audit WHERE number = 2",
            id="replace",
        ),
    ],
)
async def test_the_database_refuses_to_change_or_remove_a_line(
    statement: str, store: Store
) -> None:
    await fill(store)
    with pytest.raises(IntegrityError, match="never changed or removed"):
        async with store.write() as connection:
            await connection.exec_driver_sql(statement)
    assert (await check(store)).count == 4


async def tamper(store: Store, *statements: str) -> None:
    """Change the database as somebody would who means to."""
    async with store.write() as connection:
        for trigger in ("update", "delete", "replace"):
            await connection.exec_driver_sql(f"DROP TRIGGER audit_no_{trigger}")
        for statement in statements:
            await connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        pytest.param(
            ("UPDATE audit SET after = 'x' WHERE number = 2",), "audit.altered", id="edit"
        ),
        pytest.param(("DELETE FROM audit WHERE number = 2",), "audit.missing", id="middle"),
        pytest.param(("DELETE FROM audit WHERE number = 4",), "audit.missing", id="last"),
        pytest.param(("DELETE FROM audit",), "audit.missing", id="all"),
        pytest.param(
            (
                "UPDATE audit SET number = -1 WHERE number = 2",
                "UPDATE audit SET number = 2 WHERE number = 3",
                "UPDATE audit SET number = 3 WHERE number = -1",
            ),
            "audit.altered",
            id="two exchanged",
        ),
        pytest.param(
            ("DELETE FROM meta WHERE key = 'audit_head'",), "audit.no-head", id="no note of the end"
        ),
        pytest.param(
            (
                "DELETE FROM audit WHERE number = 4",
                """UPDATE meta SET value = replace(value, '"count": 4', '"count": 3')
                WHERE key = 'audit_head'""",
            ),
            "audit.head",
            id="last and the note of it",
        ),
    ],
)
async def test_who_goes_around_the_triggers_is_found(
    statements: tuple[str, ...], code: str, store: Store
) -> None:
    await fill(store)
    await tamper(store, *statements)
    with pytest.raises(AuditError) as refused:
        await check(store)
    assert refused.value.code == code


async def test_a_line_removed_at_the_end_stays_missing_when_others_follow(store: Store) -> None:
    await fill(store)
    await tamper(store, "DELETE FROM audit WHERE number = 4")
    await fill(store, 2)
    with pytest.raises(AuditError, match="line 4 is missing"):
        await check(store)


@pytest.mark.parametrize(
    ("statement", "key", "code"),
    [
        pytest.param("SELECT 1", OTHER_KEY, "audit.head", id="another key"),
        pytest.param("UPDATE meta SET value = '' ", KEY, "audit.head", id="a changed note"),
        pytest.param("DELETE FROM meta", KEY, "audit.no-head", id="no note"),
    ],
)
async def test_nothing_is_added_to_a_trail_that_could_not_be_verified(
    statement: str, key: bytes, code: str, store: Store
) -> None:
    await fill(store)
    await tamper(store, statement)
    with pytest.raises(AuditError) as refused:
        async with store.write() as connection:
            await add(connection, 5, key)
    assert refused.value.code == code
    async with store.read() as connection:
        counted = await connection.execute(sa.select(sa.func.count()).select_from(audit))
        assert counted.scalar_one() == 4


async def test_a_fact_is_remembered_and_replaced(store: Store) -> None:
    async with store.write() as connection:
        assert await find_fact(connection, "bot_username") is None
        await save_fact(connection, "bot_username", "first_bot")
        await save_fact(connection, "bot_username", "second_bot")
    async with store.read() as connection:
        assert await find_fact(connection, "bot_username") == "second_bot"
        assert await find_fact(connection, AUDIT_HEAD) is None
        assert len((await connection.execute(sa.select(meta))).all()) == 1
