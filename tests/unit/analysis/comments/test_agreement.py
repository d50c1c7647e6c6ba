"""Precision, recall, F1 and kappa are those of the publications."""

from __future__ import annotations

import pytest

from analysis.comments.agreement import Found, compare_codes, kappa_of, kappa_of_table


def test_kappa_and_its_interval_are_those_of_r_statpsych() -> None:
    # Documentation of ci.kappa(.05, 31, 12, 4, 58) in R statpsych, after Fleiss and Paik (2003).
    kappa = kappa_of_table([[31, 12], [4, 58]])
    assert (kappa.value, kappa.low, kappa.high) == pytest.approx(
        (0.6756757, 0.5317210, 0.8196303), abs=5e-8
    )
    assert kappa.agreed == pytest.approx(89 / 105)


def test_kappa_of_three_labels_is_that_worked_by_hand() -> None:
    # po = (75 + 4 + 10)/100 = 0.89; pe = 0.80 * 0.80 + 0.10 * 0.05 + 0.10 * 0.15 = 0.66.
    kappa = kappa_of_table([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert kappa.value == pytest.approx((0.89 - 0.66) / (1 - 0.66))


def test_kappa_of_labels_is_that_of_their_table() -> None:
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    # po = 0.7, pe = 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    assert kappa_of(first, second).value == pytest.approx(0.4)
    assert kappa_of(first, second) == kappa_of_table([[15, 10], [5, 20]])


def test_full_agreement_is_one_and_a_single_label_has_no_kappa() -> None:
    assert kappa_of(["a", "b"], ["a", "b"]).value == 1
    only = kappa_of(["a", "a"], ["a", "a"])
    assert (only.value, only.low, only.high, only.agreed) == (None, None, None, 1)


def test_the_interval_stays_within_its_bounds() -> None:
    kappa = kappa_of_table([[1, 1], [1, 5]])
    assert kappa.low is not None
    assert kappa.high is not None
    assert -1 <= kappa.low <= kappa.high <= 1


@pytest.mark.parametrize("table", [[], [[0, 0], [0, 0]], [[1, 2]]], ids=["none", "zero", "oblong"])
def test_kappa_refuses_what_is_no_table_of_two_readings(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="square table"):
        kappa_of_table(table)


def test_precision_recall_and_f1_are_those_worked_by_hand() -> None:
    found = Found(both=58, extra=12, missed=4, neither=31)
    assert (found.precision, found.recall, found.f1) == pytest.approx((58 / 70, 58 / 62, 116 / 132))
    assert found.recall_interval is not None
    assert found.recall_interval[0] < 58 / 62 < found.recall_interval[1]
    assert found.kappa.value == pytest.approx(0.6756757, abs=5e-8)


def test_a_share_of_a_known_example_has_wilsons_interval() -> None:
    assert Found(46, 13, 0, 0).precision_interval == pytest.approx((0.659, 0.867), abs=0.001)


def test_a_code_that_nobody_gave_has_no_scores() -> None:
    found = Found(0, 0, 0, 10)
    assert (found.precision, found.recall, found.f1, found.recall_interval) == (None,) * 4


def test_readings_are_compared_code_by_code_and_added_up() -> None:
    reference = [{"a", "b"}, {"a"}, set[str](), {"b"}]
    judged = [{"a"}, {"a", "b"}, set[str](), {"b"}]
    agreement = compare_codes(reference, judged, ["a", "b", "c"])
    assert agreement.by_code["a"] == Found(2, 0, 0, 2)
    assert agreement.by_code["b"] == Found(1, 1, 1, 1)
    assert agreement.overall == Found(3, 1, 1, 7)
    # The code that nobody gave is left out of the mean.
    assert agreement.macro_f1 == pytest.approx((1 + 0.5) / 2)


@pytest.mark.parametrize(("first", "second"), [([], []), ([{"a"}], [])], ids=["none", "unequal"])
def test_readings_of_different_comments_are_refused(
    first: list[set[str]], second: list[set[str]]
) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        compare_codes(first, second, ["a"])
