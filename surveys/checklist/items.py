"""One line of the launch checklist: what it is called, whether it is there, how to fix it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from surveys.rounds import CONSULTATION_DAYS

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


def make_item(name: str, value: str, problem: str = "") -> Item:
    """A line with its value; missing where the value is blank, faulty where there is a problem."""
    label, remedy = ITEMS[name.partition(":")[0]]
    label += f" ({name.partition(':')[2]})" if ":" in name else ""
    if problem or is_blank(value):
        return Item(
            name, label, satisfied=False, what=problem, remedy=_write_remedy(remedy, [name])
        )
    return Item(name, label, satisfied=True, what=value.strip())


def is_blank(value: str) -> bool:
    """Whether there is nothing, or only a mark that something is to come."""
    return value.strip().casefold().rstrip(".") in _PLACEHOLDERS


def find_problem(name: str, line: str) -> str:
    """What is wrong with a line that has to be the address of a page; empty where nothing is."""
    if name in {"council_page", DRAFT} and not is_blank(line) and not _PAGE.fullmatch(line.strip()):
        return f"'{line}' is no web address"
    return ""


def join_remedies(missing: Sequence[Item]) -> Iterator[str]:
    """What to do, with the lines that are fixed in the same way told in one sentence."""
    alike: dict[str, list[str]] = {}
    for item in missing:
        usual = ITEMS[item.name.partition(":")[0]][1]
        own = item.remedy != _write_remedy(usual, [item.name])
        alike.setdefault(item.remedy if own else usual, []).append(item.name)
    for remedy, names in alike.items():
        yield _write_remedy(remedy, names)


def _write_remedy(remedy: str, names: Sequence[str]) -> str:
    return remedy.replace("{names}", ", ".join(f"'{name}'" for name in names))
