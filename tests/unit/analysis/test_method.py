"""The method's account of itself: who is counted, and what weights make of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.measures import estimate_measures
from analysis.plan import Plan, Weighting
from tests.support.plans import make_plan
from tests.unit.analysis.test_measures import write_small


def _describe(tmp_path: Path, weighting: Weighting) -> tuple[str, str]:
    """Who the figures are of, and how they were made."""
    plan: Plan = make_plan(weighting=weighting)
    method = estimate_measures(write_small(tmp_path / "r", (60, 60)), plan).method
    return method.who, f"{method.estimator}; {method.adjustments}"


@pytest.mark.parametrize(
    ("weighting", "who", "estimator"),
    [
        pytest.param(
            Weighting(rake=("sex",)),
            "People who chose to take part. Weights make them resemble the population by sex; "
            "intervals assume that nothing else decided who took part.",
            "Weighted share in the group;",
            id="weighted",
        ),
        pytest.param(
            Weighting(rake=("sex",), min_respondents=1000),
            "People who chose to take part. Not weighted: fewer than 1000 answers. Intervals "
            "assume that chance alone decided who took part.",
            "Share, unweighted, in the group;",
            id="too few to be weighted",
        ),
        pytest.param(
            Weighting(),
            "People who chose to take part. Not weighted. Intervals assume that chance alone "
            "decided who took part.",
            "Share, unweighted, in the group;",
            id="no weights asked for",
        ),
    ],
)
def test_only_a_round_that_is_weighted_is_said_to_resemble_the_population(
    tmp_path: Path, weighting: Weighting, who: str, estimator: str
) -> None:
    said = _describe(tmp_path, weighting)

    assert said[0] == who
    assert said[1].startswith(estimator)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        pytest.param(50, "no weight had to be cut: none was over 50 times the median", id="none"),
        pytest.param(2, "weights over 2 times the median were cut", id="some"),
    ],
)
def test_trimming_that_cut_nothing_says_so(tmp_path: Path, limit: float, said: str) -> None:
    plan = make_plan(weighting=Weighting(rake=("sex",), trim=limit))
    folder = write_small(tmp_path / "r", (60, 60), men=(15, 15))

    assert said in estimate_measures(folder, plan).method.adjustments
