"""What the launch checklist asks for, made up, so that tests can open rounds for real residents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from surveys.contacts import Contacts, load_contacts
from surveys.partnership import Partnership, load_partnership
from surveys.rounds import Round

PARTNERSHIP = Path(__file__).with_name("partnership.yaml")
"""For the setting PARTNERSHIP: a made-up partnership that lacks nothing."""

DECISION = "Where the partnership sends its street patrols from 2027"


def load_example() -> tuple[Partnership, Contacts]:
    """The made-up partnership and its contacts."""
    partnership = load_partnership(str(PARTNERSHIP))
    return partnership, load_contacts(partnership.contacts)


def ready_checklist(languages: Iterable[str] = ("en",)) -> dict[str, str]:
    """What an officer records in `Round.checklist`; the partnership's file says the rest."""
    signed = {f"language:{code}": "Example translation desk, 2026-10-20" for code in languages}
    return {"equality": "EQIA-EXAMPLE-1", **signed}


def ready_round(round_: Round, languages: Iterable[str] = ("en",)) -> Round:
    """The round with all that the checklist asks of a round itself.

    Together with the made-up partnership it can be opened: set ``partnership=str(PARTNERSHIP)``.

    Args:
        round_: The round, with or without languages of its own.
        languages: Languages signed off where the round names none.
    """
    checklist = ready_checklist(round_.languages or languages)
    return replace(round_, decision=round_.decision or DECISION, checklist=checklist)
