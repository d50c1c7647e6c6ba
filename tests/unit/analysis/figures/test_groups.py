from __future__ import annotations

from dataclasses import replace

from analysis.figures import Kind, list_figures
from tests.support.released import release
from tests.support.results import SAFE, make_results


def test_the_table_of_groups_has_the_decimals_of_each_groups_own_base() -> None:
    results = make_results()
    large = replace(results.rows[0], base=1200)
    results = replace(results, rows=(large, *results.rows[1:]))

    (figure,) = (
        one
        for one in list_figures(release(results))
        if one.kind is Kind.BREAKDOWN and one.measure == SAFE
    )

    at = [column.name for column in figure.table.columns].index("estimate")
    column = figure.table.columns[at]
    shares = [row[at] for row in figure.table.rows if isinstance(row[at], float)]
    digits = [column.count_digits(share) for share in shares if isinstance(share, float)]
    assert digits == [1, *[0] * (len(digits) - 1)]
