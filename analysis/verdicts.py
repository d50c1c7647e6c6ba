"""Targets and their verdicts in plain words: both readings, how they fit, what qualifies them.

A verdict on people who chose to take part is called indicative wherever it is said, unless the
partnership accepted such a sample; the results know that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from analysis.change import Verdict
from analysis.phrases import count_digits, say_day, say_percent, say_sentence
from analysis.plan import Fit
from analysis.rows import Results, Row, TargetShown
from analysis.shown import Status, TargetRow
from analysis.targets import VERDICT_WORDS, describe_verdicts

WHY_INDICATIVE = (
    "Indicative: people chose to take part, and the partnership has not decided to take verdicts "
    "from such a sample."
)
_INDICATIVE_WHY = "; indicative: "
"""Leads to the same in the status of a target."""

INDICATIVE = "Indicative: people chose to take part."
ON_THE_SAMPLE = frozenset({Verdict.MET, Verdict.ON_TRACK, Verdict.NOT_MET, Verdict.NOT_SHOWN})
"""Verdicts on what people answered; the others are on what there is to compare."""

NO_TARGET = "No target in the plan."

MEANINGS: Mapping[Verdict, str] = {
    Verdict.MET: "Even the lower end of the change since the baseline reaches the target.",
    Verdict.ON_TRACK: (
        "The deadline is still to come. The figure is on or above the straight line from the "
        "baseline to the target, and has not clearly fallen."
    ),
    Verdict.NOT_MET: (
        "The deadline has passed, and even the upper end of the change stays below the target."
    ),
    Verdict.NOT_SHOWN: "The answers cannot tell whether the target is reached.",
    Verdict.TOO_FEW: "Fewer than 100 answers in one of the two rounds: not enough for a verdict.",
    Verdict.NO_BASELINE: "There is no earlier round, asked in the same way, to measure from.",
}
"""What each verdict means, in the order of their mention."""

FITS: Mapping[Fit, str] = {
    Fit.EXACT: "exact: the question says what the plan says",
    Fit.PARTIAL: "partial: the question says only part of what the plan says",
    Fit.PROXY: "proxy: the question stands in for what the plan says",
}


def list_meanings() -> tuple[tuple[str, str], ...]:
    """Each verdict's name with its meaning."""
    return tuple((_start(VERDICT_WORDS[verdict]), meaning) for verdict, meaning in MEANINGS.items())


def say_verdicts(row: Row) -> str:
    """Both readings of a row's target in one phrase, with what qualifies them."""
    target = row.target
    if target is None:
        return NO_TARGET
    if target.verdict_relative is None or target.verdict_points is None:
        if row.status is not Status.RELEASED:
            return "No verdict: the figure cannot be shown."
        note = say_sentence(target.note)
        return note if note.startswith("No verdict") else f"No verdict. {note}".strip()
    said = _start(describe_verdicts((target.verdict_relative, target.verdict_points)))
    return f"{said} (indicative)." if is_indicative(target) else f"{said}."


def is_indicative(target: TargetShown | TargetRow) -> bool:
    """Whether a verdict on what people answered is given, and on people who chose to take part."""
    verdicts = {target.verdict_relative, target.verdict_points}
    return target.indicative and bool(verdicts & ON_THE_SAMPLE)


def say_status(target: TargetRow) -> str:
    """The status of a target of the plan as sentences; indicative is said in any case."""
    said, note = say_sentence(target.status), say_sentence(target.note)
    if note.casefold() not in said.casefold():
        said = f"{said} {note}"
    if is_indicative(target) and "indicative" not in said.casefold():
        said = f"{said} {INDICATIVE}"
    return said


def say_status_briefly(target: TargetRow) -> str:
    """The status where it is said elsewhere, once, why verdicts are indicative."""
    said, indicative, _ = target.status.partition(_INDICATIVE_WHY)
    brief = replace(target, status=f"{said} (indicative)") if indicative else target
    return say_status(brief)


def say_readings(row: Row, ended_on: date | None = None) -> tuple[str, ...]:
    """A sentence for each reading of a row's target: what it asks for, and what is shown.

    Args:
        row: The figure.
        ended_on: The last day of its round. From the deadline on there is no line to be on.
    """
    target = row.target
    if target is None or target.increase is None:
        return ()
    digits = count_digits(row.base, row.baseline.base if row.baseline else None)
    relative, points = (
        f"{VERDICT_WORDS[verdict] if verdict else 'no verdict'}."
        for verdict in (target.verdict_relative, target.verdict_points)
    )
    if target.increase == 0:
        level = _say_level(target.relative_value, None, digits)
        return (f"Any increase{level.replace('to reach', 'to exceed')}: {relative}",)
    asked = say_percent(target.increase, 0).removesuffix(" %")
    lines = (target.line_relative, target.line_points)
    over = ""
    if target.deadline and ended_on and ended_on >= target.deadline:
        lines = (None, None)
        over = "; the deadline has passed" if ended_on > target.deadline else ""
    first = _say_level(target.relative_value, lines[0], digits) + over
    second = _say_level(target.points_value, lines[1], digits) + over
    return (
        f"Read as a relative increase of {asked} per cent{first}: {relative}",
        f"Read as an increase of {asked} percentage points{second}: {points}",
    )


def say_asked(row: Row) -> str:
    """From what a target counts, what it asks for, and how the measure fits the plan's words.

    Such as ``From 26 % (autumn-2025); 28 % or 36 % to reach; partial fit.``
    """
    target, baseline = row.target, row.baseline
    if target is None:
        return ""
    parts = []
    if baseline and baseline.same_method and target.increase is not None:
        from_what = say_percent(baseline.value, count_digits(baseline.base))
        parts = [f"from {from_what} ({baseline.round})"]
        digits = count_digits(row.base, baseline.base)
        asked = (target.relative_value, target.points_value)
        levels = dict.fromkeys(say_percent(one, digits) for one in asked if one is not None)
        if target.increase == 0:
            parts.append("any increase")
        elif levels:
            parts.append(f"{' or '.join(levels)} to reach")
    return _start("; ".join([*parts, f"{target.fit} fit."]))


def say_passed(results: Results) -> str:
    """That the deadline is over, and whether the round counts still; empty before it."""
    deadline = results.targets[0].deadline if results.targets else None
    made = results.provenance
    if deadline is None or made is None or made.ended_on <= deadline:
        return ""
    return (
        f"The deadline passed on {say_day(deadline)}. Fieldwork that closed by then is the last "
        f"that counts, and this round’s closed on {say_day(made.ended_on)}."
    )


def say_deadline(deadline: date | None) -> str:
    """Such as ``by 31 March 2028``."""
    return f"by {say_day(deadline)}" if deadline else "without a deadline"


def number_targets(results: Results) -> dict[str, int]:
    """The plan's targets by their text, numbered from one in the order of the plan."""
    return {one.text: number for number, one in enumerate(results.targets, start=1)}


def _say_level(value: float | None, line: float | None, digits: int) -> str:
    """The share to reach, and where the straight line to it stands by now."""
    if value is None:
        return ""
    said = f", {say_percent(value, digits)} to reach"
    return said if line is None else f"{said} and {say_percent(line, digits)} to be on track now"


def _start(text: str) -> str:
    return text[0].upper() + text[1:]
