from __future__ import annotations

import pytest
import yaml

from surveys.plain_yaml import read_plain_yaml


@pytest.mark.parametrize(
    "typed", ["no", "yes", "on", "1", "2_5", "007", "1.50", "2026-11-01", "null", "~", "e"]
)
def test_a_code_stays_the_text_that_was_typed(typed: str) -> None:
    assert read_plain_yaml(f"- {typed}\n- {{{typed}: {typed}}}") == [typed, {typed: typed}]


@pytest.mark.parametrize(
    ("tagged", "read"),
    [
        pytest.param("!!python/object/apply:sys.exit [1]", ["1"], id="call"),
        pytest.param("!!python/name:sys.exit ''", "", id="name"),
        pytest.param("!!int '7'", "7", id="number"),
    ],
)
def test_a_tag_calls_nothing_and_makes_nothing_but_text(tagged: str, read: object) -> None:
    assert read_plain_yaml(tagged) == read


def test_what_is_no_yaml_is_an_error_for_the_caller_to_place() -> None:
    with pytest.raises(yaml.YAMLError):
        read_plain_yaml("a: [")


@pytest.mark.parametrize("brackets", ["[", "{a: "], ids=["lists", "mappings"])
def test_brackets_without_end_are_no_yaml(brackets: str) -> None:
    with pytest.raises(yaml.YAMLError, match="nested too deeply"):
        read_plain_yaml("a: " + brackets * 5000)
