"""The words that stand in pictures and short messages of results, by language.

Labels of measures and groups are the plan's own. A language that is not here gets English.
"""

from __future__ import annotations

from collections.abc import Mapping

FALLBACK = "en"

Words = Mapping[str, str]

_ENGLISH = {
    "results": "Results: {title}",
    "synthetic": "SYNTHETIC: made-up answers",
    "respondents": "About {count} people answered.",
    "few_respondents": "Fewer than 10 people answered.",
    "thin": (
        "These figures are of people with an invitation code alone. They are few, so most figures "
        "may be missing; the answers of others are not added to theirs."
    ),
    "bases": "Each figure rests on about {low} to {high} answers.",
    "base": "Each figure rests on about {low} answers.",
    "of": "of {count}",
    "apart": "Counted apart, and in none of these figures: {count} answers ({who}).",
    "answers": "about {count} answers",
    "interval": "{low} to {high} %",
    "too_few": "too few answers to show",
    "suppressed": "not shown, to protect people",
    "no_answers": "no answers",
    "low": "low reliability",
    "low_because": "Low reliability. {why}",
    "low_reason": (
        "Low reliability: few answers stand behind the figure, some count for many others, or a "
        "group has nobody. It can be far off."
    ),
    "up": "clearly up from {before}",
    "down": "clearly down from {before}",
    "unclear": "no clear change from {before}",
    "no_clear_change": "No other figure has clearly changed.",
    "no_change_at_all": "No figure has clearly changed since the round it is compared with.",
    "not_comparable": "There is no earlier round to compare with.",
    "more": "{count} more figures are in the picture.",
    "common": "{group}, unless a line says otherwise",
    "none": "0 %",
    "half": "50 %",
    "everybody": "100 %",
    "weighting": "Weighting: {weighting}.",
    "reading": (
        "Dot: the estimate. Line: where the figure for everybody probably lies (95 % interval). "
        "Of how many answers: to the nearest 5."
    ),
    "who_answered": "Who has answered so far",
    "nothing": "No answers can be shown yet.",
    "total": "About {count} answers",
    "of_answers": "answers",
    "of_residents": "residents",
    "in_100": "in 100",
    "few": "under 10 answers",
    "hidden": "not shown",
    "grouping_hidden": "Too few answers to show.",
    "missing": "Who is missing",
    "rounding": (
        "Counts are to the nearest 5 and none is shown under 10. A hatched bar is as long as 9 "
        "answers."
    ),
}

_LANGUAGES: Mapping[str, Words] = {"en": _ENGLISH}


def find_words(language: str) -> Words:
    """The words of a language; those of English where there are none."""
    return _LANGUAGES.get(language, _LANGUAGES[FALLBACK])
