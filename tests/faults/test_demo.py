"""`canvass demo`: the whole job on this machine, and the same figures from the same seed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis.plan_loading import load_plan
from bot.synthetic import Persona, PersonaMaker
from surveys.loading import load_catalogue
from tests.faults.processes import REPOSITORY

RESIDENTS = 40  # so that some bases reach the least that is published
DEMO = (sys.executable, "-m", "bot", "demo")


def draw(seed: int) -> list[Persona]:
    maker = PersonaMaker(load_catalogue("annual-perception"), load_plan("tower-hamlets-2025"), seed)
    return [maker.draw() for _ in range(20)]


def test_a_seed_decides_who_the_residents_are_and_what_they_answer() -> None:
    assert draw(1) == draw(1)
    assert draw(1) != draw(2)


@pytest.mark.slow
def test_the_demo_ends_with_synthetic_measures_and_a_seed_repeats_them(tmp_path: Path) -> None:
    runs = [start_demo(tmp_path, out) for out in ("one", "two")]  # side by side, to save time
    first, again = (
        finish_demo(run, tmp_path / out) for run, out in zip(runs, ("one", "two"), strict=True)
    )
    assert first["synthetic"] is True
    assert {row["measure"] for row in first["results"]} >= {"safe_after_dark", "trust_police"}
    assert any(row["status"] == "released" for row in first["results"])
    made = {out: read_made(tmp_path / out) for out in ("one", "two")}
    assert set(made["one"]) >= {"measures.json", "measures.csv", "results.xlsx", "report.html"}
    charts = [name for name in made["one"] if name.startswith("charts/")]
    assert {Path(name).suffix for name in charts} == {".svg", ".png", ".csv", ".txt"}
    assert b"<title>SYNTHETIC" in made["one"]["report.html"]
    assert len(made["one"]["measures.csv"].splitlines()) > len(first["results"])
    assert set(made["two"]) == set(made["one"])
    for found in (first, again):  # marks of quality are frozen too, and go by the clock
        del found["provenance"]["answers_hash"]
    assert again == first


def read_made(out: Path) -> dict[str, bytes]:
    """Everything that a demo wrote, but the frozen round."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.relative_to(out).parts[0] != "data"
    }


def start_demo(folder: Path, out: str) -> subprocess.Popen[str]:
    """The demo in an empty environment."""
    return subprocess.Popen(
        [*DEMO, "--no-serve", "--out", out, "--residents", str(RESIDENTS)],
        env={"PATH": os.defpath, "PYTHONPATH": str(REPOSITORY)},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish_demo(demo: subprocess.Popen[str], out: Path) -> dict[str, Any]:
    """The measures of a demo, once it has ended."""
    told, _ = demo.communicate(timeout=240)
    assert demo.returncode == 0, told
    assert "SYNTHETIC" in told
    found: dict[str, Any] = json.loads((out / "measures.json").read_text("utf-8"))
    return found
