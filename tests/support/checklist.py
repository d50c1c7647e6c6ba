"""A round, a questionnaire and what the launch checklist then lacks, for tests of its lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from surveys.checklist import find_missing
from surveys.contacts import Contacts
from surveys.loading import load_catalogue
from surveys.partnership import Partnership
from surveys.questionnaire import Questionnaire
from surveys.rounds import Round, RoundState
from tests.support.launching import load_example

ANNUAL = load_catalogue("annual-perception")
PARTNERSHIP, CONTACTS = load_example()
WALK = {
    "name": "walk",
    "version": 1,
    "languages": ["en", "bn"],
    "title": {"en": "Walking", "bn": "হাঁটা"},
    "parts": [{"name": "main", "title": {"en": "Main", "bn": "মূল"}}],
}
QUESTION = {"name": "dark", "kind": "text", "text": {"en": "After dark?", "bn": "অন্ধকারে?"}}


def draft(**changes: object) -> Round:
    """A round that nobody has filled in yet."""
    days = date(2026, 12, 1), date(2026, 12, 31)
    made = Round(0, "winter", "", ANNUAL.hash, "", "", RoundState.DRAFT, *days)
    return replace(made, **changes)  # type: ignore[arg-type]  # any field


def make_walk(**changes: object) -> Questionnaire:
    """A questionnaire of one question, which is answered in one's own words."""
    return Questionnaire.model_validate({**WALK, "questions": [{**QUESTION, **changes}]})


def list_missing(
    round_: Round,
    partnership: Partnership = PARTNERSHIP,
    contacts: Contacts = CONTACTS,
    questionnaire: Questionnaire = ANNUAL,
    chat_languages: tuple[str, ...] = ("en",),
) -> dict[str, str]:
    """What hinders the launch, by the name of its line; each says how to fix it."""
    items = find_missing(
        round_, partnership, contacts, questionnaire, chat_languages=chat_languages
    )
    assert all(item.remedy for item in items)
    return {item.name: item.what for item in items}
