"""Naming groups: each word once."""

from __future__ import annotations

import pytest

from analysis.naming import name_group


@pytest.mark.parametrize(
    ("grouping", "level", "name"),
    [
        pytest.param("Age band", "16 to 24", "16 to 24 (Age band)", id="both are needed"),
        pytest.param("Bangladeshi background", "Bangladeshi", "Bangladeshi background", id="once"),
        pytest.param("Disability", "disability", "Disability", id="whatever its capitals"),
    ],
)
def test_a_group_is_named_with_its_characteristic(grouping: str, level: str, name: str) -> None:
    assert name_group(grouping, level) == name
