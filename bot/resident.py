"""A synthetic resident: a persona with a phone, who reads the chat and answers over HTTP."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.made_up import Typed
from bot.sandbox import Phone, SeenMessage
from bot.synthetic import Persona
from bot.wording import FALLBACK, load_wording
from surveys.errors import ServiceError
from surveys.questionnaire import Kind, Question, Questionnaire

PATIENCE_SECONDS = 60.0
MOST_STEPS = 120

_ASKED = ("agree", "submit", "go-on")
"""Buttons that are tapped wherever they are."""

_OVER = ("tell-results", "another-person")
"""Buttons of the last message; nothing is asked after it."""

_NUMBERED = re.compile(r"^(\d+)\. (.*)$")


class Resident:
    """A persona with a phone, who reads the chat and answers.

    Args:
        phone: Their phone.
        persona: Who they are and what they answer.
        questionnaire: What the chat will ask.
    """

    def __init__(self, phone: Phone, persona: Persona, questionnaire: Questionnaire) -> None:
        self._phone = phone
        self._persona = persona
        self._questions = [one for one in questionnaire.questions if one.kind is not Kind.DRAW]
        self._words = load_wording(FALLBACK)
        self._typed = {name: list(typed.texts) for name, typed in persona.words.items()}
        self._to_send = {name: list(spots) for name, spots in persona.spots.items()}
        self._slipped: set[str] = set()

    async def answer(self, name: str) -> None:
        """Take part in the round of that name from the first screen to the end.

        Raises:
            ServiceError: The chat shows what this resident does not know how to answer.
        """
        await self._phone.start(name)
        prompt: SeenMessage | None = None
        for _ in range(MOST_STEPS):
            prompt = await self._wait_for_other(prompt)
            if any(self._words(key) in prompt.labels for key in _OVER):
                return
            await self._reply(prompt)
        raise _lost(prompt, f"it is not over after {MOST_STEPS} steps")

    async def _wait_for_other(self, last: SeenMessage | None) -> SeenMessage:
        """The newest message with buttons, once it is another than before.

        A help card or a receipt, which have none, may come before it.
        """
        while True:
            view = await self._phone.wait(timeout_seconds=PATIENCE_SECONDS)
            shown = (one for one in reversed(view.messages) if one.by_bot and one.labels)
            prompt = next(shown, None)
            if prompt is not None and prompt != last:
                return prompt

    async def _reply(self, prompt: SeenMessage) -> None:
        offer = "offer-yes" if self._persona.extra else "offer-no"
        for key in (*_ASKED, offer):
            if self._words(key) in prompt.labels:
                await self._tap(prompt, self._words(key))
                return
        question = self._find_question(prompt)
        match question.kind:
            case Kind.TEXT:
                await self._write(prompt, question)
            case Kind.LOCATION:
                await self._send_places(prompt, question)
            case Kind.MULTIPLE:
                await self._pick(prompt, question)
            case _:
                await self._choose(prompt, question)

    def _find_question(self, prompt: SeenMessage) -> Question:
        """The question that a message asks: the first whose words are lines of it."""
        text = f"\n{prompt.text}\n"
        places = {one.name: text.find(f"\n{one.text[FALLBACK]}\n") for one in self._questions}
        asked = [one for one in self._questions if places[one.name] >= 0]
        if not asked:
            raise _lost(prompt, "it asks none of the questions")
        return min(asked, key=lambda one: places[one.name])

    async def _choose(self, prompt: SeenMessage, question: Question) -> None:
        """Tap one answer, or type its number."""
        wanted = self._persona.answers[question.name]
        found = [one for one in _read_labels(prompt.labels) if one[1] in wanted]
        if not found:
            await self._tap(prompt, self._words("skip"))
        elif self._persona.types_numbers and found[0][0]:
            await self._phone.send(found[0][0])
        else:
            await self._tap(prompt, found[0][2])

    async def _pick(self, prompt: SeenMessage, question: Question) -> None:
        """Pick several by taps, after a slip perhaps, or type their numbers; then say Done."""
        wanted = self._persona.answers[question.name]
        mark = self._words("picked", label="").rstrip("\n")
        labels = [one for one in _read_labels(prompt.labels) if one[0]]
        picked = [one for one in labels if one[1].endswith(mark)]
        wrong = [one for one in picked if one[1].removesuffix(mark) not in wanted]
        missing = [one for one in labels if one[1] in wanted]
        if self._slips_at(question):
            missing = [one for one in labels if one[1] not in wanted]
        if wrong or (missing and not self._persona.types_numbers):
            await self._tap(prompt, [*wrong, *missing][0][2])
        elif missing:
            await self._phone.send(" ".join(one[0] for one in missing))
        else:
            await self._tap(prompt, self._words("done" if picked else "skip"))

    def _slips_at(self, question: Question) -> bool:
        """Whether they now tap what they do not mean: once at a question, and only some of them."""
        if not self._persona.slips or self._persona.types_numbers or question.name in self._slipped:
            return False
        self._slipped.add(question.name)
        return True

    async def _write(self, prompt: SeenMessage, question: Question) -> None:
        """Type one text after the other; then keep what is shown, or leave it out."""
        left = self._typed.get(question.name, [])
        typed = self._persona.words.get(question.name, Typed(()))
        if left and self._words("write-again") in prompt.labels:
            await self._tap(prompt, self._words("write-again"))
        elif left:
            await self._phone.send(left.pop(0))
        elif self._words("keep-text") in prompt.labels:
            key = "keep-text" if typed.keep else "leave-out"
            await self._tap(prompt, self._words(key))
        else:
            await self._tap(prompt, self._words("skip"))

    async def _send_places(self, prompt: SeenMessage, question: Question) -> None:
        """Send one location after the other; then say Done."""
        left = self._to_send.get(question.name, [])
        if left:
            latitude, longitude = left.pop(0)
            await self._phone.attach("location", latitude=latitude, longitude=longitude)
        else:
            done = self._words("done")
            await self._tap(prompt, done if done in prompt.labels else self._words("skip"))

    async def _tap(self, prompt: SeenMessage, label: str) -> None:
        if label not in prompt.labels:
            raise _lost(prompt, f"it has no button {label!r}")
        await self._phone.tap(label, message_id=prompt.message_id)


def _read_labels(labels: Sequence[str]) -> list[tuple[str, str, str]]:
    """The number, the words and the whole of each label; points in a row are their own numbers."""
    read = []
    for label in labels:
        found = _NUMBERED.match(label)
        number, words = (found[1], found[2]) if found else (label * label.isdigit(), label)
        read.append((number, words, label))
    return read


def _lost(prompt: SeenMessage | None, problem: str) -> ServiceError:
    """What is told where a synthetic resident cannot go on: a fault of the demo or of the bot."""
    shown = "nothing" if prompt is None else repr(prompt.text[-80:])
    return ServiceError(
        "demo.lost",
        "a synthetic resident",
        f"the chat shows {shown}, and {problem}",
        "Report it with the questionnaire that was asked.",
    )
