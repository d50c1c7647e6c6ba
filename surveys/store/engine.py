"""Opening the database, and transactions on it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from surveys.private_files import make_file
from surveys.store.address import check_file, database_path, parse_url
from surveys.store.schema import upgrade
from surveys.store.translation import translate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

Transaction: TypeAlias = AsyncConnection
"""What `Store.write` gives: a connection whose statements take effect together or not at all."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # FULL: what was committed survives a power cut, not only a crash of the process.
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # What is wiped or deleted is overwritten with zeros in the file.
    "PRAGMA secure_delete=ON",
)
BEGIN = "begin_with"
"""Execution option of a connection: the statement that begins its transactions, if any."""


class Store:
    """An open database. The calls on it live in the modules beside this one."""

    def __init__(self, engine: AsyncEngine, place: str) -> None:
        self._engine = engine
        self._place = place
        # SQLite has one writer at a time and waits for it by polling; a queue here is quicker.
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, url: str, *, create: bool = True, busy_seconds: float = 5.0) -> Self:
        """Open the database and bring its tables up to date.

        Args:
            url: A database address, such as ``sqlite+aiosqlite:///canvass.db``.
            create: Whether a database that is not there is made.
            busy_seconds: How long to wait while another program writes.

        Raises:
            StoreError: When it cannot be used as it is, with the reason.
        """
        parsed = parse_url(url)
        path = database_path(parsed)
        check_file(path, create=create)
        with suppress(OSError):  # the driver tells what is wrong with the place
            make_file(path)  # its log gets the rights of the database
        engine = create_async_engine(
            parsed,
            # Transactions begin where `_begin` says, not where the driver guesses.
            connect_args={"timeout": busy_seconds, "isolation_level": None},
            # Errors and logs never quote what was being written.
            hide_parameters=True,
        )
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
        store = cls(engine, str(path))
        try:
            async with store.write() as connection:
                await connection.run_sync(upgrade, str(path))
        except BaseException:
            await store.close()
            raise
        return store

    async def close(self) -> None:
        """Close every connection; the store cannot be used afterwards."""
        await self._engine.dispose()

    @property
    def place(self) -> str:
        """Where the database is, for messages."""
        return self._place

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction that writes: it takes effect as a whole or not at all.

        Raises:
            StoreError: When the database cannot be used.
        """
        async with (
            self._writing,
            self._connect("BEGIN IMMEDIATE") as connection,
            connection.begin(),
        ):
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for one SELECT; it holds up nobody who writes.

        Raises:
            StoreError: When the database cannot be used.
        """
        async with self._connect("") as connection:
            yield connection

    async def checkpoint(self) -> None:
        """Move the write-ahead log into the database file and empty it.

        What was wiped or deleted may live on in the log until then, still sealed. While another
        program reads, the log is emptied as far as that reader allows.
        """
        async with self._writing, self._connect("") as connection:
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @asynccontextmanager
    async def _connect(self, begin_with: str) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.connect() as connection:
                await connection.execution_options(**{BEGIN: begin_with})
                yield connection
        except IntegrityError:
            raise  # a promise of the tables was broken: the caller knows which
        except DBAPIError as error:
            raise translate(str(error.orig), self._place) from error
        except sqlite3.Error as error:  # from `_begin`, which SQLAlchemy does not wrap
            raise translate(str(error), self._place) from error


def _prepare(connection: Any, _record: object) -> None:
    """Set up a new connection of the driver."""
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin a transaction where one was asked for.

    One that will write takes the lock at once: taking it later fails without waiting whenever
    another program wrote in between.
    """
    statement = connection.get_execution_options().get(BEGIN)
    if statement:
        driver: Any = connection.connection.dbapi_connection
        # One hop to the thread of the driver, where a statement of SQLAlchemy takes three.
        driver.run_async(lambda connected: connected.execute(statement))
