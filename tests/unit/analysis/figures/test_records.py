"""Perceptions drawn above what was recorded, each with its own axis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.disclosure import Internal
from analysis.figures import Form, Kind, list_record_figures
from analysis.shown import Status
from tests.support.figures import draw
from tests.support.released import release
from tests.support.results import SAFE, make_results, make_withheld
from tests.unit.analysis.offences.test_table import PAIRING, make_recorded


def test_there_is_a_figure_for_each_pair_that_round_and_file_both_have() -> None:
    (figure,) = list_record_figures(make_recorded(), release(make_results()), PAIRING)
    assert figure.kind is Kind.RECORD
    assert figure.name == "record-1-safe-after-dark"
    assert figure.measure == SAFE


def test_rounds_and_months_are_told_with_their_own_dates() -> None:
    (figure,) = list_record_figures(make_recorded(), release(make_results()), PAIRING)
    assert "31 May 2027: 58 %, 54 to 63 %, about 585 answers." in figure.alt
    assert "Robbery: June 2025 15, July 2025 15" in figure.alt
    assert "Offences are those reported." in figure.notes
    assert "At all hours." in figure.notes
    assert any(note.startswith("PROPOSAL") for note in figure.notes)
    assert "Recorded: A made-up police file." in figure.notes
    assert len(figure.table.rows) == 3 + 24


def test_perceptions_and_counts_have_axes_of_their_own_one_above_the_other() -> None:
    (figure,) = list_record_figures(make_recorded(), release(make_results()), PAIRING)
    places = {text: y0 for text, _, y0, _, _ in draw(figure).boxes}
    assert places["30 %"] > places["0"]  # pixels upwards
    assert places["What people say"] > places["What the police recorded, month by month: Robbery"]
    assert places["20"] < places["May 2027"]


def test_a_withheld_perception_stays_withheld() -> None:
    row = make_withheld(SAFE, "all", Status.SUPPRESSED)
    released = release(make_results(rows=(row,)))
    (figure,) = list_record_figures(make_recorded(), released, PAIRING)
    assert "31 May 2027: not shown, to protect people." in figure.alt
    assert not any("94 %" in text for text in draw(figure).texts)


def test_a_month_without_offences_is_drawn_as_none() -> None:
    recorded = make_recorded()
    nothing = replace(recorded, counts=dict.fromkeys(recorded.counts, 0))
    (figure,) = list_record_figures(nothing, release(make_results()), PAIRING)
    assert figure.draw(Form.SVG) == figure.draw(Form.SVG)


def test_only_released_results_are_drawn() -> None:
    with pytest.raises(TypeError, match="only released"):
        list_record_figures(make_recorded(), Internal(make_results()), PAIRING)  # type: ignore[arg-type]  # tried
