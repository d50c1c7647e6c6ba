"""The first sheet: what the workbook is, of whom and when; and the document's properties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from analysis.phrases import say_day, say_sentence
from analysis.rows import Results
from analysis.tabulating.methods import get_provenance
from analysis.workbook.cells import plain

if TYPE_CHECKING:
    from gptables import Cover, GPWorkbook

COVER = "cover"


def build_cover(results: Results, contact: Sequence[str]) -> Cover:
    """The cover; without contact lines where nobody is named."""
    from gptables import Cover  # noqa: PLC0415  # heavy, for workbooks only

    return Cover(
        title=_title(results),
        intro=[plain(line) for line in _introduce(results)],
        about=[plain(line) for line in _describe(results)],
        contact=[plain(line) for line in contact] or None,
        cover_label=COVER,
    )


def _title(results: Results) -> str:
    name = get_provenance(results).title
    return plain(f"SYNTHETIC: {name}" if results.synthetic else name)


def _introduce(results: Results) -> Iterator[str]:
    """What this is, of whom and when, in plain words."""
    origin, method = get_provenance(results), results.method
    if results.synthetic:
        yield "These answers are made up, to try the survey out. They say nothing about anybody."
    if method.caution:
        yield method.caution
    yield f"Results of a survey for {origin.plan_title}."
    first, last = say_day(origin.opens_on), say_day(origin.ended_on)
    yield f"People answered {f'on {first}' if first == last else f'from {first} to {last}'}."
    yield f"About {method.respondents:,} answers are counted."
    if method.modes:
        yield f"How people answered: {', '.join(method.modes)}."
    yield method.who
    yield from results.took_part.missing if results.took_part else ()


def _describe(results: Results) -> Iterator[str]:
    """What has to be known before a figure is taken from it."""
    origin, method = get_provenance(results), results.method
    yield say_sentence(f"Weighting: {method.weighting}")
    yield say_sentence(f"Interval: {method.interval}")
    yield "Shares are in per cent, rounded; numbers of people are to the nearest 5."
    yield say_sentence(method.disclosure)
    yield from results.took_part.cautions if results.took_part else ()
    if method.attribution:
        yield method.attribution
    yield (
        f"Round {origin.round}; questionnaire {origin.questionnaire} version "
        f"{origin.questionnaire_version}; computed by {origin.software}, seed {origin.seed}. "
        "Hashes are on the provenance sheet."
    )


def set_properties(workbook: GPWorkbook, results: Results) -> None:
    """The document's properties; its dates are the round's, not the clock's."""
    origin = get_provenance(results)
    workbook.set_properties(
        {
            "title": _title(results),
            "subject": f"Round {results.round}, plan {results.plan}",
            "keywords": "synthetic" if results.synthetic else "",
            "comments": results.method.software,
            "author": origin.plan_title,
            "created": datetime.combine(origin.ended_on, datetime.min.time()),
        }
    )
