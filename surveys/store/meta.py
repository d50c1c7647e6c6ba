"""Facts about the database itself."""

from __future__ import annotations

from sqlalchemy import insert, select

from surveys.errors import SecretKeyError
from surveys.privacy import MasterKey
from surveys.store.engine import Store
from surveys.store.tables import meta

CHECK_VALUE = "master_key_check"


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
