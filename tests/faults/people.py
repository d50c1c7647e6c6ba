"""Residents who answer in the sandbox, and what they will say they answered."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

from bot.sandbox import ChatView, Phone, SeenMessage
from bot.wording import FALLBACK, load_wording
from surveys.loading import load_catalogue
from surveys.questionnaire import Kind, Question, Questionnaire

PATIENCE_SECONDS = 20.0
WORDS = load_wording(FALLBACK)
ANNUAL = load_catalogue("annual-perception")
PLAIN_ITEMS = tuple(
    question
    for question in ANNUAL.questions[2:11]
    if question.kind is Kind.SCALE or question.kind is Kind.SINGLE
)
"""The questions after the eligibility ones that everybody is asked, one after another."""


@dataclass(slots=True)
class Resident:
    """A person with a phone, who remembers every answer.

    Looks at all that the chat shows, as people do: after a fault a message can be there twice.

    Attributes:
        phone: Their phone.
        random: What they draw answers from.
        given: The code that each question was answered with, last of all.
        corrects: A question to which they go back once, to answer it anew.
        extra: Whether they take the further part.
    """

    phone: Phone
    random: random.Random
    questionnaire: Questionnaire = ANNUAL
    corrects: str = "good_job"
    extra: bool = False
    given: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _tapped: set[str] = field(default_factory=set)
    _ward_next: bool = False
    _acted_on: tuple[int, str] = (0, "")

    async def begin(self) -> None:
        """Press Start."""
        await self.phone.start()

    async def answer(self, until: str = "") -> None:
        """Answer on to the end, or until this question is shown.

        Raises:
            AssertionError: When the bot says nothing more.
        """
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not await self._step(until):
                    pass
        except TimeoutError:
            view = await self.phone.read()
            shown = [message.text[:60] for message in view.messages]
            raise AssertionError(f"{self.given}: nothing follows {shown}") from None

    async def _step(self, until: str) -> bool:
        """Do the next thing; whether this is where to stop."""
        view = await self.phone.wait(self._can_go_on, PATIENCE_SECONDS)
        shown = self._question(view)
        if (until and shown and shown[0].name == until) or self._ended(view):
            return True
        await self._go_on(view)
        return False

    async def type_ahead(self) -> None:
        """Type the numbers of the answers to all plain items at once, without waiting."""
        for question in PLAIN_ITEMS:
            place = self.random.randrange(min(4, len(question.options)))
            self.given[question.name] = (question.options[place].code,)
            await self.phone.send(str(place + 1))

    def row(self) -> dict[str, str]:
        """Their answers as the frozen columns will hold them, but for those never asked."""
        cells: dict[str, str] = {}
        for name, values in self.given.items():
            if self.questionnaire.by_name[name].kind is Kind.PLACE:
                cells[f"{name}_area"] = values[0]
                cells[f"{name}_ward"] = values[1]
            else:
                cells[name] = values[0]
        return cells

    # -- looking ----------------------------------------------------------------------------------

    def _can_go_on(self, view: ChatView) -> bool:
        return self._ended(view) or self._button(view) is not None or bool(self._question(view))

    def _ended(self, view: ChatView) -> bool:
        last = WORDS("offer-no") if not self.extra else WORDS("submit")
        return last in self._tapped and not self._question(view)

    def _button(self, view: ChatView) -> tuple[str, SeenMessage] | None:
        """A button that leads on and was not tapped yet."""
        offer = "offer-yes" if self.extra else "offer-no"
        for key in ("agree", "submit", offer):
            for message in _of_bot(view):
                label = WORDS(key)
                if label in message.labels and label not in self._tapped:
                    return label, message
        return None

    def _question(self, view: ChatView) -> tuple[Question, SeenMessage] | None:
        """A question that waits for this person's answer."""
        for message in _of_bot(view):
            for question in self.questionnaire.questions:
                if not message.labels or question.text[FALLBACK] not in message.text:
                    continue
                if self._acted_on == (message.message_id, message.text):
                    continue  # the phone still shows what was answered a moment ago
                ward_shown = WORDS("choose-ward") in message.text
                if question.name not in self.given or (self._ward_next and ward_shown):
                    return question, message
        return None

    # -- acting -----------------------------------------------------------------------------------

    async def _go_on(self, view: ChatView) -> None:
        shown = self._question(view)
        if shown is None:
            found = self._button(view)
            assert found is not None
            self._tapped.add(found[0])
            await self.phone.tap(found[0], message_id=found[1].message_id)
            return
        self._acted_on = (shown[1].message_id, shown[1].text)
        if self.corrects in self.given and shown[0].name != self.corrects:
            self.corrects, again = "", self.corrects
            del self.given[again]
            await self.phone.tap(WORDS("back"), message_id=shown[1].message_id)
        else:
            await self._choose(*shown)

    async def _choose(self, question: Question, message: SeenMessage) -> None:
        if question.kind is Kind.PLACE:
            await self._choose_place(question, message)
            return
        options = {option.label[FALLBACK]: option.code for option in question.options}
        labels = [label for label in message.labels if label.partition(". ")[2] in options]
        if question.name == "age":
            label = labels[-1]
        elif question.name == "lives_here":
            label = labels[0]
        else:
            label = self.random.choice(labels)
        self.given[question.name] = (options[label.partition(". ")[2]],)
        await self.phone.tap(label, message_id=message.message_id)

    async def _choose_place(self, question: Question, message: SeenMessage) -> None:
        if not self._ward_next:
            area = self.random.choice(question.areas)
            self.given[question.name] = (area.code,)
            self._ward_next = True
            wanted = area.label[FALLBACK]
        else:
            (code,) = self.given[question.name]
            chosen = question.area_by_code[code]
            ward = self.random.choice(chosen.wards)
            self.given[question.name] = (code, ward.code)
            self._ward_next = False
            wanted = ward.label[FALLBACK]
        label = next(label for label in message.labels if label.partition(". ")[2] == wanted)
        await self.phone.tap(label, message_id=message.message_id)


def _of_bot(view: ChatView) -> list[SeenMessage]:
    return [message for message in reversed(view.messages) if message.by_bot]
