"""All lines of the launch checklist of a round, in the order shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from surveys.checklist.helplines import check_helplines, check_unconfirmed
from surveys.checklist.items import (
    DRAFT,
    FROM_EITHER,
    SHORTER,
    Item,
    find_problem,
    is_blank,
    make_item,
)
from surveys.contacts import Contacts
from surveys.partnership import Partnership
from surveys.questionnaire import Questionnaire
from surveys.rounds import CONSULTATION_DAYS, Purpose, Round
from surveys.untranslated import find_untranslated


def list_items(
    round_: Round,
    partnership: Partnership,
    contacts: Contacts,
    questionnaire: Questionnaire,
    *,
    chat_languages: Collection[str] = ("en",),
) -> tuple[Item, ...]:
    """The whole checklist of a round, what is there and what is not.

    Args:
        round_: The round.
        partnership: Who asks.
        contacts: Who can help.
        questionnaire: The version that the round asks.
        chat_languages: Languages in which the chat's own wording is complete.
    """
    owner = f"{partnership.controller}, {partnership.data_protection}"
    named = not any(map(is_blank, (partnership.controller, partnership.data_protection)))
    lines = {name: _find_line(name, round_, partnership) for name in FROM_EITHER}
    return (
        make_item("controller", owner if named else ""),
        *(make_item(name, line, find_problem(name, line)) for name, line in lines.items()),
        make_item("decision", round_.decision),
        *_list_fairness(round_),
        make_item("equality", round_.checklist.get("equality", "")),
        *_list_languages(round_, questionnaire, chat_languages),
        check_helplines(partnership, contacts, questionnaire),
        check_unconfirmed(round_, contacts, questionnaire),
        make_item("confirmed", "signed off" if partnership.confirmed else ""),
    )


def find_draft(round_: Round) -> str:
    """Where people can read the draft or the evidence of a consultation; empty for nowhere."""
    page = round_.checklist.get(DRAFT, "").strip()
    return "" if is_blank(page) else page


def _find_line(name: str, round_: Round, partnership: Partnership) -> str:
    """A line of the partnership's file, or the round's own words for it where there are some."""
    own = round_.checklist.get(name, "")
    return own if own.strip() else str(getattr(partnership, name))


def _list_fairness(round_: Round) -> Iterator[Item]:
    """Whether people have information and time enough; surveys feed no decision of their own.

    Source: R v Brent LBC, ex p Gunning (1985), the second and the third principle.
    """
    if round_.purpose is not Purpose.CONSULTATION:
        return
    if round_.minimum_days < CONSULTATION_DAYS:
        yield make_item(SHORTER, round_.checklist.get(SHORTER, ""))
    page = find_draft(round_)
    none = f"none is named, as '{DRAFT}'; people are told of the decision alone"
    yield make_item(DRAFT, page or none, find_problem(DRAFT, page))


def _list_languages(
    round_: Round, questionnaire: Questionnaire, chat_languages: Collection[str]
) -> Iterator[Item]:
    """One line a language: complete, and signed off by somebody."""
    for language in round_.languages or questionnaire.languages:
        name = f"language:{language}"
        problem = _find_gap(questionnaire, language, chat_languages)
        item = make_item(name, round_.checklist.get(name, ""), problem)
        if problem:  # a signature does not make an incomplete translation complete
            item = Item(
                name, item.label, False, problem, f"Complete it, or leave '{language}' out."
            )
        yield item


def _find_gap(questionnaire: Questionnaire, language: str, chat_languages: Collection[str]) -> str:
    """What is not translated; empty where everything is."""
    if language not in questionnaire.languages:
        return f"the questionnaire is not in '{language}'"
    gaps = find_untranslated(questionnaire, language)
    if gaps:
        more = f" and {len(gaps) - 3} more" if len(gaps) > 3 else ""
        return f"the questionnaire lacks {'; '.join(gaps[:3])}{more}"
    return "" if language in chat_languages else f"the chat's own words are not in '{language}'"
