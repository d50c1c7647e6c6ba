"""The words that stand in figures, by language; labels of measures and groups are the plan's own.

A language that is not here gets English.
"""

from __future__ import annotations

from collections.abc import Mapping

FALLBACK = "en"

Words = Mapping[str, str]

_ENGLISH = {
    "synthetic": "SYNTHETIC: made-up answers",
    "too_few": "too few answers",
    "suppressed": "not shown, to protect people",
    "no_answers": "no answers",
    "hidden": "[c] not shown, to protect people",
    "few": "[c] under 10 answers",
    "interval": "{low} to {high} %",
    "limits": "{low} to {high}",
    "answers": "about {count} answers",
    "break": "break in series",
    "not_compared": "not of this series",
    "target_relative": "{increase} % more, read relatively: {share}",
    "target_points": "{increase} % more, read as points: {share}",
    "target_higher": "higher than {share}",
    "target_by": "{level} by {date}",
    "target": "Target of the plan: \u201c{text}\u201d ({source}). Fit of this measure: {fit}.",
    "no_level": (
        "Its level cannot be drawn: there is no earlier round of the same series whose figure may "
        "be shown."
    ),
    "no_number": "It sets no number that can be drawn.",
    "verdicts": "Read relatively: {relative}. Read as points: {points}.",
    "verdict": "Under both readings: {relative}.",
    "indicative": "Indicative only: the answers are of people who chose to take part.",
    "met": "met",
    "on_track": "on track",
    "not_met": "not met",
    "not_shown": "not shown",
    "verdict_too_few": "too few answers for a verdict",
    "no_baseline": "no baseline",
    "key_points": (
        "Dot: the estimate. Upright line: where the figure for everybody probably lies (95 % "
        "interval)."
    ),
    "key_axis": "The upright axis runs from {low} to {high} %.",
    "key_line": (
        "Dashed lines lead from the baseline to the target under each of its two readings."
    ),
    "key_higher": "A dashed line keeps the level of the baseline, which the plan wants exceeded.",
    "key_dots": (
        "Dot: the estimate. Line: where the figure for everybody probably lies (95 % interval). "
        "Dashed: {headline}."
    ),
    "key_bars": (
        "Bar: share of answers. Line across its end: where the share of everybody probably lies "
        "(95 % interval)."
    ),
    "key_hidden": (
        "Hatching and [c]: not shown, to protect people; the hatching says nothing of its size."
    ),
    "context": "{survey}: another method, shown and never tested against.",
    "context_source": "Source: {source}.",
    "context_table": "The table says where each figure was found.",
    "key_context": (
        "Of what others published the first, highest, lowest and last figures are labelled; the "
        "table has all."
    ),
    "key_times": (
        "Time has two scales: before the gap in its axis, years stand closer together than after "
        "it."
    ),
    "context_names": "{survey} (another method)",
    "years": "{first} to {last}",
    "first": "first",
    "highest": "highest",
    "lowest": "lowest",
    "last": "last",
    "weighting": "Weighting: {weighting}.",
    "not_weighted": "Not weighted.",
    "not_weighted_why": "Not weighted: {why}.",
    "base": "About {count} answers: {group}.",
    "base_given": "{grouping}: about {count} people gave it.",
    "source": "Source: round {round}, {title}, {fieldwork}; {plan}.",
    "source_short": "Source: round {round}.",
    "mean": "Mean {mean} ({low} to {high}) on a scale from {lowest} to {highest}.",
    "mean_hidden": "The mean is not shown, because it would help to find what is hidden.",
    "chosen_share": "of {count}",
    "question": "Question: \u201c{text}\u201d",
    "domains": "Groups the plan names",
    "component": "Parts of a group",
    "quality": "Without some answers",
    "mode": "How people answered",
    "sample": "How people came to be asked",
    "breakdowns": "{measure}: by group",
    "took_part": "Who took part: {grouping}",
    "raked": "{grouping}: weights were made to meet these shares of residents.",
    "raked_together": (
        "{grouping}: weights were made to meet these shares of residents, those of {levels} only "
        "together, because few of them took part."
    ),
    "check": (
        "Nothing was weighted to these shares: how far the weighted answers are from residents "
        "shows who chose to take part."
    ),
    "check_hidden": (
        "Nothing was weighted to these shares, and the weighted ones are not shown, to protect "
        "people."
    ),
    "as_they_came": "{not_weighted} Answers count as they came, whoever gave them.",
    "bar_unweighted": "answers",
    "bar_weighted": "answers, weighted",
    "bar_population": "residents",
    "beside": "{measure}, beside what was recorded: {offence}",
    "what_people_say": "What people say",
    "what_was_recorded": "What the police recorded, month by month: {offence}",
    "recorded": "Recorded: {source}.",
    "proposal": "PROPOSAL: the partnership has not agreed what stands beside what.",
    "rounding": "Answers are to the nearest 5.",
    "population": "Residents: {source}.",
}

_LANGUAGES: Mapping[str, Words] = {"en": _ENGLISH}


def find_words(language: str) -> Words:
    """The words of a language; those of English where there are none."""
    return _LANGUAGES.get(language, _LANGUAGES[FALLBACK])
