"""One weighted domain estimate from a frozen file with svy; run by an interpreter that has it.

    PYTHON domain_estimate_svy.py TASK.json REPEATS

The task names the Parquet file, how answers become levels, the population and the item. Printed as
JSON: share, standard error, and for each repeat seconds on the clock and of the processor.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
from svy import Design, Sample, col

TOLERANCE = 1e-9
Task = dict[str, Any]


def read_answers(task: Task) -> pl.DataFrame:
    """The columns that are needed, as levels of the margins and yes, no or nothing."""
    margins = task["margins"]
    names = {one for margin in margins.values() for one in margin["columns"]}
    frame = pl.read_parquet(task["file"], columns=sorted({*names, task["item"]}))
    levels = []
    for name, margin in margins.items():
        found = pl.lit(".not_given")
        for column, codes in margin["columns"].items():
            here = pl.col(column).cast(pl.String).replace_strict(codes, default=None)
            found = here.fill_null(found)
        levels.append(found.alias(name))
    answer = pl.col(task["item"]).cast(pl.String)
    yes = answer.replace_strict(task["answers"], default=None, return_dtype=pl.Int8)
    return frame.select(*levels, yes.alias("yes"), pl.lit(1.0).alias("one"))


def list_controls(frame: pl.DataFrame, task: Task) -> dict[str, dict[str, float]]:
    """The totals of each margin; who did not give the characteristic keeps their share."""
    controls = {}
    for name, margin in task["margins"].items():
        missing = float((frame[name] == ".not_given").sum())
        given = frame.height - missing
        controls[name] = {level: share * given for level, share in margin["shares"].items()}
        if missing:
            controls[name][".not_given"] = missing
    return controls


def estimate(task: Task) -> tuple[float, float]:
    """Share and standard error."""
    frame = read_answers(task)
    sample = Sample(frame, Design(wgt="one")).weighting.rake(
        controls=list_controls(frame, task), tol=TOLERANCE, max_iter=1000
    )
    margin, level = task["domain"]
    found = sample.estimation.prop("yes", where=col(margin) == level, drop_nulls=True)
    one = next(row for row in found.estimates if str(row.y_level) in {"1", "1.0"})
    return float(one.est), float(one.se)


def main() -> None:
    """Estimate as often as asked."""
    task = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    runs = []
    share, error = estimate(task)  # what is loaded at first use is not timed, for nobody
    for _ in range(int(sys.argv[2])):
        began, worked = time.perf_counter(), time.process_time()
        share, error = estimate(task)
        runs.append([time.perf_counter() - began, time.process_time() - worked])
    sys.stdout.write(json.dumps({"share": share, "error": error, "runs": runs}) + "\n")


if __name__ == "__main__":
    main()
