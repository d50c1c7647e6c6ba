"""Two hundred made-up residents: how each comes to the round, and how far they go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

from bot.sandbox import ChatView, SeenMessage
from bot.synthetic import Persona
from surveys.questionnaire import Kind, Question
from tests.faults.people import WORDS, Resident

AT_ONCE = 80
PATIENCE_SECONDS = 15.0


@dataclass(slots=True)
class Respondent(Resident):
    """A resident who answers as somebody drawn from the population would.

    Attributes:
        persona: Who they are and what they answer; made up.
        link: The link that they follow; empty for those who were written to.
        types_code: Whether they type the code of their letter instead of following its link.
        stops_at: The question at which they stop; empty for those who finish.
        wants: What they ask to be sent after they have finished, as keys of wordings.
    """

    persona: Persona | None = None
    link: str = ""
    types_code: bool = False
    stops_at: str = ""
    wants: tuple[str, ...] = ()

    @property
    def has_finished(self) -> bool:
        """Whether they have submitted."""
        return WORDS("submit") in self._tapped

    async def take_part(self) -> None:
        """Come to the round, and answer as far as they do."""
        if self.types_code:
            await self.phone.start()
            await self.phone.wait(timeout_seconds=PATIENCE_SECONDS)
            await self.phone.send(self.link.rpartition("i_")[2])
            await self.phone.wait(timeout_seconds=PATIENCE_SECONDS)  # else they tap the first one
        elif self.link:
            await self.phone.follow(self.link)
        else:
            await self.phone.start()
        await self.answer(self.stops_at)
        if not self.stops_at:
            await self.ask_to_be_told()

    async def has_button(self, label: str) -> bool:
        """Whether their chat shows a button."""
        view = await self.phone.read()
        return any(label in message.labels for message in view.messages)

    async def follow_message(self, label: str) -> None:
        """Tap the button under a message that was sent to them, and go on from there."""
        await self.phone.tap(label)
        await self.answer(self.stops_at)
        if not self.stops_at:
            await self.ask_to_be_told()

    async def go_on(self) -> None:
        """Finish what they had stopped."""
        self.stops_at = ""
        await self.answer()
        await self.ask_to_be_told()

    async def ask_to_be_told(self) -> None:
        """Tap what they want to be sent, and read that it is noted."""
        for key in self.wants:
            await self.phone.wait(_offers(WORDS(f"tell-{key}")), PATIENCE_SECONDS)
            await self.phone.tap(WORDS(f"tell-{key}"))
            await self.phone.wait(_says(WORDS(f"note-told-{key}")), PATIENCE_SECONDS)

    async def _choose(self, question: Question, message: SeenMessage) -> None:
        assert self.persona is not None, "they were drawn"
        wanted = self.persona.answers[question.name]
        labels = [label for label in message.labels if label.partition(". ")[2] in wanted]
        self.given[question.name] = tuple(labels)
        self._ward_next = bool(labels) and question.kind is Kind.PLACE and not self._ward_next
        label = labels[0] if labels else WORDS("skip")
        await self.phone.tap(label, message_id=message.message_id)


async def side_by_side(work: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Let people do something, some at a time."""
    places = asyncio.Semaphore(AT_ONCE)

    async def take_place(one: Coroutine[Any, Any, None]) -> None:
        async with places:
            await one

    async with asyncio.TaskGroup() as group:
        for one in work:
            group.create_task(take_place(one))


def _offers(label: str) -> Callable[[ChatView], bool]:
    # the newest message: the chat may show that of an earlier round as well
    return lambda view: label in view.last.labels


def _says(text: str) -> Callable[[ChatView], bool]:
    return lambda view: any(text in message.text for message in view.messages)
