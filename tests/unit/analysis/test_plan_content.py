"""The one form in which a plan is written down, of which its hash is made."""

from __future__ import annotations

import json

import pytest

from analysis.plan import GroupingKind, Tabulation, Weighting, dump_plan
from tests.support.plans import make_grouping, make_plan


def test_what_a_plan_does_not_use_of_later_fields_is_not_written() -> None:
    content = json.loads(dump_plan(make_plan()))
    assert not {"tabulations", "accepted_open_sample", "published_series", "printed"} & set(content)
    assert not {"trim", "min_level"} & set(content["weighting"])
    assert "kind" not in content["groupings"][0]


@pytest.mark.parametrize("named", [False, True])
def test_an_older_tabulation_is_written_as_it_was(named: bool) -> None:
    one = Tabulation(name="top", label="Top concern", item="top", domains=("all",), named=named)
    content = json.loads(dump_plan(make_plan(tabulations=(one,))))
    assert ("named" in content["tabulations"][0]) == named


def test_what_it_uses_of_them_is() -> None:
    grouping = make_grouping("area", {"n": 0.5, "s": 0.5})
    plan = make_plan(
        accepted_open_sample="2026-05-01",
        weighting=Weighting(trim=5, min_level=10),
        groupings=(grouping.model_copy(update={"kind": GroupingKind.PLACE}),),
    )
    content = json.loads(dump_plan(plan))
    assert content["accepted_open_sample"] == "2026-05-01"
    assert (content["weighting"]["trim"], content["weighting"]["min_level"]) == (5.0, 10)
    assert content["groupings"][0]["kind"] == "place"


def test_it_has_one_form() -> None:
    assert dump_plan(make_plan()).startswith('{"attribution":"","deadline":null,')
