"""One task in this process: ``python -m tests.benchmarks.analysis_task results DIR``.

DIR holds two frozen rounds, the earlier one and the one that is measured. What was measured is
printed as JSON, in seconds on the clock and of the processor.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from analysis.disclosure import Released, release
from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Plan
from analysis.plan_loading import load_plan
from analysis.provenance import AuditShown
from analysis.rows import Results
from tests.benchmarks.domain_estimate import narrow_plan, time_estimates
from tests.benchmarks.variant import peak_mib

PLAN = "tower-hamlets-2025"
BEFORE, NOW = "bench-2026", "bench-2027"

Did = TypeVar("Did")
Seconds = tuple[float, float]


def timed(do: Callable[[], Did]) -> tuple[Did, Seconds]:
    """What came of something, and its seconds on the clock and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    did = do()
    return did, (time.perf_counter() - began, time.process_time() - worked)


def run_results(data_dir: Path, plan: Plan) -> dict[str, Any]:
    """Every figure of the plan with its change, through the rules of disclosure control."""
    before = peak_mib()
    released, seconds = timed(lambda: _release_unaudited(_estimate(data_dir, plan)))
    rows = len(released.results.rows)
    return {"seconds": seconds, "rows": rows, "peak_mib": peak_mib(), "before_mib": before}


def run_publishing(data_dir: Path, plan: Plan) -> dict[str, Any]:
    """The results, the audit of both rounds, the release and the report, each by itself."""
    from analysis.report import render_report  # noqa: PLC0415  # only where asked for

    _estimate(data_dir, plan)  # what is loaded at first use is in the time of the round of any size
    _, estimated = timed(lambda: _estimate(data_dir, plan))
    ledger = Ledger(data_dir / "releases")
    results, audited = timed(lambda: _estimate(data_dir, plan, ledger))
    released, release_ = timed(lambda: release(results))
    page, report = timed(lambda: render_report(released))
    return {
        "results": estimated,
        "audit": (audited[0] - estimated[0], audited[1] - estimated[1]),
        "release": release_,
        "report": report,
        "bytes": len(page),
    }


def _estimate(data_dir: Path, plan: Plan, ledger: Ledger | None = None) -> Results:
    return estimate_measures(data_dir / NOW, plan, [data_dir / BEFORE], ledger=ledger)


def _release_unaudited(results: Results) -> Released:
    """Through the gate without an audit: it is timed by itself."""
    audit = AuditShown(counts=0, narrowest=None, withheld=0, releases=0)
    return release(replace(results, audit=audit))


def main() -> None:
    """Run the task named on the command line and print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=("results", "publishing", "estimate"))
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("--repeats", type=int, default=50, help="of the one estimate")
    chosen = parser.parse_args()
    plan = load_plan(PLAN)
    if chosen.task == "estimate":
        found = time_estimates(chosen.data_dir / NOW, narrow_plan(plan), chosen.repeats)
    else:
        run = run_results if chosen.task == "results" else run_publishing
        found = run(chosen.data_dir, plan)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
