from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.cells import (
    NOT_GIVEN,
    UNFLAGGED,
    Cells,
    Response,
    Tally,
    build_cells,
    count_codes,
    tally,
)
from analysis.dataset import Dataset, open_round
from analysis.plan import Domain, Grouping, Level, Measure, Weighting
from surveys.errors import EstimateError, RoundError
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_measure, make_plan

SEX = ["female", "female", "male", ".skipped", "female"]
AGE = ["16_17", "18_over", "18_over", "18_over", "18_over"]
BAND = [".not_asked", "18_24", "25_34", "18_24", "25_34"]
DARK = ["very_safe", "neither", "dont_know", ".skipped", "fairly_safe"]


def open_small(tmp_path: Path, weights: list[float | None] | None = None) -> Dataset:
    answers = {"sex": SEX, "age": AGE, "age_band": BAND, "after_dark": DARK}
    folder = write_round(tmp_path / "r", answers, {"after_dark": SAFETY}, weights=weights)
    return open_round(folder)


def count(dataset: Dataset, cells: Cells, measure: Measure) -> Tally:
    counts = count_codes(dataset, cells, measure.item)
    return tally(counts, dataset.columns[measure.item], measure)


def test_respondents_without_a_level_are_not_given(tmp_path: Path) -> None:
    cells = build_cells(open_small(tmp_path), make_plan())
    assert cells.levels["sex"][cells.key].tolist() == [0, 0, 1, NOT_GIVEN, 0]


def test_a_condition_holds_for_any_of_its_columns(tmp_path: Path) -> None:
    young = Domain(name="young", label="", when={"age": ("16_17",), "age_band": ("18_24",)})
    plan = make_plan(domains=(young,), measures=(make_measure(domains=("young",)),))
    cells = build_cells(open_small(tmp_path), plan)
    assert cells.members["young", ""][cells.key].tolist() == [True, True, False, True, False]


def test_the_first_level_that_fits_holds(tmp_path: Path) -> None:
    levels = (
        Level(code="young", label="", when={"age": ("16_17",)}),
        Level(code="woman", label="", when={"sex": ("female",)}),
    )
    plan = make_plan(
        groupings=(Grouping(name="kind", label="", levels=levels),),
        measures=(make_measure(breakdowns=("kind",)),),
    )
    cells = build_cells(open_small(tmp_path), plan)
    assert cells.levels["kind"][cells.key].tolist() == [0, 1, NOT_GIVEN, NOT_GIVEN, 1]


def test_components_make_their_union(tmp_path: Path) -> None:
    parts = (
        Level(code="male", label="", when={"sex": ("male",)}),
        Level(code="young", label="", when={"age": ("16_17",)}),
    )
    plan = make_plan(
        domains=(Domain(name="some", label="", components=parts),),
        measures=(make_measure(domains=("some",)),),
    )
    cells = build_cells(open_small(tmp_path), plan)
    assert cells.members["some", ""][cells.key].tolist() == [True, False, True, False, False]
    assert cells.members["some", "young"][cells.key].tolist() == [True] + [False] * 4


def test_the_ineligible_are_counted_nowhere_else(tmp_path: Path) -> None:
    plan = make_plan(eligible={"sex": ("female",)})
    dataset = open_small(tmp_path)
    cells = build_cells(dataset, plan)
    assert (cells.rows, cells.ineligible, cells.base_weight.sum()) == (3, 2, 3)
    assert count(dataset, cells, make_measure()).count.sum() == 3


def test_each_answer_falls_into_its_response(tmp_path: Path) -> None:
    dataset = open_small(tmp_path)
    counts = count(dataset, build_cells(dataset, make_plan()), make_measure()).count.sum(axis=0)
    expected = {Response.YES: 2, Response.NO: 1, Response.DONT_KNOW: 1, Response.REFUSED: 1}
    assert {r: counts[r] for r in Response if counts[r]} == expected


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("substantive", Response.NO),
        ("dont_know", Response.DONT_KNOW),
        ("prefer_not_to_say", Response.REFUSED),
        ("outside", Response.OUTSIDE),
        ("skipped", Response.REFUSED),
        ("not_asked", Response.NOT_ASKED),
    ],
)
def test_the_kind_of_an_option_decides_its_response(
    tmp_path: Path, kind: str, response: Response
) -> None:
    kinds = {"q": {"yes": "substantive", "x": kind}}
    dataset = open_round(write_round(tmp_path / "r", {"sex": SEX, "q": ["x"] * 5}, kinds))
    measure = make_measure(item="q", positive=("yes",))
    counts = count(dataset, build_cells(dataset, make_plan()), measure).count.sum(axis=0)
    assert counts[response] == 5


