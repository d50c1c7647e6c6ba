"""Results as JSON, CSV and a table for the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from analysis.claims import share_digits
from analysis.disclosure import Internal, Released
from analysis.naming import name_group, name_grouping, name_level
from analysis.origin import FIELDS, list_origin
from analysis.rows import ArmShown, Baseline, ChangeShown, Results, Row, TargetShown
from analysis.samples import APART
from analysis.shown import Previous, Status
from analysis.targets import VERDICT_WORDS
from surveys.quality import FLAG_WORDS

if TYPE_CHECKING:
    import pandas as pd

Renderable = Released | Internal

_NESTED = {
    "baseline": Baseline,
    "change": ChangeShown,
    "target": TargetShown,
    "previous": Previous,
}
_NOT_FLAT = {*_NESTED, "history"}
_COLUMNS = (
    "Measure",
    "Who",
    "Share",
    "95 %",
    "Base",
    "Unweighted",
    "Baseline",
    "Change",
    "Target",
)
_CAUTION = " *"
"""Stands beside a figure that may not stand without qualification."""
_WITHHELD = {Status.SUPPRESSED: "withheld", Status.TOO_FEW: "too few answers"}


def render_json(outcome: Renderable) -> str:
    """The object of the outside contract."""
    content = asdict(outcome.results)
    content["results"] = content.pop("rows")
    if content["equality"] is None:
        del content["equality"]  # only of plans that compare groups
    if content["audit"]:
        del content["audit"]["plain"]  # for the ledger, not for readers
    return json.dumps(content, indent=2, ensure_ascii=False, default=_plain)


def render_csv(outcome: Renderable) -> str:
    """One line a row; nested fields as ``change_points``, with the round and its labels first."""
    return as_frame(outcome).to_csv(index=False, lineterminator="\n")


def as_frame(outcome: Renderable) -> pd.DataFrame:
    """The rows as a data frame; what is withheld is None, and whole numbers stay whole."""
    import pandas as pd  # noqa: PLC0415  # heavy, and needed for frames and CSV only

    rows = [_flatten(outcome.results, row) for row in outcome.results.rows]
    return pd.DataFrame(rows, columns=_field_names(), dtype=object)


def render_table(outcome: Renderable, *, breakdowns: bool = False) -> RenderableType:
    """Headline rows with what they rest on below; with their parts where asked.

    Answers that stand apart are always shown, so that nobody takes the headline for all of them.
    """
    results = outcome.results
    marks = ["SYNTHETIC"] if results.synthetic else []
    marks += ["INTERNAL: not for publication"] if isinstance(outcome, Internal) else []
    title = " - ".join([*marks, f"{results.plan}, round {results.round}"])
    notes = _number_notes(results)
    tables = [_table(title, [row for row in results.rows if row.breakdown is None], notes)]
    if apart := [row for row in results.rows if row.breakdown in APART]:
        tables += [_table("Samples and modes, each by itself", apart, notes)]
    if breakdowns:
        shown = {None, *APART}
        parts = [row for row in results.rows if row.breakdown not in shown]
        tables += [_table("Breakdowns", parts, notes)]
    return Group(*tables, Text("\n".join(_footnotes(results, notes))))


def _number_notes(results: Results) -> dict[str, int]:
    """Every note once, numbered in the order of the rows."""
    notes = dict.fromkeys(note for row in results.rows for note in row.notes)
    return {note: number for number, note in enumerate(notes, start=1)}


def _table(title: str, rows: list[Row], notes: Mapping[str, int]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in _COLUMNS:
        numeric = name in {"Share", "95 %", "Base", "Unweighted"}
        table.add_column(name, justify="right" if numeric else "left")
    previous = ""
    for row in rows:
        name = row.measure_label if row.measure != previous else ""
        previous = row.measure
        who = f"{row.breakdown}: {row.group_label}" if row.breakdown else row.group_label
        who += "".join(f" [{notes[note]}]" for note in row.notes)
        table.add_row(*(Text(cell) for cell in (name, who, *_cells(row))))
    return table


def _cells(row: Row) -> tuple[str, ...]:
    target = _describe_target(row)
    if row.estimate is None or row.ci_low is None or row.ci_high is None:
        return _WITHHELD.get(row.status, "no answers"), "", "", "", "", "", target
    digits = share_digits(row.base or 0) - 2
    # nobody and everybody are never released, so a released 0 or 1 has been rounded
    exact = row.status is not Status.RELEASED
    share = describe_share(row.estimate, digits, exact=exact)
    interval = f"{100 * row.ci_low:.{digits}f}-{100 * row.ci_high:.{digits}f}"
    if row.status is not Status.RELEASED:
        share += f" ({_WITHHELD[row.status]})"
    share += _CAUTION if row.cautions else ""
    unweighted = (
        "" if row.unweighted is None else describe_share(row.unweighted, digits, exact=exact)
    )
    baseline = _describe_baseline(row.baseline)
    return share, interval, f"{row.base:,}", unweighted, baseline, _describe_change(row), target


def describe_share(share: float, digits: int, *, exact: bool) -> str:
    """A share in per cent; what only rounds to nobody or everybody is not called that."""
    shown = f"{100 * share:.{digits}f}"
    if float(shown) in {0, 100} and not (exact and share in {0, 1}):
        least = 10**-digits
        return f"under {least:g} %" if share < 0.5 else f"over {100 - least:g} %"
    return f"{shown} %"


def _describe_baseline(baseline: Baseline | None) -> str:
    if baseline is None:
        return ""
    digits = share_digits(baseline.base or 0) - 2 if baseline.same_method else 0
    share = describe_share(baseline.value, digits, exact=baseline.published)
    return share if baseline.same_method else f"{share} (different method)"


def _describe_change(row: Row) -> str:
    change = row.change
    if change is None:
        return ""
    bases = (row.base, row.baseline.base if row.baseline else None)
    digits = min(share_digits(base or 0) for base in bases) - 2
    moves = (change.points, change.points_low, change.points_high)
    said = f"{_write_moves(moves, digits)} points"
    low, high = change.relative_low, change.relative_high
    if change.relative is not None and low is not None and high is not None:
        shares = (100 * change.relative, 100 * low, 100 * high)
        said += f"; {_write_moves(shares, 0)} %"
    return said if change.clear else f"{said}; no clear change"


def _write_moves(moves: tuple[float, float, float], digits: int) -> str:
    """A change and its interval, such as ``+4 (-12 to +20)``."""
    move, low, high = (_write_signed(one, digits) for one in moves)
    return f"{move} ({low} to {high})"


def _write_signed(move: float, digits: int) -> str:
    shown = f"{move:+.{digits}f}"
    return shown.lstrip("+-") if float(shown) == 0 else shown


def _describe_target(row: Row) -> str:
    target = row.target
    if target is None:
        return ""
    if target.verdict_relative is None or target.verdict_points is None:
        return f"no verdict ({target.fit} fit)"
    relative, points = VERDICT_WORDS[target.verdict_relative], VERDICT_WORDS[target.verdict_points]
    words = relative if relative == points else f"relative: {relative}; points: {points}"
    indicative = ", indicative" if target.indicative else ""
    return f"{words} ({target.fit} fit{indicative})"


def _footnotes(results: Results, notes: Mapping[str, int]) -> Iterator[str]:
    method = results.method
    yield method.who
    if method.modes:
        yield f"Answered by: {', '.join(method.modes)}."
    yield f"Weighting: {method.weighting}. {method.base}."
    yield from (_describe_arm(arm, alone=len(method.arms) == 1) for arm in method.arms)
    if method.codes_issued:
        used = write_number(method.codes_used or 0)
        yield f"Invitation codes: {method.codes_issued:,} issued, {used} used."
    if method.flags:
        marks = (
            f"{write_number(count)} {FLAG_WORDS.get(flag, flag)}"
            for flag, count in method.flags.items()
        )
        yield f"Marks of quality, counted like all other answers: {'; '.join(marks)}."
    if method.not_given:
        given = (
            (name_grouping(results.took_part, name), 100 * share)
            for name, share in method.not_given.items()
        )
        shares = (f"{label.lower()} {share:.0f} %" for label, share in given)
        yield f"Not given: {', '.join(shares)}; they keep their share."
    for margin, taken in method.collapsed.items():
        for level, heir in taken.items():
            names = [name_level(results.took_part, margin, one) for one in (level, heir)]
            group = name_group(name_grouping(results.took_part, margin), names[0])
            yield f"Too few answers from {group}: weighted together with {names[1]}."
    cautions = dict.fromkeys(caution for row in results.rows for caution in row.cautions)
    yield from (f"{_CAUTION.strip()} Low reliability. {caution}" for caution in cautions)
    targets = (row.target for row in results.rows if row.target and row.target.note)
    yield from dict.fromkeys(target.note for target in targets)
    yield from (f"[{number}] {note}" for note, number in notes.items())
    if method.attribution:
        yield method.attribution


def write_number(count: int | str) -> str:
    """A number of people with its thousands set apart; the words for a small one as they are."""
    return f"{count:,}" if isinstance(count, int) else count


def _describe_arm(arm: ArmShown, *, alone: bool) -> str:
    sample = ", ".join(arm.samples) or "nobody"
    counted = f"Sample: {sample}, {write_number(arm.respondents)} answers"
    if alone:
        return f"{counted}."
    if arm.breakdown is None:
        return f"{counted}, in every figure but those by sample or mode."
    where = f"breakdown {arm.breakdown}, category {arm.category}"
    return f"{counted}, apart: {where}. {arm.who} Weighting: {arm.weighting}."


def _flatten(results: Results, row: Row) -> dict[str, object]:
    flat: dict[str, object] = {
        "round": results.round,
        "plan": results.plan,
        "synthetic": results.synthetic,
        **list_origin(results),
    }
    content = asdict(row)
    flat |= {name: value for name, value in content.items() if name not in _NOT_FLAT}
    flat["notes"] = " ".join(row.notes)
    flat["cautions"] = " ".join(row.cautions)
    for name in _NESTED:
        flat |= {f"{name}_{key}": value for key, value in (content[name] or {}).items()}
    return flat


def _field_names() -> list[str]:
    """The same columns for every round: plain fields first, then the nested ones."""
    plain = [field.name for field in fields(Row) if field.name not in _NOT_FLAT]
    nested = [f"{name}_{field.name}" for name, kind in _NESTED.items() for field in fields(kind)]
    return ["round", "plan", "synthetic", *FIELDS, *plain, *nested]


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
