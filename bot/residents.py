"""Residents in chat: from an update to an input, and from events to screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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

from bot.arrivals import (
    arrive_by_code,
    arrive_invited,
    count_venue,
    find_offered,
    find_venue,
    why_not_begin,
    why_nothing,
)
from bot.events import show_events
from bot.fieldwork import LiveRound, write_date
from bot.outgoing import Note, Show
from bot.tokens import Display, Token
from bot.typed import read_typed
from bot.updates import ask_withdraw, change_updates, withdraw_by_receipt
from bot.visits import MOST_PEOPLE, OF_SESSION, Respondent, Visit
from bot.wording import FALLBACK
from surveys.interview import Action, Input, Stage
from surveys.privacy import normalise_receipt
from surveys.reach import PayloadKind, read_payload

COMMANDS = ("start", "help", "privacy", "stop", "delete", "language", "results", "updates")

Context = CallbackContext[Any, Any, Any, Any]
ResidentsApplication = Application[Any, Any, Any, Any, Any, Any]

_ENGINE_ACTIONS = {
    "c": Action.CHOOSE,
    "d": Action.DONE,
    "b": Action.BACK,
    "s": Action.SKIP,
    "k": Action.KEEP,
    "x": Action.STOP,
    "r": Action.RESUME,
    "e": Action.CHANGE,
    "u": Action.SUBMIT,
    "a": Action.ACCEPT,
    "n": Action.DECLINE,
    "l": Action.LEAVE,
    "L": Action.LANGUAGE,
    "S": Action.STYLE,
}
"""Letters of buttons that are inputs of an interview. The others are in `Residents`."""

_ON_CARD = frozenset("umxl")
"""Letters of the buttons of a review card."""

_ERASING = frozenset("DYNW")
"""Letters of the buttons that ask to delete, delete, keep, and delete by receipt."""

_FIRST = frozenset("gGzow")
"""Letters of the buttons of the screens before there is an interview."""

_SAVED = frozenset({Stage.OFFERED, Stage.FINISHED})


class Residents:
    """Handles what residents do in chat.

    Handlers are ordinary python-telegram-bot handlers. They touch only the present `visit`; the
    worker sets it before each update, one update at a time.
    """

    def __init__(self) -> None:
        self.visit: Visit | None = None
        self._taps: dict[str, Callable[[Visit, Token], None]] = {
            "g": self._agree,
            "G": self._agree_another,
            "z": self._not_now,
            "o": self._show_options,
            "w": self._choose_round,
            "p": self._another_person,
            "m": self._change_menu,
            "v": self._show_current,
            "D": self._ask_delete,
            "Y": self._delete,
            "N": self._keep,
            "W": withdraw_by_receipt,
        }

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

    # -- handlers ---------------------------------------------------------------------------------

    async def on_tap(self, update: Update, _: Context) -> None:
        """A button was tapped."""
        query, visit = update.callback_query, self._present()
        if query is None or query.message is None:
            return
        visit.query, visit.message = query.id, query.message.message_id
        token = Token.read(query.data or "")
        if token is None:
            self._show_where(visit, toast="note-stale")
            return
        if token.action == "t":
            change_updates(visit, token.value)
            return
        live = _find_live(visit, token)
        erasing = token.action in _ERASING
        if _is_of_another_session(visit, token):
            visit.show(Show.NOTHING, toast="note-other-interview")
        elif token.round and (live is None or not visit.counts(live, erasing=erasing)):
            reason = _why_refused(visit, live, erasing=erasing)
            # The message that asked to open a round stays, with its button that ends such messages.
            visit.show(Show.PLAIN, live=live, key=reason, edit=token.action != "w")
        elif _is_late(visit, token):
            visit.show(Show.NOTHING, toast="note-saved")
        elif token.action in _ENGINE_ACTIONS:
            self._step(visit, token)
        elif token.action in self._taps and live is not None:
            self._taps[token.action](visit, token)
        else:
            self._show_where(visit, toast="note-stale")

    async def on_start(self, _: Update, context: Context) -> None:
        """``/start``, alone or with the payload of a deep link."""
        visit = self._present()
        named = (context.args or [""])[0]
        payload = read_payload(named) or read_payload(named.casefold())
        match payload.kind if payload else None:
            case PayloadKind.INVITATION:
                arrive_invited(visit, self._enter)
            case PayloadKind.VENUE if payload and (live := find_venue(visit, payload.code)):
                self._enter(visit, live, Display(venue=payload.code))
            case _:
                self._arrive(visit, payload.code if payload else "")

    def _arrive(self, visit: Visit, named: str) -> None:
        """Somebody who named a round, or none: the round, or which of several."""
        rounds = find_offered(visit, named)
        day = visit.fieldwork.coming.get(named) if visit.session is None else None
        if day is not None:
            visit.show(Show.PLAIN, key="opens-on", day=write_date(day))
        elif len(rounds) == 1:
            self._enter(visit, rounds[0], Display())
        elif rounds:
            numbers = ",".join(str(live.id) for live in rounds)
            visit.show(Show.CHOOSE_ROUND, rounds=numbers)
        else:
            visit.show(Show.PLAIN, key=why_nothing(visit))

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
        if respondent is None or respondent.interview.stage in _SAVED:
            visit.show(Show.PLAIN, key="session-nothing" if visit.session else "nothing-to-stop")
            return
        show_events(visit, respondent, visit.step(respondent, Input(Action.STOP)))

    async def on_delete(self, _: Update, __: Context) -> None:
        """``/delete``: everything of this person at once, once confirmed."""
        self._ask_delete(self._present(), Token("D"))

    async def on_end(self, update: Update, context: Context) -> None:
        """``/end`` in a session of staff; to residents it is a command that there is not."""
        visit = self._present()
        if visit.session is None:
            await self.on_text(update, context)
            return
        visit.end()
        visit.show(Show.PLAIN, key=f"session-ended-{visit.kind}")

    async def on_edit(self, _: Update, __: Context) -> None:
        """A message was edited: what was answered stands."""
        self._show_where(self._present(), note="note-edited")

    async def on_content(self, _: Update, __: Context) -> None:
        """A sticker, photo, voice message or the like: nothing of it was kept."""
        self._show_where(self._present(), note="note-content")

    async def on_text(self, update: Update, _: Context) -> None:
        """Typed text: a receipt code, a word for a button, an answer, or nothing we keep."""
        visit = self._present()
        text = (update.message.text if update.message else None) or ""
        if arrive_by_code(visit, text, self._enter) or self._open_by_receipt(visit, text):
            return
        respondent = visit.focus()
        is_command = text.startswith("/")
        if is_command or respondent is None or respondent.interview.stage in _SAVED:
            self._show_where(visit, note="note-unread")
            return
        given = read_typed(respondent, text)
        if given is None:
            self._show_where(visit, note="note-unread")
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

    # -- buttons ----------------------------------------------------------------------------------

    def _step(self, visit: Visit, token: Token) -> None:
        respondent = visit.find(token.round, token.tag)
        if respondent is None:
            self._show_where(visit, toast="note-other-interview")
            return
        given = Input(_ENGINE_ACTIONS[token.action], token.value, token.sequence)
        show_events(visit, respondent, visit.step(respondent, given))

    def _agree(self, visit: Visit, token: Token) -> None:
        """The tap that agrees to take part. Nothing is kept before it."""
        if visit.in_round(token.round):
            self._enter(visit, visit.fieldwork.rounds[token.round], Display())
        else:
            self._begin(visit, token)

    def _agree_another(self, visit: Visit, token: Token) -> None:
        people = visit.in_round(token.round)
        if any(person.is_awake for person in people):
            self._show_where(visit, toast="note-stale")
        elif len(people) >= MOST_PEOPLE:
            visit.show(Show.PLAIN, key="note-most-people")
        else:
            self._begin(visit, token)

    def _begin(self, visit: Visit, token: Token) -> None:
        display = Display.read(token.value)
        live = visit.fieldwork.rounds[token.round]
        reason = why_not_begin(visit, live, display)
        if reason:
            visit.show(Show.PLAIN, live=live, key=reason)
            return
        known = display.language in live.languages
        language = display.language if known else FALLBACK
        invited = visit.invited if display.code else None
        respondent = visit.begin(live, language, separate=display.separate, invited=invited)
        count_venue(visit, live, display.venue)
        visit.show(Show.CURRENT, respondent, edit=not display.separate)

    def _not_now(self, visit: Visit, token: Token) -> None:
        live = visit.fieldwork.rounds.get(token.round)
        if visit.session is None:
            visit.show(Show.PLAIN, live=live, key="not-now-reply")
        elif visit.respondents:
            self._show_where(visit, toast="note-stale")
        else:
            visit.over = True
            visit.show(Show.PLAIN, key=f"session-declined-{visit.kind}")

    def _show_options(self, visit: Visit, token: Token) -> None:
        self._show_display(visit, Show.OPTIONS, token.round, Display.read(token.value))

    def _choose_round(self, visit: Visit, token: Token) -> None:
        display = Display.read(token.value)
        if display.another:
            self._show_display(visit, Show.START, token.round, display)
        else:
            self._enter(visit, visit.fieldwork.rounds[token.round], display)

    def _another_person(self, visit: Visit, token: Token) -> None:
        """Somebody else on this phone; the first screen comes again, for them to agree."""
        people = visit.in_round(token.round)
        if visit.session is not None:
            # Each person has a session of their own.
            self._show_where(visit, toast="note-stale")
        elif any(person.is_awake for person in people):
            self._show_where(visit, toast="note-one-at-a-time")
        elif len(people) >= MOST_PEOPLE:
            visit.show(Show.PLAIN, edit=False, key="note-most-people")
        else:
            display = Display(another=True)
            self._show_display(visit, Show.START, token.round, display, edit=False)

    def _change_menu(self, visit: Visit, token: Token) -> None:
        respondent = visit.find(token.round, token.tag)
        if respondent is None or respondent.interview.sequence != token.sequence:
            self._show_where(visit, toast="note-stale")
        else:
            visit.show(Show.CHANGE_MENU, respondent)

    def _show_current(self, visit: Visit, token: Token) -> None:
        respondent = visit.find(token.round, token.tag)
        if respondent is None:
            self._show_where(visit, toast="note-other-interview")
        elif respondent.interview.paused:
            show_events(visit, respondent, visit.step(respondent, Input(Action.RESUME)))
        else:
            visit.show(Show.CURRENT, respondent, edit=token.value != "new")

    def _ask_delete(self, visit: Visit, token: Token) -> None:
        respondent = visit.find(token.round, token.tag) or visit.focus(erasing=True)
        if respondent is None:
            key = "session-nothing" if visit.session else "nothing-to-delete"
            key = "note-being-counted" if visit.respondents else key
            visit.show(Show.PLAIN, key=key)
        else:
            count = len(visit.people(erasing=True))
            visit.show(Show.DELETE_CONFIRM, respondent, edit=False, count=count)

    def _delete(self, visit: Visit, token: Token) -> None:
        respondent = visit.find(token.round, token.tag)
        if respondent is None:
            visit.show(Show.NOTHING, toast="note-already-deleted")
            return
        people = visit.people(erasing=True) if token.value == "all" else [respondent]
        for person in people:
            visit.step(person, Input(Action.WITHDRAW))
        visit.show(Show.PLAIN, key="deleted")

    def _keep(self, visit: Visit, _: Token) -> None:
        visit.show(Show.PLAIN, key="kept")
        respondent = visit.focus()
        if respondent is not None and respondent.interview.stage not in _SAVED:
            visit.show(Show.CURRENT, respondent, edit=False)

    # -- shared -----------------------------------------------------------------------------------

    def _present(self) -> Visit:
        assert self.visit is not None, "the worker sets the visit before each update"
        return self.visit

    def _open_rounds(self, visit: Visit) -> list[LiveRound]:
        rounds = visit.fieldwork.rounds.values()
        return [live for live in rounds if live.counts(visit.position, visit.now)]

    def _show_display(
        self, visit: Visit, screen: Show, number: int, display: Display, *, edit: bool = True
    ) -> None:
        """One of the screens before there is an interview."""
        live = visit.fieldwork.rounds.get(number)
        written = replace(display, session=visit.kind).write()
        visit.show(screen, live=live, language=display.language, edit=edit, display=written)

    def _enter(self, visit: Visit, live: LiveRound, display: Display) -> None:
        """The first screen; where somebody is answering, where they are; else what was saved.

        Where somebody stopped, their answers stay hidden: who is back may be somebody else.
        """
        visit.close_reopened()
        people = visit.in_round(live.id)
        active = [person for person in people if person.is_active]
        awake = [person for person in active if person.is_awake]
        if active:
            present = (awake or active)[-1]
            visit.attend(present)
            visit.show(Show.CURRENT, present)
        elif people and visit.session is not None:
            visit.show(Show.CURRENT, people[-1])
        elif people:
            visit.show(Show.ALREADY, people[-1])
        else:
            self._show_display(visit, Show.START, live.id, display)

    def _show_where(self, visit: Visit, *, toast: str = "", note: str = "") -> None:
        """Where the person is now, with a kind word on what was just done."""
        respondent = visit.focus()
        notes: tuple[Note, ...] = ((note, {}),) if note else ()
        if note and _is_on_card(respondent):
            # The card again would leave the answers standing twice once they are submitted.
            visit.show(Show.PLAIN, toast=toast, notes=(*notes, ("note-card", {})))
        elif respondent is not None and respondent.interview.stage not in _SAVED:
            if note == "note-unread" and not respondent.interview.paused:
                notes = (("note-unread-question", {}),)
            visit.show(Show.CURRENT, respondent, toast=toast, notes=notes)
        elif note:
            visit.show(Show.PLAIN, toast=toast, notes=notes)
        elif respondent is not None:
            visit.show(Show.CURRENT, respondent, toast=toast)
        else:
            visit.show(Show.NOTHING, toast=toast)

    def _open_by_receipt(self, visit: Visit, text: str) -> bool:
        """Show submitted answers to whoever types their receipt code; whether it was one."""
        code = normalise_receipt(text)
        if code is None:
            return False
        if visit.elsewhere is not None:
            # Whoever it is: answers that an interviewer took are shown to nobody once submitted.
            ask_withdraw(visit, visit.elsewhere, code)
            return True
        for respondent in visit.respondents:
            live = respondent.live
            if respondent.receipt is None or respondent.receipt != live.keys.receipt_hash(code):
                continue
            if visit.counts(live):
                show_events(visit, respondent, visit.step(respondent, Input(Action.REOPEN)))
            else:
                open_ = visit.counts(live, erasing=True)
                visit.show(Show.PLAIN, key="note-ended" if open_ else "note-being-counted")
            return True
        looks_meant = any(character == "-" or character.isdigit() for character in text)
        if looks_meant and any(respondent.receipt for respondent in visit.respondents):
            self._show_where(visit, note="note-wrong-receipt")
            return True
        return False


def _why_refused(visit: Visit, live: LiveRound | None, *, erasing: bool) -> str:
    """The wording for a tap that does not count."""
    if live is None or not visit.in_round(live.id):
        return "note-closed"
    if erasing:
        return "note-being-counted"
    return "note-ended" if visit.counts(live, erasing=True) else "note-closed"


def _find_live(visit: Visit, token: Token) -> LiveRound | None:
    """The round that a button is about; a receipt's may be outside the session's view."""
    found = visit.fieldwork.rounds.get(token.round)
    if found is None and visit.elsewhere is not None and visit.elsewhere.live.id == token.round:
        return visit.elsewhere.live
    return found


def _is_of_another_session(visit: Visit, token: Token) -> bool:
    """Whether a button belongs to a session that is over, or not to the present one.

    It does nothing at all: what its message shows may be a receipt code.
    """
    if token.action in _FIRST:
        return Display.read(token.value).session != visit.kind
    return token.tag.startswith(OF_SESSION) and visit.find(token.round, token.tag) is None


def _is_on_card(respondent: Respondent | None) -> bool:
    if respondent is None or respondent.interview.paused:
        return False
    return respondent.interview.stage is Stage.REVIEWING


def _is_late(visit: Visit, token: Token) -> bool:
    """Whether a review card is tapped again that has turned into the thank-you and its receipt.

    Showing anything in its place would take the receipt away.
    """
    respondent = visit.find(token.round, token.tag)
    on_card = token.action in _ON_CARD and token.question < 0
    return respondent is not None and on_card and respondent.interview.stage in _SAVED
