"""Finds that belong together become one, and the text keeps everything else."""

from __future__ import annotations

import pytest

from surveys.redaction.finds import Find, Kind, merge, take_out

TEXT = "flat 12, 34 Example Road by Amina"


def _find(part: str, kind: Kind) -> Find:
    return Find(TEXT.index(part), TEXT.index(part) + len(part), kind)


@pytest.mark.parametrize(
    ("finds", "merged"),
    [
        pytest.param([("flat 12", Kind.ADDRESS), ("34 Example Road", Kind.ADDRESS)],
                     [("flat 12, 34 Example Road", Kind.ADDRESS)], id="side by side"),
        pytest.param([("34 Example", Kind.VEHICLE), ("Example Road", Kind.ADDRESS)],
                     [("34 Example Road", Kind.ADDRESS)], id="overlapping, the first in rank"),
        pytest.param([("Amina", Kind.NAME), ("flat 12", Kind.ADDRESS)],
                     [("flat 12", Kind.ADDRESS), ("Amina", Kind.NAME)], id="apart, in order"),
        pytest.param([("flat 12, 34 Example Road", Kind.ADDRESS), ("34", Kind.PHONE)],
                     [("flat 12, 34 Example Road", Kind.ADDRESS)], id="one inside another"),
    ],
)  # fmt: skip
def test_finds_are_merged(finds: list[tuple[str, Kind]], merged: list[tuple[str, Kind]]) -> None:
    found = merge(TEXT, [_find(part, kind) for part, kind in finds])

    assert found == [_find(part, kind) for part, kind in merged]


def test_tokens_take_the_place_of_finds_and_say_where_they_stand() -> None:
    text, tokens = take_out(TEXT, [_find("Amina", Kind.NAME)])
    assert text == "flat 12, 34 Example Road by [name]"

    text, tokens = take_out(text, [_find("flat 12, 34 Example Road", Kind.ADDRESS)], tokens)
    assert text == "[address] by [name]"
    assert [text[one.start : one.end] for one in tokens] == ["[address]", "[name]"]
    assert [one.kind for one in tokens] == [Kind.ADDRESS, Kind.NAME]
