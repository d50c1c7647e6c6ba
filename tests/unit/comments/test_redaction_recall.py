"""Redaction takes out what identifies people and little else; floors lie just under the figures.

The figures themselves, by kind: ``python -m tests.comments redaction``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.comments.redaction_recall import (
    SETS,
    find_false_alarms,
    load_set,
    measure_recall,
)

PAGE = Path(__file__).parents[3] / "docs" / "redaction.md"
RECALL = {"dev": 1.0, "more": 1.0, "held_out": 0.99, "fresh": 0.99}
KIND_RECALL = {"dev": 1.0, "more": 1.0, "held_out": 0.96, "fresh": 0.96}
FALSE_ALARMS = {"dev": 0.0, "more": 0.003, "held_out": 0.004, "fresh": 0.0}


@pytest.mark.parametrize("name", SETS)
def test_nearly_every_identifier_is_taken_out(name: str) -> None:
    recall = measure_recall(load_set(name)[0])

    assert recall.share >= RECALL[name], f"{len(recall.missed)} missed"


@pytest.mark.parametrize("name", SETS)
def test_no_kind_of_identifier_is_far_worse_than_the_rest(name: str) -> None:
    recall = measure_recall(load_set(name)[0])
    missed = [plant.kind for plant, _, _ in recall.missed]
    shares = {
        kind: 1 - missed.count(kind) / planted for kind, planted in sorted(recall.planted.items())
    }

    assert [kind for kind, share in shares.items() if share < KIND_RECALL[name]] == []


@pytest.mark.parametrize("name", SETS)
def test_comments_that_hold_no_identifier_stay_as_they_are(name: str) -> None:
    texts = load_set(name)[1]

    assert len(find_false_alarms(texts)) / len(texts) <= FALSE_ALARMS[name]


def test_the_sets_are_as_large_as_is_promised() -> None:
    planted = {name: sum(len(one.plants) for one in load_set(name)[0]) for name in SETS}

    assert sum(planted.values()) >= 400
    assert planted["more"] >= 300
    assert planted["held_out"] >= 600
    assert planted["fresh"] >= 300


@pytest.mark.parametrize("name", SETS)
def test_the_page_on_redaction_prints_what_is_measured(name: str) -> None:
    planted, texts = load_set(name)
    recall, alarms = measure_recall(planted), find_false_alarms(texts)
    total = recall.planted.total()
    row = next(
        line for line in PAGE.read_text("utf-8").splitlines() if line.startswith(f"| `{name}` |")
    )

    assert f"{total - len(recall.missed)} of {total}" in row
    assert f"{len(alarms)} of {len(texts)}" in row
