"""The trend guard's first half: a questionnaire beside that of the last round of its series.

Each item is compared with itself a round ago. What changes its words, answers or respondents
breaks its series. Order changes answers too: an item that was moved is broken, and one that others
were put before is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveys.differences import (
    Aspect,
    Difference,
    Languages,
    compare_question,
    compare_text,
    read_condition,
)
from surveys.questionnaire import Question, Questionnaire, Text

_NAMED = 4
_DIVIDING = frozenset({Aspect.SCALE, Aspect.KIND, Aspect.LIMITS, Aspect.ROUTING})


@dataclass(frozen=True, slots=True)
class ItemTrend:
    """One item beside itself in the earlier questionnaire.

    Attributes:
        new: It was not asked before.
        differences: What is not as it was, what breaks the series and what does not.
    """

    item: str
    new: bool = False
    differences: tuple[Difference, ...] = ()

    @property
    def breaks(self) -> tuple[Difference, ...]:
        """What breaks its series."""
        return tuple(one for one in self.differences if one.breaks)

    @property
    def is_other(self) -> bool:
        """Whether its answers mean something else now, and so the questions that depend on it."""
        return self.new or any(one.aspect is not Aspect.ORDER for one in self.breaks)

    @property
    def regroups(self) -> bool:
        """Whether its answers divide people otherwise: not its words, but what can be answered."""
        return self.new or any(one.aspect in _DIVIDING for one in self.breaks)


@dataclass(frozen=True, slots=True)
class QuestionnaireTrend:
    """Two questionnaires compared.

    Attributes:
        items: Every item of the later one, in the order asked.
        gone: Items that are asked no more.
        general: What concerns every item: languages, and whom the survey is for.
    """

    items: Mapping[str, ItemTrend] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    general: tuple[Difference, ...] = ()


def compare_questionnaires(
    now: Questionnaire,
    before: Questionnaire,
    languages: Sequence[str] = (),
    languages_before: Sequence[str] = (),
) -> QuestionnaireTrend:
    """Compare a questionnaire with that of the last round of the series.

    Args:
        now: The version that is to be asked.
        before: The version that was asked.
        languages: The languages that it is to be offered in; empty for all that it has.
        languages_before: Those that the earlier one was offered in; empty for all that it had.
    """
    offered = tuple(languages) or now.languages
    offered_before = tuple(languages_before) or before.languages
    shared = Languages(
        tuple(language for language in offered if language in offered_before), now.languages[0]
    )
    return QuestionnaireTrend(
        items=_compare_items(now, before, shared),
        gone=tuple(name for name in before.by_name if name not in now.by_name),
        general=(*_compare_languages(offered, offered_before), *_compare_endings(now, before)),
    )


def _compare_items(
    now: Questionnaire, before: Questionnaire, languages: Languages
) -> dict[str, ItemTrend]:
    """Every item in the order asked, so that those it depends on come before it."""
    order = _compare_order(now, before)
    items: dict[str, ItemTrend] = {}
    for question in now.questions:
        name = question.name
        if name not in before.by_name:
            items[name] = ItemTrend(name, new=True)
            continue
        old = before.by_name[name]
        found = (
            *compare_question(question, old, languages),
            *_compare_offers(_find_offer(now, question), _find_offer(before, old), languages),
            *_compare_sources(question, items),
            *order.get(name, ()),
        )
        items[name] = ItemTrend(name, differences=found)
    return items


def _compare_sources(question: Question, items: Mapping[str, ItemTrend]) -> Iterator[Difference]:
    """Whether what decides who is asked, or what is offered, is not asked as it was."""
    changed = [name for name in items if name in question.depends_on and items[name].is_other]
    if changed:
        divided = any(items[name].regroups for name in changed)
        yield Difference(
            Aspect.ROUTING if divided else Aspect.WORDING,
            f"who is asked depends on {_list_some(changed)}, not asked as before",
        )


def _find_offer(questionnaire: Questionnaire, question: Question) -> Text | None:
    """The words by which the part of a question is offered; None where everybody gets to it."""
    return next(part.offer for part in questionnaire.parts if part.name == question.part)


def _compare_offers(
    now: Text | None, before: Text | None, languages: Languages
) -> Iterator[Difference]:
    if (now is None) != (before is None):
        who = ("everybody", "those who choose to go on")
        yield Difference(Aspect.ROUTING, "who is asked", *(who if now else reversed(who)))
    else:
        yield from compare_text("the offer of its part", now, before, languages, breaks=False)


def _compare_languages(now: Sequence[str], before: Sequence[str]) -> Iterator[Difference]:
    added = ", ".join(language for language in now if language not in before)
    removed = ", ".join(language for language in before if language not in now)
    if added:
        # more people can take part, and those who could before are asked as they were
        yield Difference(Aspect.LANGUAGES, "languages", after=added, breaks=False)
    if removed:
        yield Difference(Aspect.LANGUAGES, "languages", before=removed)


def _compare_endings(now: Questionnaire, before: Questionnaire) -> Iterator[Difference]:
    """Whom the survey is for: an ending of one question decides who gets to all the others."""
    for name in dict.fromkeys([*before.by_name, *now.by_name]):
        old, new = (
            [ending.when for ending in q.by_name[name].endings] if name in q.by_name else []
            for q in (before, now)
        )
        if {*map(read_condition, old)} != {*map(read_condition, new)}:
            yield Difference(
                Aspect.ROUTING, f"whose interview ends at {name}", "; ".join(old), "; ".join(new)
            )


def _compare_order(now: Questionnaire, before: Questionnaire) -> dict[str, list[Difference]]:
    """Which items were moved, and which have others before them than they had."""
    shared = [name for name in now.by_name if name in before.by_name]
    moved = _find_moved([before.position[name] for name in shared])
    found: dict[str, list[Difference]] = {}
    for place, name in enumerate(shared):
        old, new = (_list_before(questionnaire, name) for questionnaire in (before, now))
        changes = (
            ("after", [one for one in new if one not in old], "not before it"),
            ("without", [one for one in old if one not in new], "before it"),
        )
        words = [
            f"{how} {_list_some(names)}, which {_were(names)} {what}"
            for how, names, what in changes
            if names
        ]
        if words:
            said = "it was moved and comes" if place in moved else "it comes"
            what = f"{said} {' and '.join(words)}; order can change answers"
            found[name] = [Difference(Aspect.ORDER, what, breaks=place in moved)]
    return found


def _list_before(questionnaire: Questionnaire, name: str) -> list[str]:
    return [one.name for one in questionnaire.questions[: questionnaire.position[name]]]


def _find_moved(positions: Sequence[int]) -> set[int]:
    """Which of some items were moved among themselves, by their places now.

    The others kept their order: they are in every longest run of items whose earlier positions
    rise. Of two that changed places neither is in every run, so that both were moved. Worked
    number: earlier positions 3, 0, 1, 2 have moved only the first; 1, 0, 2 the first two.
    """
    before = _longest(positions)
    after = _longest([-position for position in reversed(positions)])[::-1]
    whole = max(before, default=0)
    on_longest = [place for place in range(len(positions)) if before[place] + after[place] > whole]
    lengths = [before[place] for place in on_longest]
    kept = {place for place in on_longest if lengths.count(before[place]) == 1}
    return set(range(len(positions))) - kept


def _longest(positions: Sequence[int]) -> list[int]:
    """For each item, how many the longest rising run has that ends with it."""
    lengths: list[int] = []
    for place, position in enumerate(positions):
        runs = (lengths[one] for one in range(place) if positions[one] < position)
        lengths.append(1 + max(runs, default=0))
    return lengths


def _list_some(names: Sequence[str]) -> str:
    """A few names, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:_NAMED])} and {more} more"


def _were(names: Sequence[str]) -> str:
    return "was" if len(names) == 1 else "were"
