"""What must be known and signed off before a round is put to real residents.

Most lines are the partnership's and stand in its file, once for all rounds; an officer records the
others, or a line that differs for one round, in `Round.checklist` under the names of `ITEMS`.
Rehearsals, made-up and imported rounds ask nobody and need none of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from surveys.contacts import Contacts, Group
from surveys.errors import RoundError
from surveys.helping import ALWAYS_NEEDED, asks_for_words, list_unconfirmed
from surveys.partnership import Partnership
from surveys.questionnaire import Questionnaire
from surveys.rounds import CONSULTATION_DAYS, Purpose, Round
from surveys.untranslated import find_untranslated

_EITHER = "Fill in {names} in the partnership's file, or record the same for this round."
_FILE = "Change the partnership's file once it has been signed off."
_ROUND = "Record {names} for this round."


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist.

    Attributes:
        name: Its name, such as ``dpia`` or ``language:en``; the key in `Round.checklist`.
        label: What it is, in words.
        satisfied: Whether it is there.
        what: What is there, or what is wrong with it; may be empty where it is missing.
        remedy: What to do; empty where it is there.
    """

    name: str
    label: str
    satisfied: bool
    what: str
    remedy: str = ""


UNCONFIRMED = "without_helplines"
"""The line in which the safeguarding lead agrees to ask for comments without certain helplines."""

SHORTER, DRAFT = "short_window", "draft"
"""Lines of a consultation alone: why its window is short, and where its draft can be read."""

ITEMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "controller": ("Controller and where to write about data", _FILE),
        "dpia": ("Data protection impact assessment reference", _EITHER),
        "safeguarding_lead": ("Safeguarding lead (a role or post)", _EITHER),
        "safeguarding_procedure": ("What happens to disclosures", _EITHER),
        "council_page": ("Council page that names the bot", _EITHER),
        "other_way": ("Another way to take part", _EITHER),
        "decision": ("Strategy or decision that the answers feed", "Set the round's decision."),
        SHORTER: (
            f"Reason for a minimum window under {CONSULTATION_DAYS} days",
            "Set more days, or record {names} for this round: why people have time enough.",
        ),
        DRAFT: (
            "Draft or evidence that people can read",
            "Record the address of a page as {names} for this round, or take it back.",
        ),
        "equality": ("Equality analysis reference", _ROUND),
        "language": (
            "Wording signed off",
            "Record {names} for this round: who signed it off and when.",
        ),
        "helplines": (
            "Confirmed helplines",
            "Have the numbers checked; 'helplines' in the partnership's file says who and when.",
        ),
        UNCONFIRMED: (
            "Help for suicide and for children at risk, where people write in their own words",
            "Confirm one of each, or record {names} for this round: safeguarding lead and date.",
        ),
        "confirmed": (
            "Partnership has signed off its name, members and addresses",
            "Have them signed off, then set 'confirmed: true' in the partnership's file.",
        ),
    }
)
"""What each line is called and how to fix it, in the order shown."""

FROM_EITHER = tuple(name for name, (_, remedy) in ITEMS.items() if remedy is _EITHER)
"""Lines of the partnership's file that a round can have its own words for."""

_PLACEHOLDERS = frozenset({"", "-", "?", "n/a", "na", "none", "tba", "tbc", "tbd", "todo", "xxx"})
_PAGE = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(/\S*)?")


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
    named = not any(map(_is_blank, (partnership.controller, partnership.data_protection)))
    lines = {name: find_line(name, round_, partnership) for name in FROM_EITHER}
    return (
        _item("controller", owner if named else ""),
        *(_item(name, line, _find_problem(name, line)) for name, line in lines.items()),
        _item("decision", round_.decision),
        *_list_fairness(round_),
        _item("equality", round_.checklist.get("equality", "")),
        *_list_languages(round_, questionnaire, chat_languages),
        _check_helplines(partnership, contacts, questionnaire),
        _check_unconfirmed(round_, contacts, questionnaire),
        _item("confirmed", "signed off" if partnership.confirmed else ""),
    )


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
        " ".join(_join_remedies(missing)),
    )


def render_checklist(items: Sequence[Item]) -> tuple[str, ...]:
    """The checklist as lines of text: what is there, and how to fix what is not."""
    return tuple(
        f"[x] {item.label}: {item.what}"
        if item.satisfied
        else f"[ ] {item.label}: {f'{item.what}. ' if item.what else ''}{item.remedy}"
        for item in items
    )


def find_line(name: str, round_: Round, partnership: Partnership) -> str:
    """A line of the partnership's file, or the round's own words for it where there are some."""
    own = round_.checklist.get(name, "")
    return own if own.strip() else str(getattr(partnership, name))


