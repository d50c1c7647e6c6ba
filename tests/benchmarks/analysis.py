"""The analysis of large rounds, beside svy and R survey: ``python -m tests.benchmarks analysis``.

Frozen rounds are made up first, which is not timed. Each task runs in a process of its own. svy is
no dependency: name an interpreter that has it (``--svy PYTHON``); R survey is used where `Rscript`
finds it. What a peer does is checked to be the same estimate.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from analysis.plan_loading import load_plan
from tests.benchmarks.analysis_task import BEFORE, NOW, PLAN
from tests.benchmarks.domain_estimate import narrow_plan, write_csv, write_task
from tests.benchmarks.made_round import write_made_round

SMALL, LARGE, LARGEST = 1_000, 1_000_000, 10_000_000
LONGEST = 1800
PEERS = Path(__file__).parent / "peers"
AGREEMENT = 1e-6
"""How far a peer's share and standard error may be off, relatively: each stops raking elsewhere."""

Measured = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """What is wanted, and what was measured; None where it was not run."""

    text: str
    bound: float
    value: float | None
    at_most: bool = True

    @property
    def reached(self) -> bool | None:
        """Whether it was; None where it was not run."""
        if self.value is None:
            return None
        return self.value <= self.bound if self.at_most else self.value >= self.bound


def run_analysis(chosen: argparse.Namespace) -> int:
    """Measure and report; 1 when a target is missed, or a peer estimates something else."""
    console = Console(stderr=chosen.json, width=110)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        results = {size: _measure(chosen, Path(folder), size) for size in chosen.sizes}
    targets = list(list_targets(results))
    differing = list(list_differing(results))
    _print_results(console, results)
    _print_estimates(console, results)
    _print_targets(console, targets)
    for text in differing:
        console.print(text)
    if chosen.json:
        sys.stdout.write(json.dumps(results, indent=2) + "\n")
    return 1 if differing or any(one.reached is False for one in targets) else 0


def _measure(chosen: argparse.Namespace, folder: Path, size: int) -> Measured:
    """Every task for one number of answers; what is left on the disk is only what is needed."""
    data_dir = folder / str(size)
    write_made_round(data_dir, BEFORE, size, seed=1, year=2026)
    write_made_round(data_dir, NOW, size, seed=2, year=2027, better=0.1)
    runs = [_run_ours("results", data_dir) for _ in range(chosen.rounds)]
    measured: Measured = {"results": _middle(runs), "estimates": {}}
    if size == SMALL:
        measured["publishing"] = _run_ours("publishing", data_dir)
    if size <= LARGE:
        measured["estimates"] = _compare(chosen, data_dir)
    shutil.rmtree(data_dir)
    return measured


def _middle(runs: Sequence[Measured]) -> Measured:
    """The run of the middle time."""
    return sorted(runs, key=lambda run: float(run["seconds"][0]))[len(runs) // 2]


def _compare(chosen: argparse.Namespace, data_dir: Path) -> dict[str, Measured]:
    """The one estimate by us and by each peer that is there, in turn."""
    plan, now = narrow_plan(load_plan(PLAN)), data_dir / NOW
    found = {"Canvass": _run_ours("estimate", data_dir)}
    if chosen.svy:
        task = data_dir / "task.json"
        write_task(now, plan, task)
        script = str(PEERS / "domain_estimate_svy.py")
        found["svy"] = _run([chosen.svy, script, str(task), "3"])
    if chosen.rscript:
        answers, totals = data_dir / "answers.csv", data_dir / "totals.csv"
        write_csv(now, plan, answers, totals)
        script = str(PEERS / "domain_estimate.R")
        found["R survey"] = _run([chosen.rscript, script, str(answers), str(totals), "1"])
    return found


def _run_ours(task: str, data_dir: Path) -> Measured:
    return _run([sys.executable, "-m", "tests.benchmarks.analysis_task", task, str(data_dir)])


def _run(command: Sequence[str]) -> Measured:
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=LONGEST)
    found: Measured = json.loads(ended.stdout.splitlines()[-1])
    return found


