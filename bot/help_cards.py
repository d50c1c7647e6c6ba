"""Help, offered at once to whoever types that something is happening to them.

Every typed text is looked at, an answer or not, before anybody has agreed to take part and after a
round is over. What it tells of is neither kept nor logged: the card is a message like any other,
sealed while it waits and wiped once it is sent. That it was just sent is known until the next text,
in memory and as a keyed hash, so that the same words sent twice do not bring the card twice.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from bot.outgoing import Outgoing, Show
from bot.reduction import CUES, Reduced
from bot.visits import Visit
from bot.wording import FALLBACK
from surveys.helping import load_cards
from surveys.interview.choices import fold
from surveys.questionnaire import Kind
from surveys.safeguarding import find_cues, load_cue_lists, load_weights

MOST_CHATS = 1000
"""Chats whose last words are known by their hash; for others a card may come twice."""

Draft = tuple[int, tuple[str, ...]]
"""The number of an interview, and the words shown at its question as they would be kept."""


def load_help() -> None:
    """Read what cards are made by, so that a file with faults shows when the bot starts.

    Raises:
        RefusedFile: A file has faults; the error carries all of them.
    """
    load_cue_lists()
    load_weights()
    load_cards()


class HelpCards:
    """Makes the cards, one for the words that a text tells of."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._last: OrderedDict[bytes, tuple[bytes, int]] = OrderedDict()

    def make(self, visit: Visit, reduced: Reduced) -> Outgoing | None:
        """The card that an update asks for; None where it asks for none or has just had it.

        Args:
            visit: Where it goes, in which language, and the update's place in the inbox.
            reduced: What was kept of the update.
        """
        part = reduced.update.get("message") or reduced.update.get("edited_message")
        if part is None:
            return None
        text = _words_of(str(part.get("text") or ""))
        cues = find_cues(text) if text else tuple(part.get(CUES, ()))
        if not self._is_new(visit, fold(text) or ",".join(cues), needed=bool(cues)):
            return None
        focus = visit.focus()
        details: dict[str, Any] = {"cues": ",".join(cues)}
        if visit.kind:
            details["session"] = visit.kind
        language = focus.interview.language if focus else FALLBACK
        return Outgoing(visit.chat, Show.SUPPORT, language, details=details)

    def _is_new(self, visit: Visit, words: str, *, needed: bool) -> bool:
        """Whether a card is to be sent for words, and not for the same ones just before.

        An update is handled again where its batch could not be written; then nothing was sent, so
        only an update after the one that brought the card is a repetition.
        """
        chat = self._hash(str(visit.chat))
        if not needed:
            self._last.pop(chat, None)
            return False
        hashed = self._hash(f"{visit.chat} {words}")
        last, position = self._last.get(chat, (b"", 0))
        if last == hashed and position < visit.position:
            return False
        self._last[chat] = hashed, visit.position
        self._last.move_to_end(chat)
        if len(self._last) > MOST_CHATS:
            self._last.popitem(last=False)
        return True

    def _hash(self, text: str) -> bytes:
        # A phone can send half of a pair of characters, which no text in UTF-8 has.
        words = text.encode(errors="surrogatepass")
        return hashlib.blake2b(words, key=self._key, digest_size=16).digest()


def find_draft(visit: Visit) -> Draft | None:
    """The words that are shown and not kept yet; None where no words are asked for."""
    focus = visit.focus()
    if focus is None or not focus.is_asked(Kind.TEXT):
        return None
    return focus.id, focus.interview.picked


def complete(card: Outgoing, visit: Visit, before: Draft | None) -> Outgoing:
    """A card that tells of the message below it, where that shows what was typed.

    Only what has changed the words shown there is among them. An edit, a caption and a text that
    is too long are not, and of those a card must not say that they can still be kept.

    Args:
        card: The card.
        visit: What came of the update.
        before: What `find_draft` gave before the update was handled.
    """
    after = find_draft(visit)
    if before is None or after is None or before[0] != after[0]:
        return card
    added = bool(after[1]) and after[1] != before[1]
    shown = any(message.show is Show.CURRENT for message, _ in visit.outgoing)
    return replace(card, details={**card.details, "words": "yes"}) if added and shown else card


def _words_of(text: str) -> str:
    """A text without the command that it begins with: who asks for the help screen gets that."""
    return text.partition(" ")[2] if text.startswith("/") else text
