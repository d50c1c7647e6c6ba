from __future__ import annotations

import pytest

from analysis.claims import (
    Known,
    Limits,
    find_answers,
    read_figure,
    read_people,
    round_to_5,
    share_digits,
)


@pytest.mark.parametrize("people", range(260))
def test_a_rounded_number_is_read_as_all_that_round_to_it(people: int) -> None:
    limits = read_people(round_to_5(people))
    fits = [one for one in range(400) if round_to_5(one) == round_to_5(people)]
    assert (limits.low, limits.high) == (fits[0], fits[-1])


@pytest.mark.parametrize("base", [30, 31, 47, 112, 997, 1000, 1003])
@pytest.mark.parametrize("least", [3, 10])
def test_what_a_figure_tells_is_what_every_count_that_is_printed_so_has_in_common(
    base: int, least: int
) -> None:
    for yes in range(least, base - least + 1, 1 + base // 40):
        shown = (round_to_5(base), round(yes / base, share_digits(base)))
        pairs = [
            (size, count)
            for size in range(30, base + 5)
            for count in range(max(least, yes - 20), min(size - least, yes + 20) + 1)
            if (round_to_5(size), round(count / size, share_digits(size))) == shown
        ]
        known = read_figure(*shown, least_yes=least, least_no=least)
        assert known == Known(
            base=Limits(min(n for n, _ in pairs), max(n for n, _ in pairs)),
            yes=Limits(min(k for _, k in pairs), max(k for _, k in pairs)),
            no=Limits(min(n - k for n, k in pairs), max(n - k for n, k in pairs)),
            share=Limits(min(k / n for n, k in pairs), max(k / n for n, k in pairs)),
        )


def test_a_base_of_thirty_tells_that_it_was_no_less() -> None:
    known = read_figure(30, 0.5, least_yes=3, least_no=3)
    assert known is not None
    assert (known.base, known.yes) == (Limits(30, 32), Limits(15, 16))


def test_a_base_alone_tells_no_share() -> None:
    known = read_figure(110, None, least_yes=3, least_no=3)
    assert known is not None
    assert (known.base, known.yes) == (Limits(108, 112), Limits(3, 109))


@pytest.mark.parametrize(
    ("base", "digits"), [(30, 2), (997, 2), (998, 3), (999, 3), (1000, 3), (1002, 3)]
)
def test_the_published_base_decides_how_many_decimals_there_are(base: int, digits: int) -> None:
    assert share_digits(base) == share_digits(round_to_5(base)) == digits


@pytest.mark.parametrize("base", [998, 1000, 1500, 5000])
def test_a_share_is_read_with_the_decimals_that_it_was_published_with(base: int) -> None:
    fits = [yes for yes in range(base + 1) if round(yes / base, 2) == 0.12]
    known = read_figure(base, 0.12, least_base=0, digits=2)
    assert known is not None
    assert known.yes.low <= fits[0] < fits[-1] <= known.yes.high


def test_no_whole_numbers_give_a_share_that_was_made_up() -> None:
    assert read_figure(30, 0.49) is None


@pytest.mark.parametrize(
    ("answers", "respondents", "told"), [(290, 300, 290), (291, 300, None), (None, 300, None)]
)
def test_how_many_gave_a_characteristic_is_not_told_where_few_did_not(
    answers: int | None, respondents: int, told: int | None
) -> None:
    assert find_answers(answers, respondents) == told
