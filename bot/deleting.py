"""What is typed in answer to the question whether to delete: as its buttons, or asked again.

That the question was the last thing said is known in memory alone. After a restart a typed word is
read as any other, and the buttons go on working.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.outgoing import Show
from bot.typed import make_bare
from bot.visits import Visit
from bot.wording import Wording
from surveys.interview.choices import LONGEST_TYPED, fold

MOST_CHATS = 10_000
"""Chats of which it is known; beyond that the one that was asked first is forgotten."""


class Meant(StrEnum):
    """What typed words say to the question; the first two as its buttons have them."""

    ONE = "one"
    ALL = "all"
    NOTHING = "nothing"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as it was put.

    Attributes:
        position: Place in the inbox of the update that brought it.
        person: Number of the interview that would be deleted.
        count: How many sets of answers the chat had.
        following: Place of the chat's next update; 0 before there is one.
    """

    position: int
    person: int
    count: int
    following: int = 0


class DeleteQuestions:
    """Which chats were asked last whether to delete.

    An update that is handled again, because nothing of it took effect, finds what it found before.
    So the last two questions of a chat are known, and none is struck off by being answered.
    """

    def __init__(self) -> None:
        self._asked: dict[int, tuple[Asked, ...]] = {}

    def find(self, chat: int, position: int) -> tuple[int, int] | None:
        """Person and count of the question that an update comes directly after."""
        known = self._asked.get(chat, ())
        before = [one for one in known if one.position < position]
        if not before or before[-1].following not in {0, position}:
            return None
        followed = replace(before[-1], following=position)
        self._asked[chat] = tuple(followed if one is before[-1] else one for one in known)
        return followed.person, followed.count

    def note(self, visit: Visit) -> None:
        """Note that a visit ends with the question."""
        if not visit.outgoing or (message := visit.outgoing[-1][0]).show is not Show.DELETE_CONFIRM:
            return
        asked = Asked(visit.position, message.interview, int(message.details["count"]))
        earlier = self._asked.pop(visit.chat, ())
        kept = tuple(one for one in earlier if one.position < visit.position)[-1:]
        self._asked[visit.chat] = (*kept, asked)
        if len(self._asked) > MOST_CHATS:
            del self._asked[next(iter(self._asked))]

    def forget(self, chat: int) -> None:
        """Take nothing that is typed in a chat for an answer to the question any more."""
        self._asked.pop(chat, None)


def read_meant(text: str, wording: Wording, *, several: bool, awake: bool) -> Meant | None:
    """What typed words say to the question; None where they are about something else.

    Args:
        text: What was typed.
        wording: The chat's words.
        several: Whether the chat has several sets of answers, so that "yes" could mean two things.
        awake: Whether somebody is in the middle of a survey, so that "yes" could be an answer.
    """
    said = make_bare(fold(text[:LONGEST_TYPED]))
    buttons = {"delete-one": Meant.ONE, "delete-everyone": Meant.ALL} if several else {}
    for key, meant in (buttons | {"delete-no": Meant.NOTHING}).items():
        if said == make_bare(fold(wording(key))):
            return meant
    if said in map(make_bare, wording.words("words-delete-none")):
        return Meant.NOTHING
    clear = said in map(make_bare, wording.words("words-delete"))
    if clear and not several:
        return Meant.ONE
    short = said in map(make_bare, wording.words("words-delete-short"))
    if short and not (several or awake):
        return Meant.ONE
    unsure = clear or short or said in map(make_bare, wording.words("words-delete-unsure"))
    return Meant.UNCLEAR if unsure else None
