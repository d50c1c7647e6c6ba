"""The rows of results as SPSS variables, with why a figure is missing as user-missing values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.disclosure import Released
from analysis.exports.dictionary import CATEGORIES, tabulate_results
from analysis.exports.spss import Number, Variable, make_names, render_sav
from analysis.rows import Results
from analysis.shown import Status
from analysis.tables import Column, Table, Unit, Value
from analysis.tabulating.methods import get_provenance

WITHHELD, TOO_FEW, NOT_APPLICABLE = -997, -998, -999
"""User-missing values: no share, count or change can be any of them."""

_MISSING = {
    WITHHELD: "Withheld, to protect people who answered",
    TOO_FEW: "Too few answers for a figure",
    NOT_APPLICABLE: "Not applicable, or never published",
}
_BY_STATUS = {str(Status.SUPPRESSED): WITHHELD, str(Status.TOO_FEW): TOO_FEW}
_FORMATS = {
    Unit.SHARE: "F8.3",
    Unit.POINTS: "F8.1",
    Unit.COUNT: "F8.0",
    Unit.NUMBER: "F8.1",
}
_WHOLE = "F8.0"
_NO_YES = {0: "No", 1: "Yes"}

Row = tuple[Value, ...]


def render_results(released: Released) -> bytes:
    """The rows of the results as an SPSS file.

    Raises:
        EstimateError: The results do not say when fieldwork ended, which dates the file.
    """
    results = released.results
    table = tabulate_results(released)
    names = make_names(column.name for column in table.columns)
    variables = [
        _build_variable(table, index, names[column.name])
        for index, column in enumerate(table.columns)
    ]
    label = f"{'SYNTHETIC: ' if results.synthetic else ''}Results, round {results.round}"
    day = get_provenance(results).ended_on
    return render_sav(variables, file_label=label, note=_note(results), day=day)


def _build_variable(table: Table, index: int, name: str) -> Variable:
    column = table.columns[index]
    values = [row[index] for row in table.rows]
    if codes := CATEGORIES.get(column.name):
        numbers = {code: number for number, code in enumerate(codes, start=1)}
        labels = {numbers[code]: label for code, label in codes.items()}
        shown = _fill(table, column, values, lambda value: numbers[str(value)])
        return _number(name, column.label, shown, labels, _WHOLE)
    if column.unit is Unit.YES_NO:
        shown = _fill(table, column, values, lambda value: int(bool(value)))
        return _number(name, column.label, shown, _NO_YES, _WHOLE)
    if column.unit in _FORMATS:
        shown = _fill(table, column, values, lambda value: float(value or 0))
        return _number(name, column.label, shown, {}, _FORMATS[column.unit])
    return Variable(name, column.label, [None if v is None else str(v) for v in values])


def _number(
    name: str, label: str, values: list[Number], labels: Mapping[int, str], shape: str
) -> Variable:
    """A variable of numbers: coded where its values have labels, else on a scale."""
    return Variable(
        name=name,
        label=label,
        values=values,
        value_labels={**labels, **_MISSING},
        missing=tuple(_MISSING),
        measure="nominal" if labels else "scale",
        format=shape,
    )


def _fill(
    table: Table, column: Column, values: list[Value], write: Callable[[Value], Number]
) -> list[Number]:
    """Numbers, with why there is none where there is none."""
    at = {one.name: index for index, one in enumerate(table.columns)}
    return [
        write(value) if value is not None else _explain(column, row, at)
        for value, row in zip(values, table.rows, strict=True)
    ]


def _explain(column: Column, row: Row, at: dict[str, int]) -> Number:
    """A withheld row withholds its figures; a target that it does not have, it has not withheld."""
    no_target = column.name.startswith("target_") and row[at["target_text"]] is None
    never = column.name in {"standard_error", "calibrated_error", "bootstrap_error"}
    if no_target or never:
        return NOT_APPLICABLE
    return _BY_STATUS.get(str(row[at["status"]]), NOT_APPLICABLE)


def _note(results: Results) -> list[str]:
    origin, method = get_provenance(results), results.method
    return [
        *(["SYNTHETIC: these answers are made up."] if results.synthetic else []),
        *([method.caution] if method.caution else []),
        method.who,
        f"Weighting: {method.weighting}.",
        f"Base: {method.base}.",
        method.disclosure,
        f"Round {origin.round}, fieldwork {origin.opens_on} to {origin.ended_on}.",
        f"Questionnaire {origin.questionnaire} version {origin.questionnaire_version},",
        f"SHA-256 {origin.questionnaire_hash}.",
        f"Plan {origin.plan}, SHA-256 {origin.plan_hash}.",
        f"Answers, SHA-256 {origin.answers_hash}.",
        f"Computed by {origin.software}, seed {origin.seed}.",
        *([method.attribution] if method.attribution else []),
    ]
