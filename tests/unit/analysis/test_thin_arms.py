"""Few invited answers beside many open ones: not pooled, and never left unsaid."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.console import Console

from analysis.disclosure import Internal
from analysis.plan import Weighting
from analysis.results import as_frame, render_json, render_table
from analysis.rows import Results
from analysis.shown import Status
from analysis.summary import describe_results, describe_results_picture
from tests.support.plans import make_plan
from tests.support.released import release
from tests.unit.analysis.test_measures import find
from tests.unit.analysis.test_samples import ASSISTED, OPEN, People, measure

FEW = (
    "Headline figures are of the invited sample alone, which has fewer than 10 answers: where one "
    "says too few, this is why. Those of people who came without an invitation are more; they are "
    "not added to it and stand in the rows of breakdown sample, category open."
)
SAID = "These figures are of people with an invitation code alone."
ONE = People((1, 0), (0, 0), sample="invited")


def invite(people: int) -> People:
    return People((people - 2, 1), (1, 0), sample="invited")


@pytest.fixture(scope="module")
def thin(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """One person with a code beside 220 without."""
    return measure(tmp_path_factory.mktemp("thin") / "r", OPEN, ONE)


def test_the_headline_is_not_pooled_and_the_open_rows_are_there(thin: Results) -> None:
    released = release(thin).results
    assert {r.status for r in released.rows if r.breakdown is None} == {Status.TOO_FEW}
    row = find(released, "all", "sample", "open")
    assert (row.status, row.base, row.estimate is None) == (Status.RELEASED, 220, False)


def test_it_is_the_first_note_of_every_headline_row_and_of_no_other(thin: Results) -> None:
    for row in thin.rows:
        assert (row.notes[:1] == (FEW,)) is (row.breakdown is None)
        assert row.notes.count(FEW) == (row.breakdown is None)


def test_every_output_says_so(thin: Results) -> None:
    for outcome in (release(thin), Internal(thin)):
        content = json.loads(render_json(outcome))
        assert content["method"]["caution"] == FEW
        assert content["results"][0]["notes"][0] == FEW
        assert as_frame(outcome)["notes"][0].startswith(FEW)
        console = Console(width=400)
        with console.capture() as captured:
            console.print(render_table(outcome))
        assert f"[1] {FEW}" in captured.get()


def test_residents_read_it_before_any_figure(thin: Results) -> None:
    for said in (describe_results(release(thin)), describe_results_picture(release(thin))):
        assert f"Fewer than 10 people answered. {SAID}" in said.splitlines()[1]
        assert "About 0" not in said
        assert "in none of these figures: 220 answers (open to all)" in said


CASES: Mapping[str, tuple[tuple[People, ...], int, str]] = {
    "just enough": ((OPEN, invite(30)), 30, ""),
    "one too few": ((OPEN, invite(29)), 30, "has about 30 answers"),
    "fewer than the plan wants": ((OPEN, invite(59)), 60, "has about 60 answers"),
    "no fewer than the others": ((People((6, 6), (6, 6)), invite(24)), 30, ""),
    "open alone": ((OPEN,), 1000, ""),
    "invited alone": ((invite(20),), 30, ""),
    "assisted apart": ((OPEN, ASSISTED), 1000, ""),
    "few in chat, more assisted": ((People((5, 5), (5, 5)), ASSISTED), 30, ""),
    "open of two modes": ((OPEN, ASSISTED, ONE), 30, "category open and open_assisted"),
}


@pytest.mark.parametrize(("people", "minimum", "said"), CASES.values(), ids=CASES)
def test_it_is_said_where_the_invited_are_few_and_the_others_more(
    tmp_path: Path, people: tuple[People, ...], minimum: int, said: str
) -> None:
    plan = make_plan(weighting=Weighting(min_respondents=minimum))
    found = measure(tmp_path / "r", *people, plan=plan)
    assert said in found.method.caution
    assert bool(said) is bool(found.method.caution)
    assert (SAID in describe_results(release(found))) is bool(said)
