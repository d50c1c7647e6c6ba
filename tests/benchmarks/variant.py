"""One variant in this process: ``python -m tests.benchmarks.variant canvass --people 100``."""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog

from tests.benchmarks.canvass import run_canvass
from tests.benchmarks.plain import run_plain
from tests.benchmarks.respondents import Respondents

VARIANTS = ("canvass", "plain", "plain-database")


async def run_variant(name: str, respondents: Respondents, folder: Path) -> int:
    """Let everybody answer through a variant; returns how many submitted."""
    if name == "canvass":
        return await run_canvass(respondents, folder)
    return await run_plain(respondents, folder, with_database=name == "plain-database")


def measure(name: str, respondents: Respondents, folder: Path) -> dict[str, Any]:
    """Run a variant and say how it went; the clock stops when everything is sent and recorded."""
    before = peak_mib()
    began, worked = time.perf_counter(), time.process_time()
    submitted = asyncio.run(run_variant(name, respondents, folder))
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    late = sorted(respondents.seconds_late)
    return {
        "variant": name,
        "updates": len(late),
        "submitted": submitted,
        "seconds": round(seconds, 3),
        "updates_a_second": round(len(late) / seconds, 1),
        "cpu_ms_an_update": round(1000 * worked / len(late), 3),
        "p50_ms": round(1000 * percentile(late, 0.50), 2),
        "p99_ms": round(1000 * percentile(late, 0.99), 2),
        "max_ms": round(1000 * late[-1], 2),
        "peak_mib": round(peak_mib(), 1),
        "before_mib": round(before, 1),
        "bytes_an_update": round(respondents.update_bytes / len(late)),
        "calls": dict(sorted(respondents.calls.items())),
    }


def percentile(ordered: Sequence[float], share: float) -> float:
    """The value that this share of the ordered values does not exceed."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def peak_mib() -> float:
    """The most memory that this process has had resident, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        # Unlike getrusage this leaves out what the parent process held when it started this one.
        lines = (line.split() for line in status.read_text(encoding="ascii").splitlines())
        return next(int(words[1]) for words in lines if words[0] == "VmHWM:") / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def main() -> None:
    """Run the variant named on the command line and print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("variant", choices=VARIANTS)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--in-flight", type=int, default=100)
    parser.add_argument("--folder", type=Path, default=None, help="where databases are put")
    parser.add_argument("--profile", type=Path, default=None, help="file for cProfile's figures")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    respondents = Respondents(chosen.people, chosen.in_flight)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder, cProfile.Profile() as profile:
        if chosen.profile is None:
            profile.disable()
        result = measure(chosen.variant, respondents, Path(folder))
    if chosen.profile is not None:
        profile.dump_stats(chosen.profile)
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
