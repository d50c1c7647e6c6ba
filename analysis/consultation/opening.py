"""The summary of a consultation in plain words: what was asked, for what, and what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.comments.codebook import ALONE
from analysis.comments.told import Told
from analysis.consultation.consulted import Consulted
from analysis.consultation.differing import list_differences
from analysis.consultation.following import (
    MOST,
    find_concerns,
    list_chosen,
    say_who_named,
)
from analysis.consultation.issues import ORDER, list_worries, say_worry
from analysis.consultation.missing import say_missing
from analysis.consultation.voices import order_themes, say_wrote
from analysis.phrases import (
    say_day,
    say_days,
    say_figure,
    say_people,
    say_percent,
    say_sentence,
    say_within,
)
from analysis.rows import Row
from analysis.shown import Status

NO_DECISION = "Which decision it feeds is not recorded with the round."
SELF_CHOSEN = (
    "People chose to take part. Those who did not may think differently, and nothing makes up for "
    "that: these figures are of the people who answered."
)
NO_CAUSE = "They cannot say how much crime there is, nor why anybody feels as they do."
NOT_ANNUAL = (
    "They are not for comparison with the annual survey, although some questions are worded the "
    "same: other people answered, for another reason."
)
NO_SENTIMENT = (
    "The tone of comments is worked out for staff as an aid to reading. It measures nothing, so it "
    "is not in this report."
)
UNSURE = "Of these and those who said “don't know” together"
NOT_CODED = "The comments of this consultation are not coded yet, so nothing is said of them here."


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands first; every entry is a sentence or two.

    Attributes:
        worries, concerns: What people called a big problem, and what concerns them most.
        themes: How many wrote something, and what was named by the most of them.
        safe: How safe people feel.
        groups: What clearly differs between groups, and what cannot be said of them.
    """

    asked: tuple[str, ...]
    worries: tuple[str, ...]
    concerns: tuple[str, ...]
    themes: tuple[str, ...]
    safe: tuple[str, ...]
    groups: tuple[str, ...]
    missing: tuple[str, ...]
    limits: tuple[str, ...]


def open_consultation(consulted: Consulted) -> Opening:
    """The summary of a consultation."""
    worries = [one for one in list_worries(consulted) if one.row.estimate is not None]
    differing = list_differences(consulted)
    return Opening(
        asked=tuple(_say_asked(consulted)),
        worries=tuple(say_worry(one) for one in worries[:MOST]),
        concerns=tuple(_say_concerns(consulted)),
        themes=tuple(_say_themes(consulted)),
        safe=tuple(_say_safe(consulted)),
        groups=differing.said if differing else (),
        missing=tuple(say_missing(consulted.results)),
        limits=tuple(_say_limits(consulted)),
    )


def _say_asked(consulted: Consulted) -> Iterator[str]:
    asked, results = consulted.asked, consulted.results
    manifest = asked.manifest
    title = manifest.title or asked.questionnaire.title[asked.languages[0]]
    yield f"The consultation “{title}” was open {say_days(manifest.opens_on, manifest.ended_on)}."
    if manifest.ended_on < manifest.closes_on:
        yield f"It was planned until {say_day(manifest.closes_on)} and closed early."
    decision = manifest.decision.strip()
    yield f"It feeds this decision: {say_sentence(decision)}" if decision else NO_DECISION
    count = results.method.respondents
    people = say_people(count) if count else "fewer than 10 people"
    yield f"{people[0].upper()}{people[1:]} took part. {results.method.who}"


def _say_concerns(consulted: Consulted) -> Iterator[str]:
    """What was named most, of those who named any, and of everybody who answered besides."""
    for one in find_concerns(consulted):
        chosen = list_chosen(consulted, one)
        if not chosen or not one.base:
            continue
        named = [(each.label, say_percent(each.estimate or 0, 0)) for each in chosen]
        asked = [(each.label, say_percent(each.all_asked or 0, 0)) for each in chosen]
        who = f"{say_people(one.base)} who {say_who_named(consulted, one)}"
        shares = "; ".join(f"{label} ({share})" for label, share in named)
        said = f"{one.label}, of {who}: {shares}."
        if asked != named and all(each.all_asked is not None for each in chosen):
            said += f" {UNSURE}: {'; '.join(' '.join(pair) for pair in asked)}."
        yield said


def _say_themes(consulted: Consulted) -> Iterator[str]:
    if consulted.themes is None:
        if consulted.asked.asks_for_words:
            yield NOT_CODED
        return
    yield f"{say_wrote(consulted.themes)}."
    told = [
        f"{one.label} (about {one.people.number:,})"
        for one in order_themes(consulted.themes)
        if one.people.told is Told.COUNT and one.code not in ALONE
    ]
    if told:
        yield f"Named by the most people: {'; '.join(told[:MOST])}."
    else:
        yield "No theme was spoken of by enough people to tell their number."


def list_safe(consulted: Consulted) -> tuple[Row, ...]:
    """The headline rows that are of no issue: how safe people feel."""
    issues = {one.measure for one in consulted.asked.issues}
    return tuple(
        row
        for row in consulted.results.rows
        if row.breakdown is None
        and row.measure not in issues
        and row.domain == consulted.asked.domain
    )


def _say_safe(consulted: Consulted) -> Iterator[str]:
    for row in list_safe(consulted):
        if row.status is Status.RELEASED:
            yield f"{say_sentence(say_figure(row, say_within(row.measure_label)))}"
        else:
            yield f"{row.measure_label}: {say_figure(row)}."


def _say_limits(consulted: Consulted) -> Iterator[str]:
    yield SELF_CHOSEN
    yield NO_CAUSE
    yield NOT_ANNUAL
    yield ORDER
    if consulted.asked.asks_for_words:
        yield NO_SENTIMENT
