from __future__ import annotations

import pytest

from analysis.tables import MEANINGS, SYMBOLS, Column, Rounded, Symbol, Table, Value


def make_table(*rows: tuple[Value, ...]) -> Table:
    columns = (Column("who", "Who"), Column("share", "Share"), Column(SYMBOLS, "Symbols"))
    return Table("small", "small", "A table", columns, rows)


def test_a_row_of_another_length_than_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="table small has a row of another length"):
        make_table(("women", 0.5))


@pytest.mark.parametrize(
    ("rows", "symbols"),
    [
        pytest.param([("women", 0.5, None)], (), id="none"),
        pytest.param(
            [("women", Symbol.NOT_AVAILABLE, None), ("men", Symbol.CONFIDENTIAL, None)],
            (Symbol.CONFIDENTIAL, Symbol.NOT_AVAILABLE),
            id="in place of values, in the order of their kinds",
        ),
        pytest.param(
            [("women", 0.5, "[u][b]")],
            (Symbol.LOW_RELIABILITY, Symbol.BREAK),
            id="beside values",
        ),
        pytest.param([("labelled [c]", 0.5, None)], (), id="not what only looks like one"),
    ],
)
def test_a_table_knows_the_symbols_that_its_legend_has_to_explain(
    rows: list[tuple[Value, ...]], symbols: tuple[Symbol, ...]
) -> None:
    assert make_table(*rows).symbols == symbols


def test_every_symbol_has_a_meaning() -> None:
    assert set(MEANINGS) == set(Symbol)


def test_a_value_brings_its_own_decimals() -> None:
    column = Column("share", "Share", digits=2)

    assert (column.count_digits(0.5), column.count_digits(Rounded(0.5, 1))) == (2, 1)
    assert Rounded(0.5, 1) == 0.5