def test_a_positive_code_must_be_substantive(tmp_path: Path) -> None:
    dataset = open_small(tmp_path)
    cells = build_cells(dataset, make_plan())
    with pytest.raises(EstimateError, match="dont_know"):
        count(dataset, cells, make_measure(positive=("dont_know",)))


def test_design_weights_are_summed_and_their_squares(tmp_path: Path) -> None:
    dataset = open_small(tmp_path, [1.0, 2.0, 3.0, 4.0, 5.0])
    cells = build_cells(dataset, make_plan(weighting=Weighting(design=True)))
    counted = count(dataset, cells, make_measure())
    assert counted.weight.sum(axis=0)[Response.YES] == 6
    assert counted.weight_squared.sum(axis=0)[Response.YES] == 26
    assert counted.count.sum(axis=0)[Response.YES] == 2


@pytest.mark.parametrize(
    "weights",
    [None, [1.0, None, 1.0, 1.0, 1.0], [1.0, 0.0, 1.0, 1.0, 1.0], [1.0, -2.0, 1.0, 1.0, 1.0]],
    ids=["none", "one missing", "zero", "negative"],
)
def test_weights_that_cannot_be_used_are_refused(
    tmp_path: Path, weights: list[float | None] | None
) -> None:
    dataset = open_small(tmp_path, weights)
    with pytest.raises(EstimateError, match="design weight"):
        build_cells(dataset, make_plan(weighting=Weighting(design=True)))


def test_cells_do_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    order = [3, 1, 4, 0, 2]
    answers = {"sex": SEX, "after_dark": DARK}
    shuffled = {name: [codes[i] for i in order] for name, codes in answers.items()}
    found = []
    for name, content in (("a", answers), ("b", shuffled)):
        dataset = open_round(write_round(tmp_path / name, content, {"after_dark": SAFETY}))
        cells = build_cells(dataset, make_plan())
        found.append((cells.levels["sex"], count(dataset, cells, make_measure()).count))
    np.testing.assert_array_equal(found[0][0], found[1][0])
    np.testing.assert_array_equal(found[0][1], found[1][1])


def test_every_respondent_can_be_a_cell(tmp_path: Path) -> None:
    dataset = open_small(tmp_path, [1.0, 2.0, 3.0, 4.0, 5.0])
    plan = make_plan(weighting=Weighting(design=True), eligible={"after_dark": tuple(DARK[:4])})
    cells = build_cells(dataset, plan, persons=True)
    assert cells.key.tolist() == [0, 1, 2, 3, -1]
    assert cells.base_weight.tolist() == [1, 2, 3, 4]
    assert cells.people.tolist() == [1, 1, 1, 1]
    assert cells.levels["sex"].tolist() == [0, 0, 1, NOT_GIVEN]
    assert cells.members["women", ""].tolist() == [True, True, False, False]
    counted = count(dataset, cells, make_measure())
    assert counted.weight.sum(axis=1).tolist() == [1, 2, 3, 4]


def test_cells_have_their_people_beside_their_weight(tmp_path: Path) -> None:
    dataset = open_small(tmp_path, [1.0, 2.0, 3.0, 4.0, 5.0])
    cells = build_cells(dataset, make_plan(weighting=Weighting(design=True)))
    women = cells.members["women", ""]
    assert (cells.people[women].sum(), cells.base_weight[women].sum()) == (3, 8)


def test_a_cell_of_the_ineligible_alone_is_none(tmp_path: Path) -> None:
    cells = build_cells(open_small(tmp_path), make_plan(eligible={"sex": ("female",)}))
    assert cells.people.tolist() == [3]


@pytest.mark.parametrize(
    ("flags", "unflagged"),
    [
        (None, None),
        ([""] * 5, None),
        (["", "speeder", "", "burst,speeder", ""], [True, False, True, False, True]),
    ],
    ids=["no column", "nobody", "two"],
)
def test_answers_with_a_mark_of_quality_are_apart(
    tmp_path: Path, flags: list[str] | None, unflagged: list[bool] | None
) -> None:
    folder = write_round(tmp_path / "r", {"sex": SEX, "after_dark": DARK}, flags=flags)
    cells = build_cells(open_round(folder), make_plan())
    found = cells.members.get(UNFLAGGED)
    assert (None if found is None else found[cells.key].tolist()) == unflagged


def test_a_code_that_the_codebook_has_not_is_refused(tmp_path: Path) -> None:
    folder = write_round(tmp_path / "r", {"sex": SEX, "after_dark": [*DARK[:4], "odd"]})
    dataset = open_round(folder)
    column = replace(dataset.columns["after_dark"], kinds={**SAFETY, ".skipped": "skipped"})
    counts = count_codes(dataset, build_cells(dataset, make_plan()), "after_dark")
    with pytest.raises(RoundError, match="a code odd that the codebook has not"):
        tally(counts, column, make_measure())