def _item(name: str, value: str, problem: str = "") -> Item:
    """A line with its value; missing where the value is blank, faulty where there is a problem."""
    label, remedy = ITEMS[name.partition(":")[0]]
    label += f" ({name.partition(':')[2]})" if ":" in name else ""
    if problem or _is_blank(value):
        return Item(
            name, label, satisfied=False, what=problem, remedy=_write_remedy(remedy, [name])
        )
    return Item(name, label, satisfied=True, what=value.strip())


def _write_remedy(remedy: str, names: Sequence[str]) -> str:
    return remedy.replace("{names}", ", ".join(f"'{name}'" for name in names))


def _join_remedies(missing: Sequence[Item]) -> Iterator[str]:
    """What to do, with the lines that are fixed in the same way told in one sentence."""
    alike: dict[str, list[str]] = {}
    for item in missing:
        usual = ITEMS[item.name.partition(":")[0]][1]
        own = item.remedy != _write_remedy(usual, [item.name])
        alike.setdefault(item.remedy if own else usual, []).append(item.name)
    for remedy, names in alike.items():
        yield _write_remedy(remedy, names)


def _is_blank(value: str) -> bool:
    """Whether there is nothing, or only a mark that something is to come."""
    return value.strip().casefold().rstrip(".") in _PLACEHOLDERS


def _find_problem(name: str, line: str) -> str:
    if (
        name in {"council_page", DRAFT}
        and not _is_blank(line)
        and not _PAGE.fullmatch(line.strip())
    ):
        return f"'{line}' is no web address"
    return ""


def _list_fairness(round_: Round) -> Iterator[Item]:
    """Whether people have information and time enough; surveys feed no decision of their own.

    Source: R v Brent LBC, ex p Gunning (1985), the second and the third principle.
    """
    if round_.purpose is not Purpose.CONSULTATION:
        return
    if round_.minimum_days < CONSULTATION_DAYS:
        yield _item(SHORTER, round_.checklist.get(SHORTER, ""))
    page = find_draft(round_)
    none = "none is named; people are told of the decision alone"
    yield _item(DRAFT, page or none, _find_problem(DRAFT, page))


def find_draft(round_: Round) -> str:
    """Where people can read the draft or the evidence of a consultation; empty for nowhere."""
    page = round_.checklist.get(DRAFT, "").strip()
    return "" if _is_blank(page) else page


def _list_languages(
    round_: Round, questionnaire: Questionnaire, chat_languages: Collection[str]
) -> Iterator[Item]:
    """One line a language: complete, and signed off by somebody."""
    for language in round_.languages or questionnaire.languages:
        name = f"language:{language}"
        problem = _find_gap(questionnaire, language, chat_languages)
        item = _item(name, round_.checklist.get(name, ""), problem)
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


def _check_helplines(
    partnership: Partnership, contacts: Contacts, questionnaire: Questionnaire
) -> Item:
    """Whether all help that the questionnaire names has a contact, and somebody confirmed them.

    A contact that ships is printed in a plan; that the number still answers, only the partnership
    can say.
    """
    endings = (ending for question in questionnaire.questions for ending in question.endings)
    named = (group for ending in endings for group in ending.help)
    groups = tuple(dict.fromkeys((Group.EMERGENCY.value, *named)))
    lacking = [group for group in groups if not contacts.of_groups([group])]
    if lacking:
        return _item("helplines", "", f"nobody is confirmed for {_write_groups(lacking)}")
    who = partnership.helplines
    if who.strip().casefold() in _PLACEHOLDERS:
        return _item("helplines", "", f"nobody has confirmed those for {_write_groups(groups)}")
    return _item("helplines", f"{_write_groups(groups)} ({who}){_warn(contacts, questionnaire)}")


def _check_unconfirmed(round_: Round, contacts: Contacts, questionnaire: Questionnaire) -> Item:
    """Whether help cards can name who helps with what is most urgent, or the lead agrees without.

    Nobody reads along, so a card is all that somebody who writes of it gets.
    """
    if not asks_for_words(questionnaire):
        return _item(UNCONFIRMED, "not needed, nobody is asked to write")
    lacking = [group for group in ALWAYS_NEEDED if not contacts.of_groups([group])]
    if not lacking:
        return _item(UNCONFIRMED, _write_groups(ALWAYS_NEEDED))
    problem = f"nobody is confirmed for {_write_groups(lacking)}"
    agreed = round_.checklist.get(UNCONFIRMED, "")
    if _is_blank(agreed):
        return _item(UNCONFIRMED, "", problem)
    return _item(UNCONFIRMED, f"{problem}; agreed by {agreed.strip()}")


def _warn(contacts: Contacts, questionnaire: Questionnaire) -> str:
    """Which helplines a help card cannot name yet; it then names those that are confirmed."""
    names = [contact.name for contact in list_unconfirmed(contacts, questionnaire)]
    return f"; not shown before somebody confirms them: {'; '.join(names)}" if names else ""


def _write_groups(groups: Sequence[str]) -> str:
    return ", ".join(group.replace("_", " ") for group in groups)
