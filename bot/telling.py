"""What a message to many people says, by its kind and language: its words, buttons and picture.

The first line is the same for all of them. Whoever glances at a locked phone learns no more than
that its owner was told of a community safety survey: never a round's own title.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.fieldwork import write_date
from bot.keyboards import Button, as_markup
from bot.publications import Publication, choose_language
from bot.scenes import Rendered
from bot.screens import LONGEST_MESSAGE
from bot.tokens import Display, Token
from bot.wording import Wording, load_wording
from surveys.errors import RoundError
from surveys.messages import CALLS, Broadcast, BroadcastKind, find_audience
from surveys.questionnaire import USUAL_MINUTES
from surveys.rounds import Round
from surveys.store.engine import Store
from surveys.store.publications import find_publication_within
from surveys.store.questionnaires import get_questionnaire
from surveys.store.rounds import find_rounds

Said = TypeVar("Said")

LONGEST_CAPTION = 1024
SAMPLE = "+tell-shown"
"""What buttons carry that are only shown to staff (see `bot.desk.telling`)."""

LONGEST_ACTIONS = 2000
"""Characters of what was done: a message that is read to its end on a phone."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Makes the messages of broadcasts, each once for a language.

    Attributes:
        store: Where rounds and their published results are.
    """

    store: Store

    async def __call__(self, broadcast: Broadcast, language: str) -> Rendered:
        """The message of a broadcast in a language.

        Raises:
            RoundError: When there is nothing that it could say; nothing is sent then.
        """
        rounds = {round_.id: round_ for round_ in await find_rounds(self.store)}
        round_ = rounds[broadcast.round_id]
        asked = await get_questionnaire(self.store, round_.questionnaire_hash)
        async with self.store.read() as connection:
            published = await find_publication_within(connection, broadcast.round_id)
        return tell(round_, broadcast.kind, language, published, minutes=asked.minutes)


def tell(
    round_: Round,
    kind: BroadcastKind,
    language: str,
    published: str = "",
    *,
    minutes: int = USUAL_MINUTES,
) -> Rendered:
    """A message about a round, exactly as people get it.

    Args:
        round_: The round as it is now.
        kind: What the message is for.
        language: The language that its reader chose.
        published: The published results, as they are stored; empty where there are none.
        minutes: About how long its questionnaire takes; only calls to take part say it.

    Raises:
        RoundError: When there are no words for it, or they are longer than a message can be.
    """
    wording = load_wording(language)
    text, photo = _compose(round_, kind, wording, published, minutes)
    if len(text) > (LONGEST_CAPTION if photo else LONGEST_MESSAGE):
        raise RoundError(
            "message.long",
            f"{kind} of round {round_.name!r}, language {language}",
            f"it has {len(text):,} characters, and Telegram takes no more than "
            f"{LONGEST_CAPTION if photo else LONGEST_MESSAGE:,}",
            "Make it shorter; nothing was sent.",
        )
    return Rendered(text, as_markup(_buttons(round_, kind, wording)), photo)


def tell_sample(
    round_: Round, kind: BroadcastKind, language: str, published: str, minutes: int
) -> Rendered:
    """A message as `tell` makes it, for staff to look at: its buttons do nothing."""
    told = tell(round_, kind, language, published, minutes=minutes)
    rows = told.markup["inline_keyboard"] if told.markup else []
    shown = [[{**button, "callback_data": SAMPLE} for button in row] for row in rows]
    return replace(told, markup={"inline_keyboard": shown})


def _compose(
    round_: Round, kind: BroadcastKind, wording: Wording, published: str, minutes: int
) -> tuple[str, bytes | None]:
    key = f"message-{kind}"
    if kind in CALLS:
        return wording(key, until=write_date(round_.closes_on), minutes=minutes), None
    if kind is BroadcastKind.ACTIONS:
        return wording(key, text=_choose(round_, kind, round_.actions, wording.language)), None
    messages = Publication.read(published).messages if published else {}
    found = _choose(round_, kind, messages, wording.language)
    # A title that an officer chose may say more than a locked phone should show.
    text = (
        found.text.replace(round_.title, wording("message-title")) if round_.title else found.text
    )
    return wording(key, text=text), found.picture or None


def _choose(round_: Round, kind: BroadcastKind, written: Mapping[str, Said], language: str) -> Said:
    """What was written in a language, else in English, else in whichever there is."""
    if not written:
        raise RoundError(
            "message.no-words",
            f"{kind} of round {round_.name!r}",
            "nothing is written that could be sent",
            "Write it, or publish the results, first; nothing was sent.",
        )
    return choose_language(written, language)


def _buttons(round_: Round, kind: BroadcastKind, wording: Wording) -> tuple[tuple[Button], ...]:
    """Opening the round where it asks to answer; always leaving, by one tap."""
    topic, about = find_audience(kind, round_.id)
    stop = Button(wording("stop-messages"), Token("t", value=f"-{topic}/{about}"))
    if kind not in CALLS:
        return ((stop,),)
    display = Display(language=wording.language).write()
    return ((Button(wording("message-open"), Token("w", round_.id, value=display)),), (stop,))
