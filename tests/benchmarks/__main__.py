"""Run every variant in turn, each in a fresh process, and print what was measured.

``broadcast`` measures one invitation to everybody instead, and ``analysis`` the analysis of large
rounds.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from tests.benchmarks.report import TITLES, print_report, summarise

SIZES = (1_000, 100_000, 1_000_000, 10_000_000)
LONGEST = 900
"""Seconds after which a variant counts as stuck: an update that it loses is never answered."""


def main() -> int:
    """Measure and report; 1 when a variant did not get every interview to its end."""
    chosen = read_arguments()
    if chosen.what == "broadcast":
        from tests.benchmarks.broadcast import run_broadcast  # noqa: PLC0415  # only where asked for

        return run_broadcast(chosen)
    if chosen.what == "analysis":
        from tests.benchmarks.analysis import run_analysis  # noqa: PLC0415  # only where asked for

        return run_analysis(chosen)
    console = Console(stderr=chosen.json)
    runs: list[dict[str, Any]] = []
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("measuring", total=chosen.rounds * len(TITLES))
        for run in iterate_runs(chosen):
            runs.append(run)
            progress.advance(task)
    summary = summarise(runs)
    print_report(console, summary)
    if chosen.json:
        sys.stdout.write(json.dumps({"runs": runs, **summary}, indent=2) + "\n")
    unfinished = [run for run in runs if run["submitted"] != chosen.people]
    for run in unfinished:
        console.print(f"{run['variant']}: {run['submitted']} of {chosen.people} submitted")
    return 1 if unfinished else 0


def read_arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    whats = ("answers", "broadcast", "analysis")
    parser.add_argument("what", nargs="?", choices=whats, default="answers")
    parser.add_argument("--people", type=int, help="interviews open at once, or people invited")
    parser.add_argument("--residents", type=int, default=20, help="who answer during a broadcast")
    parser.add_argument("--in-flight", type=int, default=100, help="updates under way at once")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each variant")
    parser.add_argument("--svy", help="an interpreter that has svy, to compare the analysis with")
    parser.add_argument(
        "--rscript", default=shutil.which("Rscript"), help="R with survey, for the same"
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, help="answers in the rounds analysed"
    )
    parser.add_argument("--folder", type=Path, default=None, help="a folder on the disk to use")
    parser.add_argument("--json", action="store_true", help="print every run as JSON too")
    chosen = parser.parse_args()
    chosen.people = chosen.people or (5000 if chosen.what == "broadcast" else 2000)
    return chosen


def iterate_runs(chosen: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Each variant once in every round, so that what slows the machine slows all of them."""
    folder = chosen.folder or find_disk()
    command = [sys.executable, "-m", "tests.benchmarks.variant", "--folder", str(folder)]
    command += ["--people", str(chosen.people), "--in-flight", str(chosen.in_flight)]
    for number in range(chosen.rounds):
        for variant in TITLES:
            ended = subprocess.run(
                [*command, variant], check=True, stdout=subprocess.PIPE, text=True, timeout=LONGEST
            )
            yield {"round": number, **json.loads(ended.stdout.splitlines()[-1])}


def find_disk() -> Path:
    """The folder for temporary files, or this one where that is kept in memory."""
    folder = Path(tempfile.gettempdir()).resolve()
    mounts = Path("/proc/mounts")
    if mounts.exists():
        rows = (row.split() for row in mounts.read_text(encoding="utf-8").splitlines())
        in_memory = {Path(row[1]) for row in rows if row[2] in {"tmpfs", "ramfs"}}
        if not in_memory.isdisjoint([folder, *folder.parents]):
            return Path.cwd()
    return folder


if __name__ == "__main__":
    raise SystemExit(main())
