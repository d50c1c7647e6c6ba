"""Facts about the database itself, and the few that the installation remembers."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from surveys.errors import SecretKeyError
from surveys.keyring import MasterKey
from surveys.store.engine import Store, Transaction
from surveys.store.tables import meta

CHECK_VALUE = "master_key_check"
AUDIT_HEAD = "audit_head"
BOT_USERNAME = "bot_username"
"""Name of the bot in Telegram, for links; only a bot that runs can ask for it."""

SHOWN_WORDS = "shown_words"
"""Hash of what words the running bot's screens: partnership, contacts, program; forgotten when it
stops."""

LAST_DELETED_ROUND = "last_deleted_round"
"""The highest number of a round that was deleted, so that none is given twice."""


async def find_fact(connection: Transaction, key: str) -> str | None:
    """What is remembered under a key, or None when nothing is."""
    chosen = select(meta.c.value).where(meta.c.key == key)
    return (await connection.execute(chosen)).scalar()


async def save_fact(connection: Transaction, key: str, value: str) -> None:
    """Remember a value under a key, in place of what was there."""
    known = update(meta).where(meta.c.key == key).values(value=value)
    if (await connection.execute(known)).rowcount == 0:
        await connection.execute(insert(meta).values(key=key, value=value))


async def forget_fact(connection: Transaction, key: str) -> None:
    """Forget what is remembered under a key, where something is."""
    await connection.execute(delete(meta).where(meta.c.key == key))


async def check_master_key(store: Store, master: MasterKey) -> None:
    """Tell a wrong master key at once; a new database remembers the first key it sees.

    Raises:
        SecretKeyError: When the database belongs to another master key.
    """
    chosen = select(meta.c.value).where(meta.c.key == CHECK_VALUE)
    async with store.write() as connection:
        known = (await connection.execute(chosen)).scalar()
        if known is None:
            await connection.execute(
                insert(meta).values(key=CHECK_VALUE, value=master.check_value())
            )
            return
    if known != master.check_value():
        raise SecretKeyError(
            "key.wrong",
            "SECRET_KEY",
            f"it is not the master key of {store.place}",
            "Set SECRET_KEY to the master key that this database began with; nothing was changed.",
        )
