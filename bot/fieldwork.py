"""The rounds in the field, with their questionnaires and keys, as the running bot knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from surveys.contacts import Contacts
from surveys.partnership import Partnership
from surveys.privacy import KeyRing, RoundKeys
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round, RoundState, is_answerable
from surveys.store.engine import Store
from surveys.store.rounds import find_rounds, get_questionnaire


@dataclass(frozen=True, slots=True)
class LiveRound:
    """A round that is open or closing.

    Attributes:
        round: The round as stored.
        questionnaire: The version that it asks.
        keys: What its key is used for.
    """

    round: Round
    questionnaire: Questionnaire
    keys: RoundKeys

    @property
    def id(self) -> int:
        """The round's number."""
        return self.round.id

    def counts(self, position: int, received: datetime) -> bool:
        """Whether an update counts for the round, by when it came and its place in the inbox."""
        return is_answerable(self.round, received, position)


@dataclass(slots=True)
class Fieldwork:
    """Everything that residents' chats need to know of the rounds and of who asks.

    Attributes:
        partnership: Who asks.
        contacts: Who can help.
        rounds: Live rounds by number.
    """

    partnership: Partnership
    contacts: Contacts
    rounds: Mapping[int, LiveRound] = field(default_factory=dict)

    async def refresh(self, store: Store, ring: KeyRing) -> None:
        """Read again which rounds are live; what has not changed keeps its keys and wording."""
        live: dict[int, LiveRound] = {}
        for round_ in await find_rounds(store):
            if round_.state not in {RoundState.OPEN, RoundState.CLOSING}:
                continue
            known = self.rounds.get(round_.id)
            if known is None:
                questionnaire = await get_questionnaire(store, round_.questionnaire_hash)
                known = LiveRound(round_, questionnaire, RoundKeys(ring.get(key_name(round_))))
            live[round_.id] = LiveRound(round_, known.questionnaire, known.keys)
        self.rounds = live


def key_name(round_: Round) -> str:
    """The name of a round's key in the key ring."""
    return f"round-{round_.name}"


def write_date(day: date) -> str:
    """A date in words, such as 31 March 2027."""
    return f"{day.day} {day:%B %Y}"
