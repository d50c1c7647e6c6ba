"""Plans from files: YAML by name or path, or the JSON that a frozen round keeps.

How YAML is read, `analysis.plan_files` tells.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analysis.plan import Plan
from analysis.plan_faults import find_faults
from analysis.plan_figures import read_printed, read_published
from analysis.plan_files import PlanFile
from surveys.errors import Fault, PlanRefused
from surveys.rounds import Purpose

_KIND = PlanFile("plan", "plan.yaml", PlanRefused, frozenset({".yaml", ".yml", ".json"}))
_MARGINS = "margins_file"
_PUBLISHED = "published_file"
_PRINTED = "printed_file"


def load_plan(name_or_path: str | Path) -> Plan:
    """The plan of that name among those that ship, or of that file or folder.

    Files that it names are read beside it: ``margins_file`` (CSV with columns margin, level, count,
    source), whose counts become shares; ``published_file`` and ``printed_file``, which are figures
    of others (see `plan_figures`).

    Raises:
        PlanRefused: The file is missing or has faults; all of them are told at once.
    """
    path = _KIND.find(name_or_path)
    text = _KIND.read_text(name_or_path)
    if path.suffix == ".json":
        return _build(_read_json(text, path.name), path.name)
    content = _KIND.read_fields(text, path.name)
    margins = content.pop(_MARGINS, None)
    faults = list(_add_shares(content, path.parent / str(margins))) if margins else []
    faults += _add_figures(content, path.parent)
    return _build(content, path.name, faults)


def plan_names() -> tuple[str, ...]:
    """The plans that ship, in alphabetical order."""
    return _KIND.list_plans()


def choose_plan(questionnaire: str, usual: str) -> Plan:
    """The plan for rounds of a questionnaire where none was asked for by name.

    The usual one where it is for that questionnaire, or else the one that ships for it; where there
    is none, or are several, the usual one, which is then refused beside the questionnaire.

    Args:
        questionnaire: Its name.
        usual: Name or file of the plan that the settings name.
    """
    plan = load_plan(usual)
    if plan.questionnaire == questionnaire:
        return plan
    shipped = [one for one in map(load_plan, plan_names()) if one.questionnaire == questionnaire]
    return shipped[0] if len(shipped) == 1 else plan


@cache
def find_shipped_purpose(questionnaire: str) -> Purpose | None:
    """What a questionnaire is for, by the plans that ship for it; None where none does.

    Kept, because it is asked within a transaction and the files do not change while we run.
    """
    plans = map(load_plan, plan_names())
    purposes = {one.purpose for one in plans if one.questionnaire == questionnaire}
    return purposes.pop() if len(purposes) == 1 else None


def _read_json(text: str, place: str) -> dict[str, Any]:
    try:
        return _KIND.check_fields(json.loads(text), place)
    except json.JSONDecodeError as error:
        raise _KIND.refuse(place, "json", str(error), "Restore the frozen plan.") from error


def _add_shares(content: dict[str, Any], path: Path) -> Iterator[Fault]:
    """Turn the counts of the margins file into shares of the groupings, in place."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError:
        yield Fault(
            "plan.margins-missing",
            path.name,
            "the file of margins cannot be read",
            "Put it beside the plan, or remove margins_file.",
        )
        return
    counts: dict[str, dict[str, float]] = {}
    for line, row in enumerate(rows, start=2):
        try:
            margin, level, count = row["margin"], row["level"], float(row["count"])
            if not (margin and level) or not 0 <= count < float("inf"):
                raise ValueError
        except (KeyError, TypeError, ValueError):
            yield Fault(
                "plan.margins-row",
                f"{path.name} line {line}",
                "the row is not margin, level, and a count of people",
                "Give the columns margin, level, count, source.",
            )
            continue
        if level in counts.setdefault(margin, {}):
            yield Fault(
                "plan.duplicate-margin",
                f"{path.name} line {line}",
                f"margin {margin} has a row for {level} already",
                "Keep one row for each level.",
            )
        counts[margin][level] = count
    yield from _attach(content, counts, path.name)


def _add_figures(content: dict[str, Any], folder: Path) -> list[Fault]:
    """Put the figures of the plan's files into it, in place."""
    faults: list[Fault] = []
    if file := content.pop(_PUBLISHED, None):
        names = (_list_names(content, "measures"), _list_names(content, "domains"))
        content["published_series"], found = read_published(folder / str(file), *names)
        faults += found
    if file := content.pop(_PRINTED, None):
        content["printed"], found = read_printed(folder / str(file))
        faults += found
    return faults


def _list_names(content: dict[str, Any], field: str) -> list[str]:
    """Names of the things in a list that may not be as it should be."""
    things = content.get(field)
    named = (one for one in things if isinstance(one, dict)) if isinstance(things, list) else ()
    return [str(one["name"]) for one in named if "name" in one]


def _attach(
    content: dict[str, Any], counts: Mapping[str, Mapping[str, float]], place: str
) -> Iterator[Fault]:
    groupings = content.get("groupings", [])
    known = {g["name"]: g for g in groupings if isinstance(g, dict) and "name" in g}
    for margin, levels in counts.items():
        total = sum(levels.values())
        if margin not in known:
            yield Fault(
                "plan.unknown-margin",
                f"{place}: {margin}",
                "the plan has no grouping of this name",
                f"Name one of {', '.join(known) or 'the plan groupings'}.",
            )
        elif total <= 0:
            yield Fault(
                "plan.empty-margin",
                f"{place}: {margin}",
                "the margin counts nobody",
                "Give the population's counts.",
            )
        else:
            known[margin]["shares"] = {code: count / total for code, count in levels.items()}


def _build(content: dict[str, Any], place: str, faults: list[Fault] | None = None) -> Plan:
    faults = faults or []
    try:
        plan = Plan.model_validate(content)
    except ValidationError as error:
        faults += [_from_pydantic(detail, place) for detail in error.errors()]
        raise PlanRefused(place, faults) from error
    faults += find_faults(plan, place)
    if faults:
        raise PlanRefused(place, faults)
    return plan


def _from_pydantic(detail: Any, place: str) -> Fault:
    where = ".".join(str(part) for part in detail["loc"])
    remedy = (
        "Remove it, or correct its name."
        if detail["type"] == "extra_forbidden"
        else ("Give this field as the shipped plans do.")
    )
    return Fault("plan.field", f"{place}: {where}", detail["msg"], remedy)
