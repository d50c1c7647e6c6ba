"""A small part of the simulation of groups: `python -m tests.simulations.groups` runs enough."""

from __future__ import annotations

import pytest

from analysis import clearing
from analysis.change import LEVEL
from analysis.plan import Plan
from analysis.plan_loading import load_plan
from tests.simulations.groups import PLAN, count_false_alarms

ROUNDS = 150


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLAN)


def test_where_no_group_differs_hardly_ever_is_anything_called_clear(plan: Plan) -> None:
    rate = count_false_alarms(plan, 600, ROUNDS, seed=1)
    assert rate.value <= LEVEL + 3 * rate.error


def test_without_the_adjustment_nearly_always_something_would_be(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clearing, "holm", list)
    assert count_false_alarms(plan, 600, 20, seed=1).value > 0.9
