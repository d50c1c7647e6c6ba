"""One weighted domain estimate from a frozen file: ours, and what peers need to do the same.

The share of women who feel safe after dark, raked to four margins, with its standard error.
"""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from analysis.cells import Cells, Response, build_cells, classify
from analysis.dataset import open_round
from analysis.estimates import Share
from analysis.plan import Plan
from analysis.raking import build_margin
from analysis.rounds import estimate_round

DOMAIN = ("sex", "female")
MEASURE = "safe_after_dark"
NOT_GIVEN = ".not_given"


def narrow_plan(plan: Plan) -> Plan:
    """The plan with one measure, one domain and the margins alone, raked and not trimmed."""
    measure = next(one for one in plan.measures if one.name == MEASURE)
    content = {
        "measures": (measure.model_copy(update={"domains": ("women",), "breakdowns": ()}),),
        "domains": (plan.get_domain("women"),),
        "groupings": tuple(plan.get_grouping(name) for name in plan.weighting.rake),
        "weighting": plan.weighting.model_copy(update={"trim": None}),
        "tabulations": (),
        "earlier_targets": (),
    }
    return plan.model_copy(update=content)


def estimate(folder: Path, plan: Plan) -> Share:
    """The share, from the folder with its hashes checked."""
    figures = estimate_round(open_round(folder), plan).figures[MEASURE]
    share = figures["women", None, None].share
    assert share is not None, "women answered"
    return share


def time_estimates(folder: Path, plan: Plan, repeats: int) -> dict[str, Any]:
    """As the peers print it: share, standard errors, and seconds of each repeat."""
    runs = []
    share = estimate(folder, plan)  # what is loaded at first use is not timed, for nobody
    for _ in range(repeats):
        began, worked = time.perf_counter(), time.process_time()
        share = estimate(folder, plan)
        runs.append([time.perf_counter() - began, time.process_time() - worked])
    errors = {"error": share.standard_error, "calibrated": share.calibrated_error}
    return {"share": share.estimate, **errors, "runs": runs}


def write_task(folder: Path, plan: Plan, path: Path) -> None:
    """What svy needs to know besides the frozen file, as JSON."""
    measure = plan.measures[0]
    classes = classify(open_round(folder).columns[measure.item], measure)
    task = {
        "file": str(folder / "responses.parquet"),
        "margins": {
            grouping.name: {"columns": _list_levels(plan, grouping.name), "shares": grouping.shares}
            for grouping in plan.groupings
        },
        "item": measure.item,
        "answers": {c: int(k is Response.YES) for c, k in classes.items() if k <= Response.NO},
        "domain": DOMAIN,
    }
    path.write_text(json.dumps(task, default=dict), encoding="utf-8")


def _list_levels(plan: Plan, name: str) -> dict[str, dict[str, str]]:
    """Column to code to level."""
    found: dict[str, dict[str, str]] = {}
    for level in plan.get_grouping(name).levels:
        for column, codes in level.when.items():
            found.setdefault(column, {}).update(dict.fromkeys(codes, level.code))
    return found


def write_csv(folder: Path, plan: Plan, answers: Path, targets: Path) -> None:
    """What R needs: levels of the margins and yes by respondent, and the margins' totals."""
    dataset, measure = open_round(folder), plan.measures[0]
    cells = build_cells(dataset, plan)
    coded = dataset.get_coded(measure.item)
    classes = classify(dataset.columns[measure.item], measure)
    yes = [_say(classes[code]) for code in coded.codes]
    labels = _label(plan, cells)
    lines = [f"{label},{said}\n" for label in labels for said in yes]
    place = cells.key.astype(np.int64) * len(yes) + coded.index
    with answers.open("w", encoding="utf-8") as file:
        file.write(",".join([*(one.name for one in plan.groupings), "yes"]) + "\n")
        file.writelines(lines[one] for one in place.tolist())
    with targets.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["margin", "level", "total"])
        writer.writerows(_list_totals(plan, cells))


def _say(response: Response) -> str:
    return {Response.YES: "1", Response.NO: "0"}.get(response, "NA")


def _label(plan: Plan, cells: Cells) -> list[str]:
    """The levels of each cell, separated by commas."""
    columns = []
    for grouping in plan.groupings:
        codes = np.array([*(level.code for level in grouping.levels), NOT_GIVEN])
        columns.append(codes[cells.levels[grouping.name]])
    return [",".join(row) for row in zip(*columns, strict=True)]


def _list_totals(plan: Plan, cells: Cells) -> Iterator[tuple[str, str, float]]:
    for grouping in plan.groupings:
        margin = build_margin(grouping, cells.levels[grouping.name], cells.base_weight)
        codes = [*(level.code for level in grouping.levels), NOT_GIVEN]
        for code, total in zip(codes, margin.targets.tolist(), strict=True):
            if total > 0:
                yield grouping.name, code, total
