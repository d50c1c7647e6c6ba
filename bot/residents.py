"""Residents in chat: the handlers of what they send, type and tap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.arrivals import arrive_by_code, arrive_invited, find_venue
from bot.events import show_events
from bot.fieldwork import LiveRound
from bot.outgoing import Show
from bot.own_answers import answer_delete, ask_delete, open_by_receipt, show_where
from bot.reduction import CELL, CONTENT
from bot.session_ends import end_session
from bot.taking_part import arrive, enter
from bot.taps import tap
from bot.tokens import Display, Token
from bot.typed import asks_for_menu, read_typed
from bot.visits import Visit
from surveys.grid import OFF_THE_GRID
from surveys.interview import Action, Input
from surveys.questionnaire import Kind
from surveys.reach import PayloadKind, read_payload

COMMANDS = ("start", "help", "privacy", "stop", "delete", "language", "results", "updates")

Context = CallbackContext[Any, Any, Any, Any]
ResidentsApplication = Application[Any, Any, Any, Any, Any, Any]


class Residents:
    """Handles what residents do in chat.

    Handlers are ordinary python-telegram-bot handlers. They touch only the present `visit`; the
    worker sets it before each update, one update at a time.
    """

    def __init__(self) -> None:
        self.visit: Visit | None = None

    def register(self, application: ResidentsApplication) -> None:
        """Add the handlers to an application."""
        application.add_handler(CallbackQueryHandler(self.on_tap))
        application.add_handler(CommandHandler("start", self.on_start))
        application.add_handler(CommandHandler("help", self._on_screen(Show.HELP)))
        application.add_handler(CommandHandler("privacy", self._on_screen(Show.PRIVACY)))
        application.add_handler(CommandHandler("stop", self.on_stop))
        application.add_handler(CommandHandler("delete", self.on_delete))
        application.add_handler(CommandHandler("language", self._on_screen(Show.OPTIONS)))
        application.add_handler(CommandHandler("results", self.on_results))
        application.add_handler(CommandHandler("updates", self.on_updates))
        application.add_handler(CommandHandler("end", self.on_end))
        application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.on_edit))
        application.add_handler(MessageHandler(filters.TEXT, self.on_text))
        application.add_handler(MessageHandler(filters.ALL, self.on_content))
        application.add_error_handler(self.on_error)

    async def on_tap(self, update: Update, _: Context) -> None:
        """A button was tapped."""
        query, visit = update.callback_query, self._present()
        if query is None or query.message is None:
            return
        visit.query, visit.message = query.id, query.message.message_id
        tap(visit, query.data or "")

    async def on_start(self, _: Update, context: Context) -> None:
        """``/start``, alone or with the payload of a deep link."""
        visit = self._present()
        named = (context.args or [""])[0]
        payload = read_payload(named) or read_payload(named.casefold())
        match payload.kind if payload else None:
            case PayloadKind.INVITATION:
                arrive_invited(visit, enter)
            case PayloadKind.VENUE if payload and (live := find_venue(visit, payload.code)):
                enter(visit, live, Display(venue=payload.code))
            case _:
                arrive(visit, payload.code if payload else "")

    async def on_results(self, _: Update, __: Context) -> None:
        """``/results``: what the last published survey found, and what was done about it."""
        visit = self._present()
        people = visit.people() or visit.respondents
        language = people[-1].interview.language if people else ""
        visit.show(Show.PICTURE, language=language, edit=False, kind="published")
        visit.show(Show.PICTURE, language=language, edit=False, kind="actions")

    async def on_updates(self, _: Update, __: Context) -> None:
        """``/updates``: what this chat is told of, and how to leave."""
        visit = self._present()
        if visit.session is None:
            visit.show(Show.UPDATES)
        else:
            visit.show(Show.PLAIN, key="updates-in-session")

    async def on_stop(self, _: Update, __: Context) -> None:
        """``/stop``: finish later, or delete."""
        visit = self._present()
        respondent = visit.focus()
        if respondent is None or not respondent.is_active:
            visit.show(Show.PLAIN, key="session-nothing" if visit.session else "nothing-to-stop")
            return
        show_events(visit, respondent, visit.step(respondent, Input(Action.STOP)))

    async def on_delete(self, _: Update, __: Context) -> None:
        """``/delete``: everything of this person at once, once confirmed."""
        ask_delete(self._present(), Token("D"))

    async def on_end(self, update: Update, context: Context) -> None:
        """``/end`` in a session of staff; to residents it is a command that there is not."""
        visit = self._present()
        if visit.session is None:
            await self.on_text(update, context)
            return
        end_session(visit)
        visit.show(Show.PLAIN, key=f"session-ended-{visit.kind}")

    async def on_edit(self, update: Update, _: Context) -> None:
        """A message was edited: what was answered stands. A live location edits itself."""
        edited = update.edited_message
        if edited is None or edited.api_kwargs.get(CONTENT) != "location":
            show_where(self._present(), note="note-edited")

    async def on_content(self, update: Update, _: Context) -> None:
        """A location, as the square that it lies in; of anything else sent nothing was kept."""
        visit = self._present()
        sent = update.message.api_kwargs if update.message else {}
        if sent.get(CONTENT) not in {"location", "venue"}:
            show_where(visit, note="note-content")
            return
        respondent = visit.focus()
        if respondent is None or not respondent.is_asked(Kind.LOCATION):
            show_where(visit, note="note-location")
            return
        given = Input(Action.LOCATE, str(sent.get(CELL, OFF_THE_GRID)))
        show_events(visit, respondent, visit.step(respondent, given))

    async def on_text(self, update: Update, _: Context) -> None:
        """Typed text: a receipt code, a word for a button, an answer, or nothing we keep."""
        visit = self._present()
        text = (update.message.text if update.message else None) or ""
        if arrive_by_code(visit, text, enter) or open_by_receipt(visit, text):
            return
        if answer_delete(visit, text):
            return
        respondent = visit.focus()
        is_command = text.startswith("/")
        if is_command or respondent is None or not respondent.is_active:
            show_where(visit, note="note-unread")
            return
        if asks_for_menu(respondent, text):
            visit.show(Show.CHANGE_MENU, respondent)
            return
        given = read_typed(respondent, text)
        if given is None:
            show_where(visit, note="note-unread")
            return
        show_events(visit, respondent, visit.step(respondent, given))

    async def on_error(self, _: object, context: Context) -> None:
        """Keep what went wrong for the worker; without this the application would swallow it."""
        if self.visit is not None:
            self.visit.error = context.error

    def _on_screen(self, screen: Show) -> Callable[[Update, Context], Any]:
        async def show(_: Update, __: Context) -> None:
            visit = self._present()
            rounds = self._open_rounds(visit)
            visit.show(screen, visit.focus(), live=rounds[0] if rounds else None)

        return show

    def _present(self) -> Visit:
        assert self.visit is not None, "the worker sets the visit before each update"
        return self.visit

    def _open_rounds(self, visit: Visit) -> list[LiveRound]:
        rounds = visit.fieldwork.rounds.values()
        return [live for live in rounds if live.counts(visit.position, visit.now)]
