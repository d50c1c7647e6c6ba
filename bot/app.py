"""Putting the running bot together."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import structlog
from telegram.error import TelegramError
from telegram.ext import Application, ExtBot
from telegram.request import BaseRequest

from bot.broadcasting import Broadcaster
from bot.chats import find_interview
from bot.claiming import find_finished
from bot.connections import open_connections
from bot.desk.desk import Desk
from bot.exported import Exports
from bot.fieldwork import Fieldwork
from bot.help_cards import load_help
from bot.housekeeping import Housekeeping
from bot.intake import Poller, as_service_error
from bot.menus import Menus
from bot.office import Office
from bot.office.outcomes import BROADCASTER
from bot.outbox import Outbox
from bot.outgoing import Outgoing
from bot.pace import Pace
from bot.pictures import Studio
from bot.residents import Residents, ResidentsApplication
from bot.sending import LeanRequest, Sender
from bot.settings import Settings
from bot.staffbook import StaffBook
from bot.telling import Teller
from bot.updates import forget_chat
from bot.worker import Worker
from surveys.contacts import load_contacts
from surveys.interview import Interview
from surveys.keyring import KeyRing
from surveys.partnership import load_partnership
from surveys.privacy import CONTACTS_KEY, STAFF_KEY, ContactKeys, StaffKeys, TransitKeys
from surveys.store.engine import Store, Transaction

CONNECTIONS = 16

log = structlog.get_logger()


@dataclass(slots=True)
class Bot:
    """The parts of a running bot."""

    application: ResidentsApplication
    request: LeanRequest
    fieldwork: Fieldwork
    book: StaffBook
    desk: Desk
    menus: Menus
    worker: Worker
    outbox: Outbox
    housekeeping: Housekeeping
    broadcaster: Broadcaster


def now_utc() -> datetime:
    """The time."""
    return datetime.now(UTC)


def open_ring(settings: Settings) -> KeyRing:
    """The key ring of these settings; the master key is checked first."""
    return KeyRing(settings.key_dir, settings.master_key())


def build_bot(
    settings: Settings,
    store: Store,
    ring: KeyRing,
    *,
    http: Callable[[], BaseRequest] | None = None,
    clock: Callable[[], datetime] = now_utc,
    random: Callable[[int], bytes] = os.urandom,
) -> Bot:
    """Put the parts together.

    Args:
        settings: The settings.
        store: The open database.
        ring: The key ring.
        http: Makes what requests are made with; connections of its own by default.
        clock: The time.
        random: Gives random bytes.
    """
    request = LeanRequest(http() if http else open_connections(1))
    bot = ExtBot(
        settings.token(),
        base_url=f"{settings.telegram_api_url.rstrip('/')}/bot",
        request=LeanRequest(http() if http else open_connections(CONNECTIONS)),
        get_updates_request=request,
    )
    application = Application.builder().bot(bot).updater(None).build()
    residents = Residents()
    residents.register(application)
    partnership = load_partnership(settings.partnership)
    contact_keys = ContactKeys(ring.ensure(CONTACTS_KEY))
    fieldwork = Fieldwork(
        partnership, load_contacts(partnership.contacts), contact_keys=contact_keys
    )
    book = StaffBook(store, StaffKeys(ring.ensure(STAFF_KEY)))
    desk = Desk(store, ring, settings, fieldwork, book, random=random)
    updates = TransitKeys(ring, "inbox", os.urandom)
    messages = TransitKeys(ring, "outbox", os.urandom)

    async def find(message: Outgoing) -> Interview | None:
        return await find_interview(store, fieldwork, book, message)

    outbox = Outbox(
        store,
        messages,
        Sender(bot),
        fieldwork,
        find,
        makers=Studio(store, ring, settings, fieldwork, Exports(settings)).makers(),
        on_left=partial(forget_chat, store, contact_keys),
        pace=Pace(settings.send_rate, settings.send_rate_per_chat),
    )
    worker = Worker(
        store,
        ring,
        updates,
        messages,
        fieldwork,
        book,
        desk,
        residents,
        application,
        outbox,
        clock=clock,
        random=random,
    )

    def act(connection: Transaction) -> Office:
        return Office(connection, ring, settings, BROADCASTER, clock(), random)

    broadcaster = Broadcaster(
        store,
        contact_keys,
        outbox,
        Teller(store),
        partial(find_finished, store, fieldwork),
        settings.hours(),
        open_office=act,
        tell=worker.tell,
        clock=clock,
    )
    housekeeping = Housekeeping(store, ring, fieldwork, book, updates, messages, clock=clock)
    menus = Menus(lambda: bot, book)
    desk.set_menu = menus.set_one
    desk.find_cards = worker.show_cards
    return Bot(
        application,
        request,
        fieldwork,
        book,
        desk,
        menus,
        worker,
        outbox,
        housekeeping,
        broadcaster,
    )


@asynccontextmanager
async def started(bot: Bot, store: Store, ring: KeyRing) -> AsyncIterator[None]:
    """The bot with its connections open and with what an earlier run left taken up.

    Raises:
        ServiceError: When the token is refused or the Bot API cannot be reached.
    """
    try:
        await bot.application.initialize()
    except TelegramError as error:
        await bot.application.bot.shutdown()
        raise as_service_error(error) from error
    try:
        await bot.book.refresh()
        await bot.fieldwork.refresh(store, ring, bot.book.previews())
        waiting = await bot.worker.inbox.load()
        unsent = await bot.outbox.load()
        log.info("bot.started", rounds=len(bot.fieldwork.rounds), waiting=waiting, unsent=unsent)
        yield
    finally:
        await bot.application.shutdown()


Part = Callable[[], Coroutine[None, None, None]]
"""A part of the running bot: it runs until it is cancelled."""


async def run_bot(
    settings: Settings, store: Store, ring: KeyRing, prepare: Callable[[Bot], Awaitable[Part]]
) -> None:
    """Run until a signal comes or something cannot go on.

    Args:
        settings: The settings.
        store: The open database.
        ring: The key ring.
        prepare: Does what comes before the first update, and gives one more part to run.

    Raises:
        ServiceError: When Telegram refuses the token or another program fetches its updates.
        StoreError: When the database can no longer be used.
    """
    bot = build_bot(settings, store, ring)
    async with started(bot, store, ring):
        part = await prepare(bot)
        await bot.menus.set_all()
        intake = await _choose_intake(settings, bot)
        load_help()
        settle_memory()
        runs = (bot.worker.run, bot.outbox.run, bot.broadcaster.run, bot.housekeeping.run)
        await _run_together(intake, *runs, bot.menus.run, part)
    log.info("bot.stopped", handled=bot.worker.handled)


def settle_memory() -> None:
    """Leave what stays for good out of later searches for garbage; once a process.

    Libraries, questionnaires and wordings are most of all objects. Searching them again and again
    held up the chats for some 70 ms every thousand updates.
    """
    gc.collect()
    gc.freeze()


async def _choose_intake(settings: Settings, bot: Bot) -> Part:
    """Webhook where an address is set, else long polling."""
    telegram = bot.application.bot
    if settings.webhook_url:
        from bot.webhook import Webhook  # noqa: PLC0415  # a web server only where one is needed

        return Webhook(settings, telegram, bot.worker.inbox.receive).run
    try:
        # Telegram answers no poll while a webhook is set; what waits there stays.
        await telegram.delete_webhook()
    except TelegramError as error:
        raise as_service_error(error) from error
    return Poller(telegram, bot.request, bot.worker.inbox.receive).run


async def _run_together(*parts: Part) -> None:
    """Run the parts until one fails or a signal asks to stop; then stop them all in order."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    tasks = [asyncio.ensure_future(part()) for part in parts]
    waiting = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([*tasks, waiting], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (*tasks, waiting):
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
    for outcome in ended:
        if isinstance(outcome, Exception):
            raise outcome