def find_seconds(measured: Measured) -> tuple[float, float]:
    """The median of the repeats, on the clock and of the processor."""
    clock, worked = zip(*measured["runs"], strict=True)
    return median(clock), median(worked)


def list_targets(results: dict[int, Measured]) -> Iterator[Target]:
    """What the analysis has to reach, with what was measured."""
    large = results.get(LARGE, {})
    whole = large.get("results")
    largest = results.get(LARGEST, {}).get("results")
    yield Target("s, all results of 1,000,000", 2.0, whole and whole["seconds"][0])
    yield Target("MiB at most, all results of 1,000,000", 400.0, whole and whole["peak_mib"])
    times = whole and largest and largest["seconds"][0] / whole["seconds"][0]
    yield Target("times as long for 10,000,000", 10.0, times)
    for peer, least in (("svy", 50.0), ("R survey", 300.0)):
        yield Target(
            f"times as fast as {peer}, one estimate of 1,000,000",
            least,
            find_ratio(large.get("estimates", {}), peer, 0),
            at_most=False,
        )
    steps = results.get(SMALL, {}).get("publishing")
    parts = ("audit", "release", "report")
    total = steps and sum(steps[part][0] for part in parts)
    yield Target("s, audit, release and report of 1,000", 10.0, total)


def find_ratio(estimates: dict[str, Measured], peer: str, clock: int) -> float | None:
    """How many times as long as ours a peer took; None where it was not run."""
    if peer not in estimates:
        return None
    return find_seconds(estimates[peer])[clock] / find_seconds(estimates["Canvass"])[clock]


def list_differing(results: dict[int, Measured]) -> Iterator[str]:
    """The peers whose estimate is another one; both give the calibrated standard error."""
    for size, measured in results.items():
        ours = measured["estimates"].get("Canvass")
        for peer, found in measured["estimates"].items():
            if peer == "Canvass":
                continue
            for theirs, own in (("share", "share"), ("error", "calibrated")):
                if abs(found[theirs] / ours[own] - 1) > AGREEMENT:
                    yield f"{peer}, {size:,} answers: {theirs} {found[theirs]}, ours {ours[own]}"


def _print_results(console: Console, results: dict[int, Measured]) -> None:
    table = Table("Answers", title="All results of the annual plan, with an earlier round as large")
    for heading in ("Seconds", "Processor", "Peak MiB", "Rows"):
        table.add_column(heading, justify="right")
    for size, measured in results.items():
        one = measured["results"]
        wall, worked = one["seconds"]
        row = (f"{wall:.2f}", f"{worked:.2f}", f"{one['peak_mib']:.0f}", str(one["rows"]))
        table.add_row(f"{size:,}", *row)
    console.print(table)
    steps = results.get(SMALL, {}).get("publishing", {})
    told = (f"{k} {v[0]:.2f} s (processor {v[1]:.2f})" for k, v in steps.items() if k != "bytes")
    if steps:
        console.print(f"Publishing {SMALL:,} answers: {', '.join(told)}.")


def _print_estimates(console: Console, results: dict[int, Measured]) -> None:
    table = Table("Answers", "By", title="One weighted domain estimate, from the frozen file")
    for heading in ("ms", "Times ours", "Processor ms", "Times ours"):
        table.add_column(heading, justify="right")
    for size, measured in results.items():
        for name, one in measured["estimates"].items():
            cells = []
            for clock, seconds in enumerate(find_seconds(one)):
                ratio = find_ratio(measured["estimates"], name, clock) or 0.0
                cells += [f"{1000 * seconds:,.1f}", f"{ratio:,.1f}"]
            table.add_row(f"{size:,}", name, *cells)
    console.print(table)


def _print_targets(console: Console, targets: Sequence[Target]) -> None:
    table = Table("Target", "Wanted", "Measured", "Reached", title="Targets")
    said = {True: "yes", False: "no", None: "not run"}
    for one in targets:
        measured = "" if one.value is None else f"{one.value:,.2f}"
        wanted = f"{'≤' if one.at_most else '≥'} {one.bound:g}"
        table.add_row(one.text, wanted, measured, said[one.reached])
    console.print(table)
