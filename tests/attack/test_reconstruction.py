from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.rows import Results
from tests.attack.attacker import Attacker, read_exactly, read_printed
from tests.attack.published import (
    COLUMNS,
    find_people,
    leave_unprotected,
    list_secrets,
    make_answers,
    measure_round,
)
from tests.support.released import release

SEEDS = [(size, seed) for size in (300, 600) for seed in (0, 2, 3)]


def attack_released(results: Results, size: int) -> dict[tuple[str, str], int]:
    """How wide every secret count is left open by what is published."""
    told = [read_printed(row, find_people(row)) for row in release(results).results.rows]
    attacker = Attacker(COLUMNS, told, size)
    widths: dict[tuple[str, str], int] = {}
    for name, who, counts in list_secrets(results):
        for what, count in counts.items():
            low, high = attacker.find_range(who, what)
            assert low <= count <= high, "the attacker reckons with what is true"
            if what != "base" or count < 30:
                widths[name, what] = high - low
    return widths


@pytest.mark.parametrize(("size", "seed"), SEEDS)
def test_small_counts_can_be_worked_out_of_unprotected_tables(
    tmp_path: Path, size: int, seed: int
) -> None:
    results = measure_round(tmp_path / "r", make_answers(size, seed))
    told = [read_exactly(row, find_people(row)) for row in leave_unprotected(results)]
    attacker = Attacker(COLUMNS, told, size)
    exact = 0
    for _, who, counts in list_secrets(results):
        ranges = [attacker.find_range(who, what) for what in counts]
        exact += ranges == [(count, count) for count in counts.values()]
    assert exact >= 1


@pytest.mark.parametrize(("size", "seed"), SEEDS)
def test_no_small_count_can_be_worked_out_of_what_is_released(
    tmp_path: Path, size: int, seed: int
) -> None:
    widths = attack_released(measure_round(tmp_path / "r", make_answers(size, seed)), size)
    assert widths
    assert min(widths.values()) >= 5


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    size=st.integers(60, 180),
    seed=st.integers(0, 10_000),
)
def test_the_audit_leaves_nothing_to_an_attacker_who_reckons_in_whole_numbers(
    tmp_path_factory: pytest.TempPathFactory, size: int, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("attack") / "r"
    widths = attack_released(measure_round(folder, make_answers(size, seed)), size)
    assert min(widths.values(), default=5) >= 5
