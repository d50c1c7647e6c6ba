"""Means, the share scoring 4 or 5, and top three choices, from frozen answers to every output.

The questions are those of a consultation, made up: how much of a problem noise is, from 1 to 5, and
up to three concerns by rank.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from analysis.disclosure import Released, release
from analysis.exports import Form, render_files
from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Domain, Plan, Tabulation, Weighting
from analysis.recording import record_release
from analysis.report import render_report
from analysis.shown import Status
from analysis.spread import Distribution, Spread
from tests.support.frozen import write_round
from tests.support.plans import make_grouping, make_measure, make_plan

POINTS = tuple("12345")
CONCERNS = ("noise", "drugs", "knives", "litter", "lights")
SIZE = 400


@dataclass(frozen=True)
class Published:
    """A round that was measured, audited, recorded and released."""

    released: Released
    folder: Path
    plan: Plan
    ledger: Ledger

    def find(self, name: str, domain: str = "all") -> Distribution:
        found = self.released.results.distributions
        return next(one for one in found if (one.name, one.domain) == (name, domain))

    def read_csv(self, table: str) -> list[dict[str, str]]:
        files = render_files(self.released, Form.CSV)
        [content] = [files[name] for name in files if name.endswith(f"{table}.csv")]
        return list(csv.DictReader(io.StringIO(content.decode())))


def make_consultation_plan() -> Plan:
    scores = {code: float(code) for code in POINTS}
    domains = ("all", "women")
    return make_plan(
        domains=(
            Domain(name="all", label="All"),
            Domain(name="women", label="Women", when={"sex": ("female",)}),
        ),
        groupings=(make_grouping("sex", {"female": 0.5, "male": 0.5}),),
        measures=(make_measure(name="noise_high", item="noise", positive=("4", "5")),),
        tabulations=(
            Tabulation(name="noise", label="Noise", item="noise", scores=scores, domains=domains),
            Tabulation(
                name="concerns", label="Concerns", item="concerns", chosen=True, domains=domains
            ),
        ),
        weighting=Weighting(rake=("sex",)),
    )


def write_consultation(folder: Path) -> Path:
    """Of 400 people 240 are women; everybody says something else, and some do not know."""
    noise = [("dont_know", *POINTS, "3", "4")[place % 8] for place in range(SIZE)]
    answers = {"sex": ["female" if at % 5 < 3 else "male" for at in range(SIZE)], "noise": noise}
    for rank in range(3):
        answers[f"concerns__{rank + 1}"] = [
            "dont_know" if at % 20 == 0 else CONCERNS[(at // 3 + rank * (1 + at % 2)) % 5]
            for at in range(SIZE)
        ]
    ranks = {name: f"Your top three? (rank {name[-1]})" for name in answers if "__" in name}
    scale = {**dict.fromkeys(POINTS, "substantive"), "dont_know": "dont_know"}
    chosen = {**dict.fromkeys(CONCERNS, "substantive"), "dont_know": "dont_know"}
    kinds = {"noise": scale, **dict.fromkeys(ranks, chosen)}
    return write_round(folder, answers, kinds, texts=ranks)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    place, plan = tmp_path_factory.mktemp("consultation"), make_consultation_plan()
    folder, ledger = write_consultation(place / "round"), Ledger(place / "ledger")
    released = release(estimate_measures(folder, plan, ledger=ledger))
    record_release(ledger, released, plan, "report")
    return Published(released, folder, plan, ledger)


def test_every_kind_of_figure_is_released(published: Published) -> None:
    results = published.released.results
    assert {row.status for row in results.rows} == {Status.RELEASED}
    assert {one.status for one in results.distributions} == {Status.RELEASED}
    assert published.find("noise").mean is not None
    assert published.find("concerns").kind is Spread.CHOSEN
    assert published.released.audit.narrowest is None or published.released.audit.narrowest >= 5


def test_high_scores_mean_and_choices_agree_with_the_answers(published: Published) -> None:
    row = published.released.results.rows[0]
    # 3 of 7 points given are a 4 or a 5, and one answer in eight is not to know
    assert (row.unweighted, row.base) == (0.43, 350)
    mean = published.find("noise").mean
    assert mean is not None
    assert mean.estimate == pytest.approx((1 + 2 + 3 + 4 + 5 + 3 + 4) / 7, abs=0.06)
    concerns = published.find("concerns")
    assert concerns.base == 380, "who did not know is not in the base"
    shares = [(one.estimate or 0, one.all_asked or 0) for one in concerns.options]
    assert sum(share for share, _ in shares) > 1.5, "people, not mentions"
    # who did not know are women: 20 of 240, who count for half of the population
    assert [asked for _, asked in shares] == pytest.approx(
        [(1 - 20 / 240 / 2) * share for share, _ in shares], abs=0.015
    )


def test_it_is_in_the_workbook(published: Published) -> None:
    [content] = render_files(published.released, Form.XLSX).values()
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert {"headlines", "distributions", "means"} <= {name.lower() for name in workbook.sheetnames}
    words = {str(cell.value) for sheet in workbook for row in sheet.rows for cell in row}
    assert {"Concerns", "Noise", "lights"} <= words
    assert any(word.startswith("Share of all asked") for word in words)


def test_it_is_in_the_csv_with_its_codebook(published: Published) -> None:
    options = published.read_csv("distributions")
    assert len(options) == 2 * (len(POINTS) + len(CONCERNS))
    assert all(float(one["all_asked"]) <= float(one["estimate"]) for one in options)
    assert [one["mean"] for one in published.read_csv("means")] == ["3.1", "3.1"]
    described = {(one["file"], one["column"]) for one in published.read_csv("codebook")}
    assert any("distributions" in file and column == "all_asked" for file, column in described)


def test_it_is_in_the_json_and_the_report(published: Published) -> None:
    [content] = render_files(published.released, Form.JSON).values()
    options = [o for one in json.loads(content)["distributions"] for o in one["options"]]
    assert all({"estimate", "unweighted", "all_asked"} <= option.keys() for option in options)
    report = render_report(published.released)
    assert {name for name in CONCERNS if name not in report} == set()
    assert "Your top three?" in report


def test_measured_again_beside_what_was_published_it_is_the_same(published: Published) -> None:
    again = release(estimate_measures(published.folder, published.plan, ledger=published.ledger))
    assert again.results == published.released.results
    assert again.audit.releases == 0
