"""A round of more people than are counted at once is counted as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cells import build_cells, count_codes
from analysis.dataset import open_round
from analysis.plan import Weighting
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_plan

SIZE = 150_000


@pytest.mark.parametrize("design", [False, True], ids=["without weights", "with design weights"])
def test_every_respondent_is_counted_once(tmp_path: Path, design: bool) -> None:
    answers = {
        "sex": ["female", "male", "male"] * (SIZE // 3),
        "after_dark": ["very_safe", "fairly_unsafe"] * (SIZE // 2),
    }
    weights = [1.0, 3.0] * (SIZE // 2) if design else None
    dataset = open_round(
        write_round(tmp_path / "large", answers, {"after_dark": SAFETY}, weights=weights)
    )
    cells = build_cells(dataset, make_plan(weighting=Weighting(design=design)))
    counted = count_codes(dataset, cells, "after_dark")
    women = cells.members["women", ""]
    assert counted.codes == ("very_safe", "fairly_unsafe")
    assert counted.count[women].sum(axis=0).tolist() == [SIZE / 6, SIZE / 6]
    assert counted.count.sum(axis=0).tolist() == [SIZE / 2, SIZE / 2]
    wanted = [SIZE / 2, 3 * SIZE / 2] if design else [SIZE / 2, SIZE / 2]
    assert counted.weight.sum(axis=0).tolist() == wanted
    assert cells.people.sum() == SIZE
    assert cells.base_weight.sum() == sum(wanted)
