"""Released results in a few plain words: a short message, and all that the picture shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.claims import share_digits
from analysis.disclosure import Released
from analysis.results import describe_share
from analysis.rows import Results, Row
from analysis.samples import describe_place
from analysis.shown import Status
from analysis.wording import FALLBACK, Words, find_words

CAPTION_LIMIT = 900
"""Characters of a short message; Telegram takes 1,024 under a picture."""

_BREAK = "break in series"


@dataclass(frozen=True, slots=True)
class Headline:
    """A measure's figures that stand in short outputs.

    Attributes:
        rows: The row of its first domain, and that of its target where it is another.
    """

    label: str
    rows: tuple[Row, ...]


def list_headlines(released: Released) -> tuple[Headline, ...]:
    """The measures in the order of the plan, without companions and breakdowns.

    Raises:
        TypeError: The results have not been released.
    """
    if not isinstance(released, Released):
        raise TypeError("only released results are drawn or described")
    found: dict[str, list[Row]] = {}
    for row in released.results.rows:
        if row.breakdown is None and not row.companion:
            rows = found.setdefault(row.measure, [])
            if not rows or row.target is not None:
                rows.append(row)
    return tuple(Headline(rows[0].measure_label, tuple(rows)) for rows in found.values())


def describe_results(
    released: Released, language: str = FALLBACK, *, title: str = "", limit: int = CAPTION_LIMIT
) -> str:
    """A short message for residents: shares, what they rest on, and what has changed.

    What does not fit is left out from the end, groups before measures, and the message says how
    many figures that were.

    Args:
        released: The results.
        language: Of the words around the plan's own.
        title: What residents know the round by; its name where empty.
        limit: Characters at most.
    """
    words, headlines = find_words(language), list_headlines(released)
    head, tail = list_headings(released, words, title), _list_endings(released, words)
    figures = sum(len(one.rows) for one in headlines)
    for shorter in _shorten(headlines):
        lines = [_say_headline(one, words) for one in shorter]
        left = figures - sum(len(one.rows) for one in shorter)
        lines += [words["more"].format(count=left)] if left else []
        text = "\n".join([*head, "", *lines, "", *tail])
        if len(text) <= limit:
            return text
    return "\n".join(head)[:limit]


def _shorten(headlines: Sequence[Headline]) -> Iterator[tuple[Headline, ...]]:
    """All of it, then without the groups of measures from the end, then without whole measures."""
    for kept in range(len(headlines), -1, -1):
        bare = (Headline(one.label, one.rows[:1]) for one in headlines[kept:])
        yield (*headlines[:kept], *bare)
    for kept in range(len(headlines) - 1, -1, -1):
        yield tuple(Headline(one.label, one.rows[:1]) for one in headlines[:kept])


def describe_results_picture(
    released: Released, language: str = FALLBACK, *, title: str = ""
) -> str:
    """Everything the picture of the results shows, in words: its text alternative."""
    words = find_words(language)
    lines = [
        f"{one.label}. {row.group_label}: {say_row(row, words)}."
        for one in list_headlines(released)
        for row in one.rows
    ]
    breaks = (note for one in list_headlines(released) for note in list_breaks(one))
    notes = filter(None, list_notes(released, words))
    return "\n".join([*list_headings(released, words, title), *lines, *breaks, *notes])


def list_headings(released: Released, words: Words, title: str) -> list[str]:
    """The mark of made-up answers, the title, and how many people answered.

    Where these are few of many, because only the invited are counted, that is said with it.
    """
    results = released.results
    respondents = results.method.arms[0].respondents
    key = "few_respondents" if isinstance(respondents, str) else "respondents"
    answered = [words[key].format(count=f"{results.method.respondents:,}")]
    answered += [words["thin"]] if results.method.caution else []
    return [
        *([words["synthetic"]] if results.synthetic else []),
        words["results"].format(title=title or results.round),
        " ".join(answered),
    ]


def list_notes(released: Released, words: Words) -> list[str]:
    """What has to stand with the figures: change, reading, who took part, weights, sources."""
    method = released.results.method
    weighting = words["weighting"].format(weighting=method.weighting)
    changes = _say_changes(_list_rows(released), words)
    apart = _say_apart(released.results, words)
    cautions = (words["low_because"].format(why=one) for one in list_cautions(released))
    return [
        *(changes, *cautions, words["reading"], method.who, weighting),
        *(*apart, method.attribution),
    ]


def list_cautions(released: Released) -> list[str]:
    """Why figures may not stand without qualification, each once."""
    return list(dict.fromkeys(caution for row in _list_rows(released) for caution in row.cautions))


def list_breaks(headline: Headline) -> list[str]:
    """What breaks the series of a measure; it stands with the figure in every output."""
    notes = (note for row in headline.rows for note in row.notes)
    found = dict.fromkeys(note for note in notes if note.casefold().startswith(_BREAK))
    return [note[0].upper() + note[1:] for note in found]


def say_row(row: Row, words: Words) -> str:
    """A row in words: share, interval, base and change; or why there is no figure."""
    share = say_share(row, words)
    if row.ci_low is None or row.ci_high is None or row.base is None:
        return share
    digits = _digits(row)
    low, high = (f"{100 * limit:.{digits}f}" for limit in (row.ci_low, row.ci_high))
    parts = [
        share,
        *say_caution(row, words),
        words["interval"].format(low=low, high=high),
        words["answers"].format(count=f"{row.base:,}"),
        *say_change(row, words),
    ]
    return ", ".join(parts)


def say_share(row: Row, words: Words) -> str:
    """The share in per cent, or why there is none."""
    if row.status is Status.TOO_FEW or row.status is Status.SUPPRESSED:
        return words[row.status.value]
    if row.estimate is None:
        return words["no_answers"]
    return describe_share(row.estimate, _digits(row), exact=False)


def say_caution(row: Row, words: Words) -> Iterator[str]:
    """That a figure may not stand without qualification, in two words; nothing where it may."""
    if row.cautions:
        yield words["low"]


def say_change(row: Row, words: Words) -> Iterator[str]:
    """How the share has changed since its baseline; nothing where there is none to compare with."""
    if row.change is None or row.baseline is None:
        return
    before = f"{100 * row.baseline.value:.0f} %"
    moved = "up" if row.change.points > 0 else "down"
    yield words[moved if row.change.clear else "unclear"].format(before=before)


def say_clear_change(row: Row, words: Words) -> Iterator[str]:
    """The change where it is clear; nothing otherwise."""
    if row.change is not None and row.change.clear:
        yield from say_change(row, words)


def _digits(row: Row) -> int:
    return share_digits(row.base or 0) - 2


def _say_headline(headline: Headline, words: Words) -> str:
    """One line of a short message, such as ``Safe after dark: 58 %; women: 52 %``."""
    first, *others = headline.rows
    parts = [_say_briefly(first, words)]
    parts += [f"{row.group_label}: {_say_briefly(row, words)}" for row in others]
    mark = f" ({_BREAK})" if list_breaks(headline) else ""
    return f"{headline.label}: {'; '.join(parts)}{mark}"


def _say_briefly(row: Row, words: Words) -> str:
    said = (*say_caution(row, words), *say_clear_change(row, words))
    return ", ".join([say_share(row, words), *said])


def _list_endings(released: Released, words: Words) -> list[str]:
    rows = _list_rows(released)
    results = released.results
    cautions = [words["low_reason"]] if list_cautions(released) else []
    said = [*_say_bases(rows, words), *cautions, _say_changes(rows, words), _say_who(results)]
    return [*said, *_say_apart(results, words)]


def _list_rows(released: Released) -> list[Row]:
    return [row for one in list_headlines(released) for row in one.rows]


def _say_bases(rows: Sequence[Row], words: Words) -> Iterator[str]:
    bases = sorted(row.base for row in rows if row.base is not None)
    if bases:
        key = "base" if bases[0] == bases[-1] else "bases"
        yield words[key].format(low=f"{bases[0]:,}", high=f"{bases[-1]:,}")


def _say_changes(rows: Sequence[Row], words: Words) -> str:
    changes = [row.change for row in rows if row.change is not None]
    if not changes:
        return words["not_comparable"]
    return words["no_clear_change" if any(one.clear for one in changes) else "no_change_at_all"]


def _say_who(results: Results) -> str:
    """The first sentence of the method: whether people chose to take part."""
    return results.method.who.partition(". ")[0].removesuffix(".") + "."


def _say_apart(results: Results, words: Words) -> Iterator[str]:
    """Who answered in another way and is in none of the figures."""
    for arm in results.method.arms:
        if arm.breakdown is not None and arm.category is not None:
            who = describe_place((arm.breakdown, arm.category))
            yield words["apart"].format(count=arm.respondents, who=who)
