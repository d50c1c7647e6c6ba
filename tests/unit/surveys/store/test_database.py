from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from surveys.errors import StoreError
from surveys.keyring import KeyRing, MasterKey
from surveys.privacy import RoundKeys, TransitKeys
from surveys.store import inbox, outbox
from surveys.store.batch import Batch, commit_batch
from surveys.store.engine import Store
from surveys.store.inbox import InboxRow
from surveys.store.lock import WriterLock
from surveys.store.outbox import OutboxRow
from surveys.store.schema import revisions
from surveys.store.tables import metadata
from surveys.store.translation import KNOWN, translate
from tests.support.rights import find_rights, let_everybody_read

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_780_000_000
CHAT = 7_000_000_001
TEXT = "Two lads by the lock on Narrow Street"
KEY = bytes(range(32))
SEALED = {"staff.chat", "subscriptions.chat", "deliveries.chat"}
"""Columns that hold a chat under a seal of `StaffKeys` or `ContactKeys`."""

POSTGRESQL: sa.Dialect = sa.make_url("postgresql+asyncpg://").get_dialect()()


def url_of(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "canvass.db"


def bytes_on_disk(path: Path) -> bytes:
    """The database with its log."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def protect(path: Path) -> None:
    path.chmod(0o400)


def overwrite(path: Path, start: int) -> None:
    """Put nonsense in place of everything from a position on."""
    content = path.read_bytes()
    path.write_bytes(content[:start] + b"\xff" * (len(content) - start))


async def refusal(url: str, **options: bool) -> StoreError:
    with pytest.raises(StoreError) as refused:
        await Store.open(url, busy_seconds=0.05, **options)
    assert "\n" not in str(refused.value)
    return refused.value


class TestOpening:
    async def test_a_new_database_is_made_with_the_settings_that_keep_answers(
        self, path: Path
    ) -> None:
        store = await Store.open(url_of(path))
        async with store.write() as connection:
            found = {
                name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
        await store.close()
        assert found == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "secure_delete": 1,
        }

    async def test_its_owner_alone_may_read_a_new_database_and_its_log(self, path: Path) -> None:
        with let_everybody_read():
            store = await Store.open(url_of(path))
            assert len(list(path.parent.glob(f"{path.name}-*"))) == 2
            assert find_rights(path.parent)["file"] == {0o600}
            await store.close()

    async def test_the_rights_of_a_database_that_is_there_are_left_alone(self, path: Path) -> None:
        await (await Store.open(url_of(path))).close()
        path.chmod(0o640)  # noqa: ASYNC240  # a moment
        await (await Store.open(url_of(path))).close()
        assert find_rights(path.parent)["file"] == {0o640}

    async def test_opening_it_again_does_not_load_the_migrations(self, path: Path) -> None:
        await (await Store.open(url_of(path))).close()
        script = (
            "import asyncio, sys; from surveys.store.engine import Store\n"
            "asyncio.run((lambda: Store.open(sys.argv[1]))()); print('alembic' in sys.modules)\n"
            "import os; sys.stdout.flush(); os._exit(0)"
        )
        told = subprocess.run(  # noqa: ASYNC221  # a moment
            [sys.executable, "-c", script, url_of(path)], capture_output=True, check=True, text=True
        )
        assert told.stdout == "False\n"

    async def test_a_database_in_use_by_another_program_is_told(self, path: Path) -> None:
        await (await Store.open(url_of(path))).close()
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert (await refusal(url_of(path))).code == "store.locked"
        other.execute("ROLLBACK")
        other.close()
        await (await Store.open(url_of(path))).close()

    async def test_a_lock_in_the_middle_of_work_loses_nothing(self, path: Path) -> None:
        store = await Store.open(url_of(path), busy_seconds=0.05)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        rows = [InboxRow(1, b"lane", b"sealed")]
        with pytest.raises(StoreError) as refused:
            await inbox.receive(store, rows, NOW)
        assert refused.value.code == "store.locked"
        assert await inbox.find_pending(store, 10) == []  # readers are not held up
        other.execute("ROLLBACK")
        other.close()
        assert await inbox.receive(store, rows, NOW) == [1]
        await store.close()

    async def test_a_read_only_database_is_told(self, path: Path) -> None:
        await (await Store.open(url_of(path))).close()
        told = await refusal(f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true")
        assert told.code == "store.read-only"

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write to any file")
    async def test_a_file_without_write_permission_is_told(self, path: Path) -> None:
        await (await Store.open(url_of(path))).close()
        protect(path)
        assert (await refusal(url_of(path))).code == "store.read-only"

    async def test_a_file_that_is_no_database_is_told_and_left_alone(self, path: Path) -> None:
        write(path, b"Dear diary, " * 100)
        assert (await refusal(url_of(path))).code == "store.not-a-database"
        assert bytes_on_disk(path) == b"Dear diary, " * 100

    async def test_a_folder_is_no_database(self, tmp_path: Path) -> None:
        assert (await refusal(url_of(tmp_path))).code == "store.not-a-database"

    async def test_the_database_of_another_program_is_told_and_left_alone(self, path: Path) -> None:
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE accounts (id INTEGER)")
        other.commit()
        assert (await refusal(url_of(path))).code == "store.foreign"
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("accounts",)]
        other.close()

    async def test_a_database_from_a_newer_version_is_told(self, path: Path) -> None:
        await (await Store.open(url_of(path))).close()
        other = sqlite3.connect(path)
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
        other.close()
        told = await refusal(url_of(path))
        assert told.code == "store.newer"
        assert "9999" in str(told)

    async def test_a_damaged_database_is_told(self, path: Path) -> None:
        await (await Store.open(url_of(path))).close()
        overwrite(path, 100)
        assert (await refusal(url_of(path))).code == "store.damaged"

    async def test_a_missing_folder_and_a_missing_database_are_told(self, tmp_path: Path) -> None:
        nowhere = tmp_path / "nowhere" / "canvass.db"
        assert (await refusal(url_of(nowhere))).code == "store.no-folder"
        missing = tmp_path / "canvass.db"
        assert (await refusal(url_of(missing), create=False)).code == "store.missing"
        assert bytes_on_disk(missing) == b""

    @pytest.mark.parametrize(
        "url",
        [
            pytest.param("canvass.db", id="no address"),
            pytest.param("", id="empty"),
            pytest.param("sqlite+aiosqlite://", id="in memory"),
            pytest.param("sqlite+aiosqlite:///:memory:", id="in memory by name"),
            pytest.param("sqlite:///canvass.db", id="another driver"),
            pytest.param("postgresql+asyncpg://canvass:hunter2@localhost/x", id="PostgreSQL"),
            pytest.param("mysql://canvass:hunter2@localhost:port/x", id="a bad port"),
        ],
    )
    async def test_an_address_that_cannot_be_used_is_told_without_its_password(
        self, url: str
    ) -> None:
        told = await refusal(url)
        assert told.code == "store.address"
        assert "hunter2" not in str(told)


class TestTranslation:
    @pytest.mark.parametrize("code", [code for _, code, _, _ in KNOWN])
    def test_every_known_trouble_has_its_own_line(self, code: str) -> None:
        said = next(phrase for phrase, known, _, _ in KNOWN if known == code)
        told = translate(f"(sqlite3.OperationalError) {said}", "canvass.db")
        assert told.code == code
        assert str(told).startswith("canvass.db: ")

    def test_unknown_trouble_is_one_line_too(self) -> None:
        told = translate("no such table: rounds\nand more", "canvass.db")
        assert told.code == "store.failed"
        assert "no such table: rounds" in str(told)
        assert "\n" not in str(told)
        assert translate("", "canvass.db").code == "store.failed"


class TestSchema:
    async def test_the_migrations_lead_to_the_tables_as_they_are_defined(self, path: Path) -> None:
        def differences(connection: sa.Connection) -> list[object]:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, metadata))

        store = await Store.open(url_of(path))
        async with store.read() as connection:
            assert await connection.run_sync(differences) == []
        await store.close()

    def test_revisions_are_numbered_without_a_gap(self) -> None:
        known = revisions()
        assert known == tuple(f"{number:04}" for number in range(1, len(known) + 1))

    @pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
    def test_the_tables_can_be_made_in_postgresql_too(self, table: sa.Table) -> None:
        made = str(sa.schema.CreateTable(table).compile(dialect=POSTGRESQL))
        assert f"CREATE TABLE {table.name}" in made

    def test_no_column_is_meant_for_a_person(self) -> None:
        columns = [column for table in metadata.tables.values() for column in table.columns]
        assert {str(column) for column in columns if self.is_of_a_person(column)} == SEALED

    @pytest.mark.parametrize(
        "column",
        [
            pytest.param(sa.Column("chat", sa.Text), id="a chat in clear"),
            pytest.param(sa.Column("chat", sa.BigInteger), id="a chat's number"),
            pytest.param(sa.Column("phone", sa.Text), id="a phone number"),
            pytest.param(sa.Column("username", sa.Text), id="a username"),
            pytest.param(sa.Column("chat", sa.LargeBinary), id="a chat in another table"),
        ],
    )
    def test_one_that_is_would_show(self, column: sa.Column[object]) -> None:
        sa.Table("visitors", sa.MetaData(), column)
        assert self.is_of_a_person(column)
        assert str(column) not in SEALED

    def test_what_is_kept_of_a_chat_is_no_text_and_no_number(self) -> None:
        for name in SEALED:
            table, column = name.split(".")
            assert isinstance(metadata.tables[table].c[column].type, sa.LargeBinary)

    @staticmethod
    def is_of_a_person(column: sa.Column[object]) -> bool:
        return any(word in column.name for word in ("chat", "user", "phone"))


class TestWhatIsOnDisk:
    async def test_nothing_of_a_person_can_be_read(self, path: Path) -> None:
        ring = KeyRing(path.parent / "keys", MasterKey(KEY))
        transit, round_keys = TransitKeys(ring, "inbox", os.urandom), RoundKeys(KEY)
        pseudonym = round_keys.pseudonym(CHAT)
        store = await Store.open(url_of(path))
        payload = transit.seal(f'{{"chat":{CHAT},"text":"{TEXT}"}}'.encode(), b"inbox")
        await inbox.receive(store, [InboxRow(1, transit.lane(CHAT), payload)], NOW)
        message = OutboxRow(transit.lane(CHAT), transit.seal(TEXT.encode(), b"outbox"))
        await commit_batch(store, Batch(outbox=[message]), NOW)
        on_disk = bytes_on_disk(path)
        await store.close()
        assert transit.lane(CHAT) in on_disk  # the search finds what is there
        assert pseudonym not in on_disk
        for planted in (TEXT.encode(), str(CHAT).encode(), CHAT.to_bytes(8), CHAT.to_bytes(5)):
            assert planted not in on_disk

    async def test_a_handled_update_and_a_finished_message_are_overwritten(
        self, path: Path
    ) -> None:
        store = await Store.open(url_of(path))
        marks = [b"update-%04d-" % number + os.urandom(2_000) for number in range(20)]
        rows = [InboxRow(n, b"inlane%02d" % n, mark) for n, mark in enumerate(marks)]
        positions = [p for p in await inbox.receive(store, rows, NOW) if p is not None]
        await store.checkpoint()
        assert marks[0] in bytes_on_disk(path)
        replies = [OutboxRow(b"outlane%d" % n, b"reply-%04d-" % n) for n in range(10)]
        batch = Batch(outbox=replies, done=positions[:15], failed=positions[15:])
        sent = (await commit_batch(store, batch, NOW)).outbox_ids
        await outbox.finish_messages(store, done=sent[:5], dropped=sent[5:8], unknown=sent[8:])
        await store.checkpoint()
        on_disk = bytes_on_disk(path)
        await store.close()
        assert not [mark for mark in marks if mark[:12] in on_disk or mark[-40:] in on_disk]
        assert b"reply-" not in on_disk
        assert b"inlane" not in on_disk
        assert b"outlane" not in on_disk


class TestWriterLock:
    def test_a_second_holder_is_told_and_the_first_keeps_it(self, path: Path) -> None:
        with WriterLock(url_of(path)):
            with pytest.raises(StoreError) as refused, WriterLock(url_of(path)):
                pass
            assert refused.value.code == "store.in-use"
            with pytest.raises(StoreError), WriterLock(url_of(path)):
                pass
        with WriterLock(url_of(path)):
            pass

    def test_it_is_free_after_its_holder_was_killed(self, path: Path) -> None:
        script = (
            "import sys, os, signal; from surveys.store.lock import WriterLock\n"
            "WriterLock(sys.argv[1]).__enter__(); print('held', flush=True)\n"
            "signal.pause()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script, url_of(path)], stdout=subprocess.PIPE, text=True
        ) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            with pytest.raises(StoreError), WriterLock(url_of(path)):
                pass
            holder.kill()
        with WriterLock(url_of(path)):
            pass

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with (
            pytest.raises(StoreError) as refused,
            WriterLock(url_of(tmp_path / "nowhere" / "canvass.db")),
        ):
            pass
        assert refused.value.code == "store.no-lock"
