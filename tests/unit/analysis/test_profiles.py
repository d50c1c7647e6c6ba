"""Respondents whom no condition tells apart are one profile."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from analysis.dataset import open_round
from analysis.profiles import Profiles
from tests.support.frozen import write_round
from tests.support.plans import make_plan

SEX = ["female", "male", ".skipped", "female", "prefer_not_to_say"]


def read(folder: Path, sex: list[str]) -> Profiles:
    """The profiles of a round by a plan that asks for sex alone."""
    return Profiles(open_round(write_round(folder, {"sex": sex})), make_plan())


def test_codes_that_no_condition_names_are_one_profile(tmp_path: Path) -> None:
    profiles = read(tmp_path / "r", SEX)
    women, men = profiles.meets({"sex": ("female",)}), profiles.meets({"sex": ("male",)})
    assert profiles.size == 3
    assert [int(profiles.people[one].sum()) for one in (women, men, ~(women | men))] == [2, 1, 2]


def test_each_respondent_has_their_own_profile(tmp_path: Path) -> None:
    profiles = read(tmp_path / "r", SEX)
    women = profiles.meets({"sex": ("female",)}).astype(np.int32)
    assert profiles.renumber(women).tolist() == [int(sex == "female") for sex in SEX]


def test_a_round_without_answers_has_no_profile(tmp_path: Path) -> None:
    profiles = read(tmp_path / "r", [])
    assert (profiles.size, profiles.meets({"sex": ("female",)}).tolist()) == (0, [])
