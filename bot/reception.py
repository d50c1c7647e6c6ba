"""Where an update meets the handlers: one visit each, and one that fails leaves no trace."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bot.chats import Chats
from bot.deleting import DeleteQuestions
from bot.desk.desk import Desk
from bot.desk.errands import Errand
from bot.fieldwork import Fieldwork
from bot.help_cards import HelpCards, complete, find_draft
from bot.inbox import Arrived
from bot.named import Named
from bot.outbox import Outbox
from bot.outgoing import SURFACES, Outgoing, Show
from bot.reduction import Reduced, rebuild_update
from bot.residents import Residents, ResidentsApplication
from bot.respondents import Respondent, as_stored
from bot.session_ends import leave_no_link, session_is_over
from bot.sessions import Session
from bot.snapshot import Snapshot
from bot.staffbook import StaffBook
from bot.surfaces import clear, note_surfaces
from bot.visits import Visit
from surveys.quality import BurstWatch
from surveys.store.interviews import StoredInterview

log = structlog.get_logger()


class Reception:
    """Receives the updates of residents, and of staff in a session, one at a time.

    Args:
        fieldwork: The live rounds.
        book: Who is staff, and in which session.
        desk: Ends sessions.
        residents: The handlers.
        application: The python-telegram-bot application that they are registered with.
        outbox: Knows which message shows which interview.
        chats: Reads who has answered from each chat.
        random: Gives random bytes.
    """

    def __init__(
        self,
        fieldwork: Fieldwork,
        book: StaffBook,
        desk: Desk,
        residents: Residents,
        application: ResidentsApplication,
        outbox: Outbox,
        chats: Chats,
        *,
        random: Callable[[int], bytes],
    ) -> None:
        self._fieldwork = fieldwork
        self._book = book
        self._desk = desk
        self._residents = residents
        self._application = application
        self._outbox = outbox
        self._chats = chats
        self._random = random
        self._burst = BurstWatch()
        self._help = HelpCards()
        self._delete_questions = DeleteQuestions()

    async def visit(
        self,
        arrived: Arrived,
        respondents: list[Respondent],
        named: Named,
        session: Session | None,
    ) -> Visit:
        """Let the handlers do what an update asks for, or end the session that lapsed.

        Args:
            arrived: The update.
            respondents: Who has answered from its chat, or in its session.
            named: What the updates of the batch name.
            session: The session that it belongs to.
        """
        visit = Visit(
            chat=arrived.reduced.chat,
            position=arrived.position,
            now=arrived.received,
            fieldwork=self._fieldwork.of_session(session.round if session else None),
            respondents=respondents,
            random=self._random,
            session=session,
            invited=named.invited(arrived.reduced),
            elsewhere=named.elsewhere(arrived.reduced, respondents),
            burst=self._burst,
            asked=self._delete_questions.find(arrived.reduced.chat, arrived.position),
        )
        card = self._make_card(visit, arrived.reduced)
        visit.helped = card is not None
        draft = find_draft(visit)
        if session is None and (lapsed := self._book.session(visit.chat)) is not None:
            await self._leave(visit, arrived.reduced, lapsed)
        else:
            await self._handle(visit, arrived.reduced, named)
        if card is not None:
            # First of all, and whatever became of the rest.
            visit.outgoing.insert(0, (complete(card, visit, draft), None))
        return visit

    def _make_card(self, visit: Visit, reduced: Reduced) -> Outgoing | None:
        """The help card for what was typed; where that fails, the rest goes on without."""
        try:
            return self._help.make(visit, reduced)
        except Exception as error:  # noqa: BLE001  # whatever it is, the bot answers everybody else
            log.error("help.failed", error=type(error).__name__)
            return None

    async def _handle(self, visit: Visit, reduced: Reduced, named: Named) -> None:
        """Let the handlers do what an update asks for; where they fail, nothing was done."""
        before = Snapshot.of(visit)
        self._residents.visit = visit
        unreadable = self._chats.unreadable.get(visit.chat)
        visit.error = unreadable or named.why_unreadable(reduced)
        if visit.error is None:
            update = rebuild_update(reduced, self._application.bot)
            await self._application.process_update(update)
        if visit.error is not None:
            before.restore(visit)
        stood = before.interviews
        note_surfaces(visit, stood)
        if visit.session is not None and session_is_over(visit, stood):
            leave_no_link(visit)
            visit.effects.append(self._desk.end_session(visit.session, visit.now))
        self._delete_questions.note(visit)
        for message, _ in visit.outgoing:
            if message.show in SURFACES:
                self._outbox.shown.pop(message.interview, None)

    def make_staff_card(self, arrived: Arrived) -> list[Outgoing]:
        """Help for what a member of staff typed to the desk, which is a person too; or nothing."""
        self._delete_questions.forget(arrived.reduced.chat)
        visit = Visit(
            chat=arrived.reduced.chat,
            position=arrived.position,
            now=arrived.received,
            fieldwork=self._fieldwork,
            respondents=[],
            random=self._random,
        )
        card = self._make_card(visit, arrived.reduced)
        return [card] if card else []

    async def pause_own(self, arrived: Arrived, errand: Errand) -> list[StoredInterview]:
        """Pause what staff are answering for themselves when their chat comes to stand for another.

        So what is typed once that is over, by whomever, is no answer of theirs until they go on.
        """
        kept = errand.who.dialog.session if errand.colleague else None
        if errand.dialog is None or errand.dialog.session in {None, kept}:
            return []
        visit = Visit(
            chat=errand.chat,
            position=arrived.position,
            now=arrived.received,
            fieldwork=self._fieldwork.of_session(None),
            respondents=(await self._chats.load({errand.chat: None}))[errand.chat],
            random=self._random,
        )
        before = [(person, person.interview) for person in visit.respondents]
        visit.attend(None)
        note_surfaces(visit, before)
        errand.outgoing[:0] = [message for message, _ in visit.outgoing]
        return [as_stored(person) for person in visit.saved.values()]

    async def _leave(self, visit: Visit, reduced: Reduced, session: Session) -> None:
        """End a session that could not go on; what was sent in it is taken for nothing else."""
        query = reduced.update.get("callback_query")
        visit.query = query["id"] if query else ""
        visit.show(Show.PLAIN, key=f"session-lapsed-{session.kind}")
        for card, language in await self._chats.find_cards(session):
            clear(visit, card, language)
        visit.effects.append(self._desk.end_session(session, visit.now))
