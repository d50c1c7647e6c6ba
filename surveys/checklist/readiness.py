"""Whether a round may be launched: what its checklist lacks, and the checklist as text."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from surveys.checklist.items import Item, join_remedies
from surveys.checklist.listing import list_items
from surveys.contacts import Contacts
from surveys.errors import RoundError
from surveys.partnership import Partnership
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round


def find_missing(
    round_: Round,
    partnership: Partnership,
    contacts: Contacts,
    questionnaire: Questionnaire,
    *,
    chat_languages: Collection[str] = ("en",),
) -> tuple[Item, ...]:
    """What a round still lacks for its launch; nothing where no real residents are asked.

    Args are those of `list_items`.
    """
    if not round_.is_real:
        return ()
    items = list_items(round_, partnership, contacts, questionnaire, chat_languages=chat_languages)
    return tuple(item for item in items if not item.satisfied)


def check_ready(
    round_: Round,
    partnership: Partnership,
    contacts: Contacts,
    questionnaire: Questionnaire,
    *,
    chat_languages: Collection[str] = ("en",),
) -> None:
    """Check that nothing on the checklist hinders the launch. Args are those of `list_items`.

    Raises:
        RoundError: When something is missing; all of it is told at once.
    """
    missing = find_missing(
        round_, partnership, contacts, questionnaire, chat_languages=chat_languages
    )
    if not missing:
        return
    lacks = "; ".join(
        f"{item.label} ({item.what})" if item.what else item.label for item in missing
    )
    raise RoundError(
        "round.not-ready",
        f"round {round_.name!r}",
        f"its launch checklist lacks {len(missing)}: {lacks}",
        " ".join(join_remedies(missing)),
    )


def render_checklist(items: Sequence[Item]) -> tuple[str, ...]:
    """The checklist as lines of text: what is there, and how to fix what is not."""
    return tuple(
        f"[x] {item.label}: {item.what}"
        if item.satisfied
        else f"[ ] {item.label}: {f'{item.what}. ' if item.what else ''}{item.remedy}"
        for item in items
    )
