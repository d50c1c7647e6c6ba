"""One row a respondent, for analysts under restricted sharing; never for publication.

Characteristics are generalised until everybody is one of k alike (`anonymity`). There are no wards,
no times, no comments, no places, no marks of quality, and no weights of any kind: a raked weight
is the same for all of one sex, age, ethnic group and area and for nobody else, so that a weight
with its decimals, or in classes fine enough to be of use, gives back what was generalised. Figures
made from the file are unweighted and differ from the published ones, which the file beside it says.

k-anonymity keeps anybody from finding a person's row by their characteristics. It does not hide
what all of a class have answered alike, which is why the files are not for publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.columns import Coded
from analysis.dataset import Dataset
from analysis.exports.anonymity import MIN_K, Anonymised, anonymise, find_smallest
from analysis.exports.characteristics import Sorted, sort_columns
from analysis.exports.csv_files import dump, render_csv
from analysis.exports.files import Form, name_file
from analysis.exports.spss import Variable, make_names, render_sav
from analysis.exports.variables import (
    MISSING_RANGE,
    Field,
    code_answers,
    code_characteristic,
    label_values,
)
from analysis.plan import Plan
from analysis.tables import Column, Table, Value
from surveys.errors import EstimateError

_SYNTHETIC = "synthetic"
_ENDINGS = {Form.CSV: "csv", Form.SAV: "sav", Form.PARQUET: "parquet"}


@dataclass(frozen=True, slots=True)
class _File:
    """What is written, whatever the form.

    Attributes:
        scales: Columns whose options are in order.
        order: Shape (respondents,): rows by what the file shows, so that their order tells nothing
            of what was left out, by which the frozen round is ordered.
    """

    fields: tuple[Field, ...]
    scales: frozenset[str]
    order: Sequence[int]
    said: tuple[str, ...]


def render_respondents(
    dataset: Dataset, plan: Plan, form: Form, *, k: int = MIN_K
) -> dict[str, bytes]:
    """File name to content: the data, its codebook, and what was done to protect people.

    Args:
        dataset: A frozen round; rehearsals are none (`analysis.dataset.open_round`).
        plan: Whose population is in the file, and by whose groupings people are told apart.
        form: csv, sav or parquet.
        k: How many respondents have to be alike.

    Raises:
        EstimateError: The form holds no respondents, k is under 10, or there are fewer than k.
    """
    place = f"round {dataset.manifest.round}"
    if form not in _ENDINGS:
        raise EstimateError(
            "export.form",
            place,
            f"there are no respondents' files of the form {form}",
            f"Choose one of {', '.join(_ENDINGS)}.",
        )
    sorted_columns = sort_columns(dataset, plan)
    size = int(sorted_columns.kept.sum())
    found = anonymise(sorted_columns.characteristics, size, k, place)
    assert find_smallest(found.kept, size) >= k, "what is written is what was asked for"
    file = _build_file(dataset, plan, sorted_columns, found, k)
    name = f"{name_file(dataset.manifest.round)}-respondents"
    return {
        f"{name}.{_ENDINGS[form]}": _render(file, dataset, form),
        f"{name}-codebook.json": dump(_describe(file, dataset, plan)),
        f"{name}-read-me.txt": ("\n".join(file.said) + "\n").encode("utf-8"),
    }


def _build_file(dataset: Dataset, plan: Plan, columns: Sorted, found: Anonymised, k: int) -> _File:
    fields = (
        *(code_characteristic(one) for one in found.kept),
        *(_code(dataset, name, columns) for name in columns.answers),
    )
    keys = [field.index for field in reversed(fields)]
    order = np.lexsort(keys).tolist() if keys else []
    return _File(fields, columns.scales, order, tuple(_say(dataset, plan, columns, found, k)))


def _code(dataset: Dataset, name: str, columns: Sorted) -> Field:
    coded = dataset.get_coded(name)
    column = dataset.columns[name]
    chosen = Coded(coded.index[columns.kept], coded.codes)
    return code_answers(name, column, chosen)


def _say(dataset: Dataset, plan: Plan, columns: Sorted, found: Anonymised, k: int) -> Iterator[str]:
    """What the file beside the data says."""
    manifest = dataset.manifest
    if manifest.synthetic:
        yield "SYNTHETIC: these answers are made up."
    yield f"Answers of {int(columns.kept.sum()):,} respondents of round {manifest.round}."
    yield f"Population: that of {plan.title}. Fieldwork ended on {manifest.ended_on}."
    yield "For analysts under restricted sharing. Not for publication, and not to be passed on."
    yield ""
    yield (
        f"Every respondent has the same characteristics as at least {found.smallest - 1} others "
        f"in this file (k = {found.smallest}; asked for: {k})."
    )
    yield f"Characteristics in the file: {_list(one.label for one in found.kept)}."
    yield "What was done for that, in order:"
    yield from (f"- {step}" for step in found.steps or ("Nothing had to be generalised.",))
    yield (
        f"Characteristics of {found.withheld:,} respondents are withheld."
        if found.withheld
        else "Nobody's characteristics are withheld."
    )
    yield "Don't know, refused, skipped and not asked are one value in characteristics."
    yield f"Shown by the plan's groupings alone: {_list(columns.grouped)}."
    yield f"In no such file: {_list(columns.left_out)}, comments and places."
    yield ""
    yield (
        "There are no weights: a weight would give away the group and area that it comes from. "
        "Figures made from this file are unweighted and differ from the published ones."
    )
    yield (
        "Another file of this round, made with another k or another plan, could be joined to this "
        "one by the answers. Nobody should have both."
    )
    yield (
        "Respondents who are alike may have answered alike. Figures of small groups made from "
        "this file need the same disclosure control as any other before they are published."
    )


def _list(parts: Iterator[str] | Sequence[str]) -> str:
    return "; ".join(parts) or "none"


def _render(file: _File, dataset: Dataset, form: Form) -> bytes:
    match form:
        case Form.SAV:
            return _render_sav(file, dataset)
        case Form.PARQUET:
            from analysis.exports.columnar import render_parquet  # noqa: PLC0415  # heavy

            about = {"round": dataset.manifest.round, "synthetic": dataset.manifest.synthetic}
            return render_parquet(_tabulate(file, dataset), {**about, "protection": file.said})
        case _:
            table = _tabulate(file, dataset)
            return render_csv([column.name for column in table.columns], table.rows)


def _tabulate(file: _File, dataset: Dataset) -> Table:
    """The rows with the codes of the questionnaire."""
    columns = [
        [field.codings[at].code for at in field.index[file.order].tolist()] for field in file.fields
    ]
    synthetic: Value = "yes" if dataset.manifest.synthetic else "no"
    return Table(
        name="respondents",
        tab="respondents",
        title=_title(dataset),
        columns=(
            Column(_SYNTHETIC, "Synthetic answers"),
            *(Column(field.name, field.label) for field in file.fields),
        ),
        rows=tuple((synthetic, *row) for row in zip(*columns, strict=True)),
    )


def _render_sav(file: _File, dataset: Dataset) -> bytes:
    names = make_names([_SYNTHETIC, *(field.name for field in file.fields)])
    made_up = int(dataset.manifest.synthetic)
    variables = [
        Variable(
            name=names[_SYNTHETIC],
            label="Synthetic answers",
            values=[made_up] * len(file.order),
            value_labels={0: "No", 1: "Yes"},
            format="F8.0",
        )
    ]
    for field in file.fields:
        numbers = [coding.number for coding in field.codings]
        variables.append(
            Variable(
                name=names[field.name],
                label=field.label,
                values=[numbers[at] for at in field.index[file.order].tolist()],
                value_labels=label_values(field),
                missing_range=MISSING_RANGE,
                measure="ordinal" if field.name in file.scales else "nominal",
                format="F8.0",
            )
        )
    day = dataset.manifest.ended_on
    return render_sav(variables, file_label=_title(dataset), note=file.said, day=day)


def _title(dataset: Dataset) -> str:
    mark = "SYNTHETIC: " if dataset.manifest.synthetic else ""
    return f"{mark}Respondents, round {dataset.manifest.round}"


def _describe(file: _File, dataset: Dataset, plan: Plan) -> Mapping[str, object]:
    manifest = dataset.manifest
    names = make_names([_SYNTHETIC, *(field.name for field in file.fields)])
    return {
        "round": manifest.round,
        "synthetic": manifest.synthetic,
        "questionnaire": manifest.questionnaire.model_dump(mode="json"),
        "plan": {"name": plan.name, "hash": plan.hash},
        "protection": list(file.said),
        "columns": [
            {
                "name": field.name,
                "spss_name": names[field.name],
                "label": field.label,
                "part": field.part,
                "values": [
                    {"code": one.code, "label": one.label, "kind": one.kind, "spss": one.number}
                    for one in field.codings
                ],
            }
            for field in file.fields
        ],
    }
