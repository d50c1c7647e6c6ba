"""Messages that are drawn, or read from the store, at the moment of sending."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.fieldwork import Fieldwork
from bot.keyboards import Button, Keyboard, as_markup
from bot.outgoing import Outgoing, Show
from bot.screens import Rendered, round_title
from bot.settings import Settings
from bot.tokens import Token
from bot.wording import Wording, load_wording
from surveys.messages import Topic
from surveys.privacy import KeyRing
from surveys.rounds import Round
from surveys.store.engine import Store
from surveys.store.rounds import find_rounds
from surveys.store.subscriptions import Subscription, find_subscriptions


@dataclass(frozen=True, slots=True)
class Studio:
    """What making a message draws on.

    Attributes:
        store: The database.
        ring: Keys.
        settings: Settings.
        fieldwork: Rounds in the field and who asks.
    """

    store: Store
    ring: KeyRing
    settings: Settings
    fieldwork: Fieldwork

    def makers(self) -> Mapping[Show, Callable[[Outgoing], Awaitable[Rendered]]]:
        """What is made here, by screen."""
        return {Show.UPDATES: self.make_updates, Show.PICTURE: self.make_picture}

    async def make_picture(self, message: Outgoing) -> Rendered:
        """A picture or document of the kind that the message names."""
        return await MAKERS[str(message.details["kind"])](self, message)

    async def make_updates(self, message: Outgoing) -> Rendered:
        """What a chat is told of, with a button to leave each."""
        keys, wording = self.fieldwork.contact_keys, load_wording(message.language)
        found = await find_subscriptions(self.store, keys.person(message.chat)) if keys else []
        rounds = {one.id: one for one in await find_rounds(self.store)}
        titles = {one.id: self._title(rounds, one, wording) for one in found}
        text = wording("updates-none")
        if found:
            lines = [wording(f"updates-{one.topic}", title=titles[one.id]) for one in found]
            text = wording("updates", list="\n".join(lines))
        notes = [wording(key, **variables) for key, variables in message.notes]
        keyboard: Keyboard = tuple(
            (Button(wording(f"leave-{one.topic}", title=titles[one.id]), _leave(one)),)
            for one in found
        )
        markup = as_markup(keyboard) if keyboard else None
        return Rendered("\n\n".join([*notes, text]), markup)

    def _title(self, rounds: Mapping[int, Round], one: Subscription, wording: Wording) -> str:
        round_ = rounds.get(one.round_id)
        if one.topic is Topic.ROUNDS or round_ is None:
            return ""
        live = self.fieldwork.rounds.get(one.round_id)
        return round_.title or (round_title(live, wording.language) if live else round_.name)


def _leave(one: Subscription) -> Token:
    return Token("t", value=f"-{one.topic}/{one.round_id}")


Maker = Callable[[Studio, Outgoing], Awaitable[Rendered]]

MAKERS: dict[str, Maker] = {}
"""Makers of pictures and documents, by kind."""
