"""Bringing the tables of a database up to date, or refusing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import column, false, inspect, select, table, update

from surveys.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parent / "migrations"
_version = table("alembic_version", column("version_num"))  # where Alembic keeps it


def revisions() -> tuple[str, ...]:
    """The revisions that this version of the project knows, oldest first."""
    return tuple(sorted(path.stem[-4:] for path in MIGRATIONS.glob("versions/revision_*.py")))


def upgrade(connection: Connection, place: str) -> None:
    """Bring the tables up to date within the transaction of the connection.

    Raises:
        StoreError: When the database is from a newer version, or is not one of this project.
    """
    current = _find_revision(connection, place)
    known = revisions()
    if current == known[-1]:
        # Without importing Alembic: a start is quick, and the bot small. SQLite lets a transaction
        # on a read-only database begin, and tells only a statement that would write.
        connection.execute(update(_version).where(false()).values(version_num=current))
        return
    if current is not None and current not in known:
        raise StoreError(
            "store.newer",
            place,
            f"it was written by a newer version (its tables are at {current})",
            "Use that version or a later one, or restore the backup made before the upgrade.",
        )
    _run_migrations(connection)


def _find_revision(connection: Connection, place: str) -> str | None:
    """The revision that the tables are at; None for an empty database."""
    names = inspect(connection).get_table_names()
    if _version.name in names:
        found = connection.execute(select(_version.c.version_num)).scalar()
        return None if found is None else str(found)
    if names:
        raise StoreError(
            "store.foreign",
            place,
            "the database belongs to another program",
            "Set DATABASE_URL to the database of this installation, or to a file that does not "
            "exist.",
        )
    return None


def _run_migrations(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # heavy, and seldom needed
    from alembic.config import Config  # noqa: PLC0415  # heavy, and seldom needed

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
