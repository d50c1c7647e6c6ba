"""The rounds in the field, with their questionnaires and keys, as the running bot knows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from surveys.contacts import Contacts
from surveys.keyring import KeyRing
from surveys.partnership import Partnership
from surveys.privacy import ContactKeys, RoundKeys
from surveys.questionnaire import Questionnaire
from surveys.rounds import LIVE, Audience, Round, RoundState, is_answerable
from surveys.store.engine import Store
from surveys.store.questionnaires import get_questionnaire
from surveys.store.rounds import find_rounds
from surveys.store.venues import find_all_venues


@dataclass(frozen=True, slots=True)
class LiveRound:
    """A round that is open or closing.

    Attributes:
        round: The round as stored.
        questionnaire: The version that it asks.
        keys: What its key is used for.
        venues: Names of the places where people are asked, by their codes.
        preview: Not in the field: a member of staff goes through it, and nothing is kept.
    """

    round: Round
    questionnaire: Questionnaire
    keys: RoundKeys
    venues: Mapping[str, str] = field(default_factory=dict)
    preview: bool = False

    @property
    def id(self) -> int:
        """The round's number."""
        return self.round.id

    def counts(self, position: int, received: datetime) -> bool:
        """Whether an update counts for the round, by when it came and its place in the inbox."""
        return self.preview or is_answerable(self.round, received, position)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the round is offered in."""
        return self.round.languages or self.questionnaire.languages

    @property
    def asks_everybody(self) -> bool:
        """Whether anybody who opens the chat is asked; what is no real round has to be named."""
        open_to_all = self.round.audience in {Audience.OPEN, Audience.BOTH}
        return open_to_all and self.round.is_real


@dataclass(slots=True)
class Fieldwork:
    """Everything that residents' chats need to know of the rounds and of who asks.

    Attributes:
        partnership: Who asks.
        contacts: Who can help.
        rounds: Live rounds by number.
        contact_keys: Keys of the contact list; None where nobody is told of anything.
        coming: First days of scheduled rounds, by name and by the codes of their venues.
    """

    partnership: Partnership
    contacts: Contacts
    rounds: Mapping[int, LiveRound] = field(default_factory=dict)
    contact_keys: ContactKeys | None = None
    coming: Mapping[str, date] = field(default_factory=dict)

    async def refresh(
        self, store: Store, ring: KeyRing, previews: Collection[int] = frozenset()
    ) -> None:
        """Read again which rounds are live; what has not changed keeps its keys and wording.

        Args:
            store: The open database.
            ring: Keys of rounds.
            previews: Numbers of rounds that staff are going through before they are launched.
        """
        venues = await find_all_venues(store)
        live: dict[int, LiveRound] = {}
        coming: dict[str, date] = {}
        for round_ in await find_rounds(store):
            if round_.state is RoundState.SCHEDULED and round_.audience is not Audience.IMPORTED:
                names = (round_.name, *venues.get(round_.id, {}))
                coming |= dict.fromkeys(names, round_.opens_on)
            preview = round_.id in previews and round_.state in _BEFORE
            put = round_.state in LIVE and round_.audience is not Audience.IMPORTED
            if not (put or preview):
                continue
            known = self.rounds.get(round_.id)
            if known is None or known.round.questionnaire_hash != round_.questionnaire_hash:
                questionnaire = await get_questionnaire(store, round_.questionnaire_hash)
                known = LiveRound(round_, questionnaire, RoundKeys(ring.get(key_name(round_))))
            live[round_.id] = replace(
                known, round=round_, venues=venues.get(round_.id, {}), preview=preview
            )
        self.rounds, self.coming = live, coming

    def of_session(self, number: int | None) -> Fieldwork:
        """What a chat sees: in a session its round alone, else everything that is in the field."""
        if number is None:
            if not any(live.preview for live in self.rounds.values()):
                return self
            kept = {key: live for key, live in self.rounds.items() if not live.preview}
        else:
            kept = {key: live for key, live in self.rounds.items() if key == number}
        return replace(self, rounds=kept)


_BEFORE = frozenset({RoundState.DRAFT, RoundState.SCHEDULED})


def key_name(round_: Round) -> str:
    """The name of a round's key in the key ring."""
    return f"round-{round_.name}"


def write_date(day: date) -> str:
    """A date in words, such as 31 March 2027."""
    return f"{day.day} {day:%B %Y}"
