from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cells import build_cells
from analysis.dataset import Dataset, open_round
from analysis.options import OptionTally, split_texts, tally_options
from analysis.plan import Tabulation
from surveys.errors import EstimateError
from tests.support.frozen import SAFETY, write_round
from tests.support.plans import make_grouping, make_plan

CHOSEN = {"1": "substantive", "0": "substantive", "none_of_these": "dont_know"}
RANKS = dict.fromkeys(("noise", "drugs", "knives"), "substantive")


def make_tabulation(item: str, *, chosen: bool = False) -> Tabulation:
    return Tabulation(name=item, label=item, item=item, chosen=chosen, domains=("all",))


def tally(folder: Path, item: str, *, chosen: bool = False) -> OptionTally:
    dataset: Dataset = open_round(folder)
    plan = make_plan(groupings=(make_grouping("sex", {"female": 0.5, "male": 0.5}),))
    return tally_options(dataset, build_cells(dataset, plan), make_tabulation(item, chosen=chosen))


def count(found: OptionTally) -> tuple[list[int], int]:
    """Respondents by option, and all with a substantive answer."""
    sums = found.count.sum(axis=0).astype(int).tolist()
    return sums[:-1], sums[-1]


def count_unsure(found: OptionTally) -> list[float]:
    """Respondents who did not know, and the sum of their base weights."""
    sums: list[float] = found.dont_know.sum(axis=0).tolist()
    return sums


def test_only_substantive_answers_count_in_the_order_offered(tmp_path: Path) -> None:
    dark = ["fairly_safe"] * 3 + ["very_unsafe", "dont_know", ".skipped", ".not_asked"]
    sex = ["female"] * 4 + ["male"] * 3
    folder = write_round(tmp_path / "r", {"sex": sex, "after_dark": dark}, {"after_dark": SAFETY})
    found = tally(folder, "after_dark")
    assert [code for code, _ in found.options] == list(SAFETY)[:-1]
    assert count(found) == ([0, 3, 0, 0, 1], 4)
    assert count_unsure(found) == [1, 1]


@pytest.mark.parametrize("weights", [None, [1.0, 2.0, 0.5, 4.0, 1.0]], ids=["plain", "design"])
def test_of_several_options_each_respondent_counts_once(
    tmp_path: Path, weights: list[float] | None
) -> None:
    answers = {
        "sex": ["female", "female", "male", "male", "male"],
        "concerns__noise": ["1", "1", "0", "none_of_these", ".skipped"],
        "concerns__drugs": ["1", "0", "0", "none_of_these", ".skipped"],
    }
    kinds = dict.fromkeys(("concerns__noise", "concerns__drugs"), CHOSEN)
    folder = write_round(tmp_path / "r", answers, kinds, weights=weights)
    found = tally(folder, "concerns", chosen=True)
    assert [code for code, _ in found.options] == ["noise", "drugs"]
    # who chose none of the options offered has answered; who skipped the question has not
    assert count(found) == ([2, 1], 3)
    assert count_unsure(found) == [1, 1]


def test_of_ranks_any_counts_and_an_option_named_twice_counts_once(tmp_path: Path) -> None:
    answers = {
        "sex": ["female", "female", "male", "male", "male"],
        "concerns__1": ["noise", "drugs", "noise", ".skipped", "dont_know"],
        "concerns__2": ["drugs", "knives", "noise", ".skipped", "dont_know"],
        "concerns__3": ["knives", "dont_know", ".skipped", ".skipped", ".skipped"],
    }
    kinds = {name: {**RANKS, "dont_know": "dont_know"} for name in answers if name != "sex"}
    texts = {name: f"Your top three? (rank {name[-1]})" for name in kinds}
    folder = write_round(tmp_path / "r", answers, kinds, texts=texts)
    found = tally(folder, "concerns", chosen=True)
    assert found.text == "Your top three?"
    assert [code for code, _ in found.options] == ["noise", "drugs", "knives"]
    assert count(found) == ([2, 2, 2], 3)
    # who named two and did not know a third has answered
    assert count_unsure(found) == [1, 1]


def test_design_weights_and_their_squares_are_added_up(tmp_path: Path) -> None:
    dark = ["very_safe"] * 2 + ["neither"] + ["dont_know"] * 2
    answers = {"sex": ["female", "male", "male", "female", "male"], "after_dark": dark}
    weights = [0.5, 2.0, 3.0, 0.5, 0.75]
    folder = write_round(tmp_path / "r", answers, {"after_dark": SAFETY}, weights=weights)
    plan = make_plan(weighting={"design": True})
    dataset = open_round(folder)
    found = tally_options(dataset, build_cells(dataset, plan), make_tabulation("after_dark"))
    assert found.weight.sum(axis=0).tolist() == [2.5, 0, 3, 0, 0, 5.5]
    assert found.squared.sum(axis=0).tolist() == [4.25, 0, 9, 0, 0, 13.25]
    assert count_unsure(found) == [2, 1.25]


def test_an_item_without_options_is_refused(tmp_path: Path) -> None:
    folder = write_round(tmp_path / "r", {"sex": ["female"], "concerns__noise": ["1"]})
    with pytest.raises(EstimateError, match="no options") as refused:
        tally(folder, "worries", chosen=True)
    assert refused.value.code == "tabulation.no-options"
    assert "tabulation worries" in str(refused.value)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ["Which? (Noise)", "Which? (Drugs)"], ("Which?", ("Noise", "Drugs")), id="plain"
        ),
        pytest.param(
            ["Which? (Drugs (use))", "Which? (Drugs (sale))"],
            ("Which?", ("Drugs (use)", "Drugs (sale)")),
            id="labels begin alike",
        ),
        pytest.param(
            ["Which (if any)? (Noise)", "Which (if any)? (Drugs)"],
            ("Which (if any)?", ("Noise", "Drugs")),
            id="the question has brackets",
        ),
        pytest.param(["concerns__a", "concerns__b"], ("concerns__a", ()), id="no labels"),
    ],
)
def test_labels_are_told_from_the_question(
    texts: list[str], expected: tuple[str, tuple[str, ...]]
) -> None:
    assert split_texts(texts) == expected
