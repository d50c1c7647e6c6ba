"""`canvass run`: the bot on its database, one to a database, until it is stopped."""

from __future__ import annotations

from bot.app import run_bot
from bot.rounds import opened
from bot.settings import Settings
from surveys.store.lock import WriterLock


async def run(settings: Settings) -> None:
    """Run the bot.

    Raises:
        SettingsError: When the token is missing.
        SecretKeyError: When the master key is missing, malformed or another one.
        StoreError: When the database cannot be used, or another bot uses it.
        ServiceError: When Telegram refuses the token or cannot be reached.
    """
    settings.token()
    async with opened(settings, create=True) as (store, ring):
        with WriterLock(settings.database_url):
            await run_bot(settings, store, ring)
