"""Which services a help card names: the groups that fit its cues, as far as they are confirmed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from surveys.contacts import Contact, Contacts, Group
from surveys.errors import RefusedFile
from surveys.loading.document import Document, read_document
from surveys.loading.drafting import CATALOGUE
from surveys.loading.shape import check_shape
from surveys.questionnaire import Kind, Model, Questionnaire
from surveys.safeguarding import Cue

CARDS = CATALOGUE / "help" / "cards.yaml"

Cards = Mapping[Cue, tuple[Group, ...]]
"""The groups of services that the card of each cue names, in the order shown."""


ALWAYS_NEEDED = (Group.SUICIDE, Group.CHILD_PROTECTION)
"""Who writes of these may die or be hurt before anybody reads it, and 999 alone is not enough."""


class _File(Model):
    note: str
    cards: Mapping[Cue, tuple[Group, ...]]


def find_help(contacts: Contacts, cues: Collection[str]) -> tuple[Contact, ...]:
    """The services for a card that are confirmed, each once, in the order of `list_groups`.

    Args:
        contacts: The services of the place.
        cues: What `surveys.safeguarding.find_cues` found, most urgent first.
    """
    return contacts.of_groups(list_groups(cues))


def list_groups(cues: Collection[str]) -> tuple[Group, ...]:
    """The groups of services that the cues need, in the order shown.

    Who thinks of ending their life reads first who is there for that, whatever else they wrote of.
    Danger begins every card with what its own begins with, the emergency number; the rest of its
    services fit anybody, so they stand last, below those for what happened.
    """
    cards = load_cards()
    first = cards[Cue.DANGER][:1] if Cue.DANGER in cues else ()
    ordered = sorted(cues, key=lambda cue: (cue != Cue.SELF_HARM, cue == Cue.DANGER))
    following = (group for cue in ordered for group in cards[Cue(cue)])
    return tuple(dict.fromkeys((*first, *following)))


def asks_for_words(questionnaire: Questionnaire) -> bool:
    """Whether people are asked to write in their own words."""
    return any(question.kind is Kind.TEXT for question in questionnaire.questions)


def list_unconfirmed(contacts: Contacts, questionnaire: Questionnaire) -> tuple[Contact, ...]:
    """The services that cards would name, were they confirmed, where people are asked to write."""
    needed = list_groups(tuple(Cue)) if asks_for_words(questionnaire) else ()
    return tuple(contact for contact in contacts.unconfirmed if contact.group in needed)


@lru_cache
def load_cards(path: Path = CARDS) -> Cards:
    """The groups of services by cue.

    Raises:
        RefusedFile: The file has faults; the error carries all of them.
    """
    document = read_document(path)
    file = check_shape(document, _File, document.data, ())
    if file is not None:
        _check_cards(document, file.cards)
    if file is None or document.faults:
        raise RefusedFile(document.name, document.faults)
    return file.cards


def _check_cards(document: Document, cards: Cards) -> None:
    for cue in Cue:
        groups = cards.get(cue, ())
        if Group.EMERGENCY not in groups:
            problem = f"the card for '{cue}' lacks the emergency number"
            remedy = "Add the group 'emergency', so that the card is never empty."
            document.refuse("cards.empty", ("cards", cue.value), problem, remedy)
    if cards.get(Cue.DANGER, ())[:1] != (Group.EMERGENCY,):
        remedy = "Put 'emergency' before the other groups."
        problem = "the card for danger does not begin with the emergency number"
        document.refuse("cards.order", ("cards", Cue.DANGER.value), problem, remedy)
