"""What the runs came to: medians with their spread, and the ratios that matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

Run = Mapping[str, Any]

TITLES = {
    "canvass": "Canvass",
    "plain": "python-telegram-bot alone, nothing kept",
    "plain-database": "python-telegram-bot + aiosqlite, a commit per answer",
}
MEASURES = {
    "updates_a_second": "Updates/s",
    "cpu_ms_an_update": "CPU ms/update",
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "peak_mib": "Peak MiB",
}


def summarise(runs: Sequence[Run]) -> dict[str, Any]:
    """Medians and ranges by variant, and each target with whether it is reached."""
    names = [name for name in TITLES if any(run["variant"] == name for run in runs)]
    variants = {name: _variant([run for run in runs if run["variant"] == name]) for name in names}
    return {"variants": variants, "targets": list(_targets(runs, variants))}


def _variant(runs: Sequence[Run]) -> dict[str, Any]:
    spread = {
        key: {"median": median(values), "least": min(values), "most": max(values)}
        for key in MEASURES
        if (values := [float(run[key]) for run in runs])
    }
    return {"runs": len(runs), "updates": runs[0]["updates"], **spread}


def _targets(runs: Sequence[Run], variants: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for other, least in (("plain", 0.7), ("plain-database", 2.0)):
        if ratios := _ratios(runs, other):
            yield _target(f"times as fast as {TITLES[other]}", ratios, least, at_most=False)
    if ours := [run for run in runs if run["variant"] == "canvass"]:
        late = [float(run["p99_ms"]) for run in ours]
        yield _target("ms until 99 of 100 replies have left", late, 150.0, at_most=True)
        peak = [float(run["peak_mib"]) for run in ours]
        yield _target("MiB at most, all interviews open", peak, 130.0, at_most=True)


def _ratios(runs: Sequence[Run], other: str) -> list[float]:
    """How much faster each run of the bot was than the run beside it, in the same round."""
    speed = {(run["variant"], run["round"]): float(run["updates_a_second"]) for run in runs}
    return [
        speed["canvass", number] / speed[other, number]
        for variant, number in speed
        if variant == other and ("canvass", number) in speed
    ]


def _target(text: str, values: list[float], bound: float, *, at_most: bool) -> dict[str, Any]:
    middle = median(values)
    return {
        "target": text,
        "bound": bound,
        "bound_is": "most" if at_most else "least",
        "median": round(middle, 2),
        "least": round(min(values), 2),
        "most": round(max(values), 2),
        "reached": middle <= bound if at_most else middle >= bound,
    }


def print_report(console: Console, summary: Mapping[str, Any]) -> None:
    """Print the summary as two tables."""
    table = Table("Variant", title="Medians (least-most)")
    for heading in MEASURES.values():
        table.add_column(heading, justify="right")
    for name, measured in summary["variants"].items():
        table.add_row(TITLES[name], *(_range(measured[key]) for key in MEASURES))
    targets = Table("Target", title="Targets")
    for heading in ("Wanted", "Measured", "Reached"):
        targets.add_column(heading, justify="right")
    for target in summary["targets"]:
        wanted = f"{'≤' if target['bound_is'] == 'most' else '≥'} {target['bound']:g}"
        reached = "yes" if target["reached"] else "no"
        targets.add_row(target["target"], wanted, _range(target), reached)
    console.print(table)
    console.print(targets)


def _range(values: Mapping[str, float]) -> str:
    middle, least, most = (_figure(values[key]) for key in ("median", "least", "most"))
    return f"{middle} ({least}-{most})"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
