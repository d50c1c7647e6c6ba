"""`canvass run`: the bot on its database, one to a database, until it is stopped."""

from __future__ import annotations

import os
from contextlib import suppress

from bot.app import Bot, Part, now_utc, run_bot
from bot.fieldwork import Fieldwork
from bot.office import Office
from bot.office.noticing import forget_shown, note_all_live
from bot.office.people import SETTINGS, sync_administrators
from bot.office.policy import note_policy
from bot.rounds import opened
from bot.settings import Settings
from bot.timetable import Timetable
from surveys.errors import StoreError
from surveys.keyring import KeyRing
from surveys.store.engine import Store
from surveys.store.lock import WriterLock
from surveys.store.meta import BOT_USERNAME, save_fact


async def run(settings: Settings) -> None:
    """Run the bot.

    Raises:
        SettingsError: When the token is missing, or ids or hours cannot be read.
        SecretKeyError: When the master key is missing, malformed or another one.
        StoreError: When the database cannot be used, or another bot uses it.
        ServiceError: When Telegram refuses the token or cannot be reached.
    """
    settings.token()
    settings.administrators()
    settings.hours()
    async with opened(settings, create=True) as (store, ring):
        with WriterLock(settings.database_url):

            async def prepare(bot: Bot) -> Part:
                # Once Telegram has answered: a start that is refused changes nothing.
                await _sync(settings, store, ring, bot.fieldwork)
                await bot.book.refresh()
                await _note_username(store, bot)
                timetable = Timetable(
                    settings, store, ring, bot.worker.tell, clock=now_utc, random=os.urandom
                )
                await timetable.open_due()
                return timetable.run

            try:
                await run_bot(settings, store, ring, prepare)
            finally:
                await _forget(store)


async def _sync(settings: Settings, store: Store, ring: KeyRing, shown: Fieldwork) -> None:
    """Make those administrators whom the settings name now, and note what has changed.

    These are settings that decide what staff may do, and the words that residents are shown.
    """
    async with store.write() as connection:
        office = Office(connection, ring, settings, SETTINGS, now_utc(), os.urandom)
        await sync_administrators(office)
        await note_policy(office)
        await note_all_live(office, shown.partnership, shown.contacts)


async def _forget(store: Store) -> None:
    """No bot runs any more; a database that cannot be used is told by what stopped the bot."""
    with suppress(StoreError):
        async with store.write() as connection:
            await forget_shown(connection)


async def _note_username(store: Store, bot: Bot) -> None:
    """Keep the bot's name, which links need, where no bot runs too."""
    async with store.write() as connection:
        await save_fact(connection, BOT_USERNAME, bot.application.bot.username)
