"""A plan held against a questionnaire, or against the columns of a frozen round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from analysis.plan import Measure, Plan, Tabulation
from analysis.plan_content import Condition
from analysis.plan_crossings import find_crossing_faults
from surveys.errors import Fault, PlanRefused
from surveys.questionnaire import Kind, Questionnaire
from surveys.store.columns import columns_of

_OPTION = "__"
"""Stands between a question and its option in the name of a column."""

Columns = Mapping[str, frozenset[str] | None]
"""Column name to its codes; None where any text may stand, as for a number."""


def check_plan(plan: Plan, questionnaire: Questionnaire) -> None:
    """See that every item, column and code of the plan is in the questionnaire.

    Raises:
        PlanRefused: With everything that is missing, or crosses a place with an ethnic group. A
            plan for another questionnaire is refused as that alone: all that it then lacks would
            only hide the one thing to do.
    """
    place = f"plan {plan.name} on {questionnaire.name} version {questionnaire.version}"
    if plan.questionnaire != questionnaire.name:
        problem = f"the plan is for questionnaire {plan.questionnaire}"
        remedy = f"Name a plan for {questionnaire.name}, or leave it out for the one that ships."
        raise PlanRefused(place, [Fault("plan.other-questionnaire", place, problem, remedy)])
    faults = find_column_faults(plan, codes_of_columns(questionnaire), place)
    faults += find_crossing_faults(plan, place, _list_places(questionnaire))
    if faults:
        raise PlanRefused(place, faults)


def _list_places(questionnaire: Questionnaire) -> list[str]:
    """The columns of places that people named."""
    columns = columns_of(questionnaire)
    return [column.name for column in columns if column.question.kind is Kind.PLACE]


def codes_of_columns(questionnaire: Questionnaire) -> dict[str, frozenset[str] | None]:
    """The columns that a frozen round of the questionnaire has, with their codes."""
    return {
        column.name: None if column.question.kind is Kind.NUMBER else frozenset(column.codes())
        for column in columns_of(questionnaire)
    }


def find_column_faults(plan: Plan, columns: Columns, place: str) -> list[Fault]:
    """Items, columns and codes that the plan names and the data have not."""
    faults = [
        fault for measure in plan.measures for fault in _find_item_faults(measure, columns, place)
    ]
    faults += [
        fault
        for tabulation in plan.tabulations
        for fault in _find_tabulation_faults(tabulation, columns, place)
    ]
    for where, condition in _conditions(plan):
        for column, codes in condition.items():
            faults += _find_code_faults(columns, column, codes, f"{place}: {where}")
    return faults


def _conditions(plan: Plan) -> Iterator[tuple[str, Condition]]:
    yield "eligible", plan.eligible
    for grouping in plan.groupings:
        for level in grouping.levels:
            yield f"grouping {grouping.name}, level {level.code}", level.when
    for domain in plan.domains:
        yield f"domain {domain.name}", domain.when
        for component in domain.components:
            yield f"domain {domain.name}, component {component.code}", component.when


def _find_item_faults(measure: Measure, columns: Columns, place: str) -> Iterator[Fault]:
    where = f"{place}: measure {measure.name}"
    if measure.item not in columns:
        yield Fault(
            "plan.no-item",
            where,
            f"its item {measure.item} is not asked",
            "Correct the item, or take the measure out of the plan.",
        )
        return
    yield from _find_code_faults(columns, measure.item, measure.positive, where)


def _find_tabulation_faults(
    tabulation: Tabulation, columns: Columns, place: str
) -> Iterator[Fault]:
    where = f"{place}: tabulation {tabulation.name}"
    item = tabulation.item
    if tabulation.chosen:
        if not any(name.startswith(f"{item}{_OPTION}") for name in columns):
            yield Fault(
                "plan.no-item",
                where,
                f"{item} is no question that people choose several options of",
                "Correct the item, or remove `chosen`.",
            )
    elif item not in columns:
        yield Fault(
            "plan.no-item",
            where,
            f"its item {item} is not asked",
            "Correct the item, or take the tabulation out of the plan.",
        )
    else:
        yield from _find_code_faults(columns, item, tabulation.scores, f"{where}, scores")


def _find_code_faults(
    columns: Columns, column: str, codes: Iterable[str], where: str
) -> Iterator[Fault]:
    if column not in columns:
        yield Fault(
            "plan.unknown-column",
            where,
            f"there is no question or column {column}",
            "Correct its name; a place has the columns NAME_area and NAME_ward.",
        )
        return
    known = columns[column]
    for code in codes:
        if known is not None and code not in known:
            yield Fault(
                "plan.unknown-code",
                where,
                f"{column} has no answer {code}",
                f"Use one of {', '.join(sorted(known))}.",
            )
