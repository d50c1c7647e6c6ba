"""Figures in words, for text alternatives and for what stands in and under pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from analysis.claims import share_digits
from analysis.figures.words import Words
from analysis.phrases import say_fieldwork
from analysis.results import describe_share
from analysis.rows import Results
from analysis.shown import Status

_WEIGHTED = ("raked: ", "design weight")
"""How a weighting begins, in the words of `analysis.weights`, under which weights differ."""


def say_date(day: date) -> str:
    """Such as ``31 May 2027``."""
    return f"{day.day} {day:%B %Y}"


def say_month(day: date) -> str:
    """Such as ``May 2027``, where there is little room."""
    return f"{day:%b %Y}"


def sentence(text: str) -> str:
    """With a capital letter."""
    return text[:1].upper() + text[1:]


def find_digits(base: int | None) -> int:
    """Decimals of a per cent, by the base that it rests on."""
    return share_digits(base or 0) - 2


def say_share(share: float, digits: int = 0) -> str:
    """A share in per cent."""
    return describe_share(share, digits, exact=False)


def say_interval(low: float, high: float, digits: int, words: Words) -> str:
    """Both limits in per cent."""
    return words["interval"].format(low=f"{100 * low:.{digits}f}", high=f"{100 * high:.{digits}f}")


def say_limits(low: float, high: float, digits: int, words: Words) -> str:
    """Both limits in hundredths, beside a figure that has the sign of per cent."""
    return words["limits"].format(low=f"{100 * low:.{digits}f}", high=f"{100 * high:.{digits}f}")


def say_figure(
    status: Status,
    estimate: float | None,
    limits: tuple[float | None, float | None],
    base: int | None,
    words: Words,
) -> str:
    """A share with its interval and base, or why there is none."""
    if status is not Status.RELEASED:
        return words[status.value]
    if estimate is None:
        return words["no_answers"]
    digits = find_digits(base)
    said = [say_share(estimate, digits)]
    if limits[0] is not None and limits[1] is not None:
        said.append(say_interval(limits[0], limits[1], digits, words))
    if base is not None:
        said.append(words["answers"].format(count=f"{base:,}"))
    return ", ".join(said)


def list_sources(results: Results, words: Words) -> Iterator[str]:
    """How the headline's figures were made, and where they come from."""
    if results.method.caution:
        yield results.method.caution
    yield say_method(results, words)
    yield from list_origins(results, words)


def list_origins(results: Results, words: Words) -> Iterator[str]:
    """Where the figures come from."""
    yield say_source(results, words)
    if results.method.attribution:
        yield results.method.attribution


def say_method(results: Results, words: Words) -> str:
    """Who is counted, and how they are weighted."""
    method = results.method
    how = say_not_weighted(results, words)
    if not how:
        how = words["weighting"].format(weighting=method.weighting)
    elif words["not_weighted"].rstrip(".") in method.who:
        return method.who
    return f"{method.who} {how}"


def say_not_weighted(results: Results, words: Words) -> str:
    """That the answers of the headline count as they came, and why; empty where they do not."""
    parts = results.method.weighting.split("; ")
    if any(part.startswith(_WEIGHTED) for part in parts):
        return ""
    _, _, why = parts[-1].partition(": ")
    return words["not_weighted_why"].format(why=why) if why else words["not_weighted"]


def say_source(results: Results, words: Words) -> str:
    """The round that the figures are of."""
    origin = results.provenance
    if origin is None:
        return words["source_short"].format(round=results.round)
    return words["source"].format(
        round=results.round,
        title=origin.title,
        fieldwork=say_fieldwork(origin.opens_on, origin.ended_on),
        plan=origin.plan_title,
    )
