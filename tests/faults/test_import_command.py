"""`canvass answers import`: all rows or none, marked with their mode, to the frozen round."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.faults.command_line import Call, assert_refused
from tests.faults.conftest import CLOSED, OPEN
from tests.faults.paper import BARE_ROW, ROW, write_answers
from tests.faults.processes import REPOSITORY
from tests.faults.test_bad_input import rows_of

DATA = REPOSITORY.parent / "shared" / "data" / "csew1314" / "csew1314teachingopen.csv"
EXAMPLE = REPOSITORY / "docs" / "examples" / "csew1314" / "run"


def test_mode_weight_and_stratum_reach_the_frozen_round(folder: Path) -> None:
    rows = pq.read_table(folder / "data" / CLOSED / "responses.parquet").to_pylist()
    about = ("mode", "sample", "stratum", "design_weight", "language")
    assert [[row[name] for name in about] for row in rows] == [
        ["paper", "imported", None, 1.5, "en"],
        ["paper", "imported", "young", 0.75, "en"],
    ]
    manifest = json.loads((folder / "data" / CLOSED / "manifest.json").read_text("utf-8"))
    assert manifest["modes"] == {"paper": 2}


def test_every_kind_of_question_reaches_the_frozen_round(folder: Path) -> None:
    bare, full = pq.read_table(folder / "data" / CLOSED / "responses.parquet").to_pylist()
    answers = dict(list(full.items())[7:])
    assert answers == {
        "lives_here": "yes",
        "safe": "unsafe",
        "why": "dark",
        "worries__noise": "1",
        "worries__drugs": "0",
        "worries__theft": "1",
        "worries__nothing": "0",
        "first__1": "patrols",
        "first__2": "lights",
        "years": "12",
        "home_area": "east",
        "home_ward": "E2",
        "read": "yes",
        "heard": "no",
    }
    given = dict(list(bare.items())[7:])
    assert given.pop("lives_here") == "yes"
    assert (given.pop("why"), given.pop("heard")) == (".not_asked", ".not_asked")
    assert set(given.values()) == {".skipped"}


def test_one_bad_row_keeps_the_whole_file_out(canvass: Call, folder: Path) -> None:
    write_answers(folder, *[ROW] * 50, BARE_ROW.replace("1.5", ""), name="more.csv")
    before = rows_of(folder / "canvass.db")
    outcome = canvass("answers", "import", "more.csv", "--mapping", "mapping.yaml", "--round", OPEN)
    assert_refused(outcome, "answers.weight")
    assert outcome.err.startswith("more.csv, line 52: ")
    assert rows_of(folder / "canvass.db") == before


def test_a_file_that_was_mended_can_be_imported(canvass: Call, folder: Path) -> None:
    write_answers(folder, ROW, ROW.replace("0.75", "2"), name="more.csv")
    outcome = canvass("answers", "import", "more.csv", "--mapping", "mapping.yaml", "--round", OPEN)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out == f"2 responses imported into round {OPEN}\n"
    assert len(rows_of(folder / "canvass.db")["interviews"]) == 4


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason="the CSEW teaching data are not beside the project")
def test_the_worked_example_gives_the_published_share_of_women(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "canvass"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n', "utf-8")
    program.chmod(0o755)
    out = tmp_path / "measures.json"
    environment = {
        "PATH": f"{program.parent}:{os.defpath}",
        "PYTHONPATH": str(REPOSITORY),
        "TMPDIR": str(tmp_path),
    }
    subprocess.run([EXAMPLE, DATA, out], env=environment, cwd=tmp_path, check=True, timeout=60)
    rows = json.loads(out.read_text("utf-8"))["results"]
    (women,) = [
        row
        for row in rows
        if (row["measure"], row["breakdown"], row["category"]) == ("walkdark", "sex", "2")
    ]
    shares = [women[name] for name in ("estimate", "ci_low", "ci_high")]
    assert [round(100 * share, 2) for share in shares] == [56.73, 53.29, 60.10]
    assert women["base"] == 1127
    breakdowns = {row["breakdown"] for row in rows}
    assert breakdowns == {None, "sex", "agegrp7", "ethgrp2a", "tenure1"}
