"""Perceptions beside records: which months, which people, and nothing made of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.disclosure import Internal
from analysis.offences import (
    Pair,
    Pairing,
    Recorded,
    beside,
    describe,
    find_places,
    load_pairing,
    load_wards,
    read_offences,
)
from analysis.offences.record import fold, last_whole_month, list_months, say_months
from analysis.plan_loading import load_plan
from analysis.tables import Symbol, Table
from surveys.errors import EstimateError, RecordRefused
from tests.support.released import release
from tests.support.results import SAFE, WELL, make_results

PLACES = find_places("tower-hamlets")
PAIRING = Pairing(
    status="proposal",
    places=PLACES,
    caution="Offences are those reported.",
    pairs=(
        Pair(measure=SAFE, label="Robbery", offences=("Robbery",), caution="At all hours."),
        Pair(measure=WELL, label="Hate crime", offences=("Hate Crime",), caution="Few report."),
    ),
)
PERIOD = list_months((2027, 5), 24)
EAST, WEST = "E05009319", "E05009317"


def make_recorded(months: Any = PERIOD, **changes: Any) -> Recorded:
    """Made up: 10 robberies a month in the east, 5 in the west, and 5 more in the last year."""
    later = set(PERIOD[12:])
    counts = {(month, EAST, "robbery"): 10 + 5 * (month in later) for month in months}
    counts |= {(month, WEST, "robbery"): 5 for month in months}
    content: dict[str, Any] = {
        "source": "A made-up police file",
        "counts": counts,
        "months": tuple(months),
        "wards": load_wards(PLACES),
        "absent": (),
    }
    return Recorded(**(content | changes))


def lay(recorded: Recorded | None = None) -> Table:
    return beside(recorded or make_recorded(), release(make_results()), PAIRING)


def rows(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2027, 5, 31), (2027, 5)),
        (date(2027, 5, 30), (2027, 4)),
        (date(2028, 2, 28), (2028, 1)),
        (date(2028, 2, 29), (2028, 2)),
        (date(2027, 1, 5), (2026, 12)),
    ],
)
def test_only_months_that_are_over_count(day: date, month: tuple[int, int]) -> None:
    assert last_whole_month(day) == month


def test_months_go_back_over_the_year() -> None:
    assert list_months((2027, 1), 2) == ((2026, 12), (2027, 1))
    assert len(PERIOD) == 24
    assert say_months(PERIOD[12:]) == "June 2026 to May 2027"


def test_a_perception_stands_beside_the_twelve_months_to_its_end_and_those_before() -> None:
    table = lay()
    labels = [column.label for column in table.columns]
    assert "Recorded, June 2026 to May 2027" in labels
    assert "Recorded, June 2025 to May 2026" in labels
    first = rows(table)[0]
    assert (first["estimate"], first["base"]) == (0.58, 610)
    assert first["fieldwork"] == "2027-05-01 to 2027-05-31"
    assert (first["latest"], first["before"]) == (240, 180)
    assert first["change"] == pytest.approx(1 / 3)


def test_areas_stand_beside_what_was_recorded_in_their_own_wards() -> None:
    found = {row["group"]: row for row in rows(lay()) if row["offence"] == "Robbery"}
    assert (found["North east"]["latest"], found["North east"]["before"]) == (180, 120)
    assert found["North west"]["latest"] == 60
    assert "Female" not in found


def test_a_withheld_perception_stays_withheld_beside_its_record() -> None:
    found = {row["group"]: row for row in rows(lay())}
    assert [found["North west"][name] for name in ("estimate", "ci_low", "ci_high", "base")] == [
        Symbol.CONFIDENTIAL
    ] * 4
    assert found["South west"]["estimate"] is Symbol.TOO_FEW


def test_months_that_the_file_has_not_are_said_in_their_place_and_below() -> None:
    table = lay(make_recorded(months=PERIOD[6:]))
    first = rows(table)[0]
    assert (first["latest"], first["before"], first["change"]) == (240, *["not in the file"] * 2)
    assert "The file does not have all of these months: it is about December 2025 to May 2027." in (
        table.notes
    )
    assert not any("[x]" in note for note in table.notes)


def test_offences_that_the_file_has_not_are_left_out_with_one_sentence() -> None:
    table = lay()
    assert {row["offence"] for row in rows(table)} == {"Robbery"}
    assert "Left out, for the file does not have them: Hate crime." in table.notes
    said = describe(make_recorded(), release(make_results()), PAIRING)
    assert not any(one.startswith("People from different") for one in said)


def test_a_file_without_any_of_the_offences_is_refused() -> None:
    with pytest.raises(EstimateError, match="none of the offences"):
        lay(make_recorded(counts={(month, EAST, "fraud"): 1 for month in PERIOD}))


def test_a_share_has_the_decimals_of_its_own_base() -> None:
    results = make_results()
    large = replace(results.rows[0], base=1200, estimate=0.4501)
    results = replace(results, rows=(large, *results.rows[1:]))
    table = beside(make_recorded(), release(results), PAIRING)
    at = [column.name for column in table.columns].index("estimate")
    digits = [
        table.columns[at].count_digits(share)
        for share in (row[at] for row in table.rows)
        if isinstance(share, float)
    ]
    assert digits == [1, 0, 0]


def test_a_change_from_nothing_is_not_computed() -> None:
    counts = {(month, EAST, "robbery"): int(month in PERIOD[12:]) for month in PERIOD}
    first = rows(lay(make_recorded(counts=counts)))[0]
    assert (first["latest"], first["before"]) == (12, 0)
    assert first["change"] == "none before"


def test_nothing_is_computed_from_both() -> None:
    names = [column.name for column in lay().columns]
    assert names == [
        *("measure", "group", "estimate", "ci_low", "ci_high", "base", "fieldwork"),
        *("offence", "latest", "before", "change", "caution", "source"),
    ]
    quiet, busy = make_recorded(), make_recorded()
    busy = replace(busy, counts={key: 9 * count for key, count in busy.counts.items()})
    kept = [[row[name] for name in names[:7]] for row in rows(lay(quiet))]
    assert kept == [[row[name] for name in names[:7]] for row in rows(lay(busy))]


def test_the_table_says_why_they_may_move_apart_and_that_it_is_a_proposal() -> None:
    table = lay(make_recorded(absent=("Bow West",)))
    assert table.notes[0] == "Offences are those reported."
    assert any(note.startswith("PROPOSAL") for note in table.notes)
    assert "The file has no row for Bow West." in table.notes
    assert table.source.startswith("A made-up police file; round made-up-2027")
    agreed = PAIRING.model_copy(update={"status": "agreed"})
    notes = beside(make_recorded(), release(make_results()), agreed).notes
    assert not any("PROPOSAL" in note for note in notes)


def test_it_is_told_in_words_with_both_dates() -> None:
    said = describe(make_recorded(), release(make_results()), PAIRING)
    assert said[0].startswith("Feel very or fairly safe outside")
    assert "58 % (asked 2027-05-01 to 2027-05-31)." in said[0]
    assert "June 2026 to May 2027: 240; June 2025 to May 2026: 180 (+33.3 %)" in said[0]
    assert said[0].endswith("At all hours.")
    assert said[-1] == "Recorded offences: A made-up police file."


def test_only_released_results_of_a_dated_round_are_set_beside_records() -> None:
    with pytest.raises(TypeError, match="only released"):
        beside(make_recorded(), Internal(make_results()), PAIRING)  # type: ignore[arg-type]  # tried
    with pytest.raises(EstimateError, match="when the round was"):
        beside(make_recorded(), release(make_results(provenance=None)), PAIRING)
    other = PAIRING.model_copy(update={"pairs": (PAIRING.pairs[0],)})
    with pytest.raises(EstimateError, match="recorded counterpart"):
        beside(make_recorded(), release(make_results(rows=())), other)


def test_the_pairing_that_ships_is_a_proposal_about_measures_of_its_plan() -> None:
    pairing, plan = load_pairing("tower-hamlets-2025"), load_plan("tower-hamlets-2025")
    assert pairing.status == "proposal"
    assert pairing.places == PLACES
    assert {pair.measure for pair in pairing.pairs} <= {one.name for one in plan.measures}
    assert "report" in pairing.caution
    assert all(fold(name) for pair in pairing.pairs for name in pair.offences)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("status: proposal\n", "caution", id="fields missing"),
        pytest.param(
            "status: maybe\nplaces: tower-hamlets\ncaution: x\npairs: []\n",
            "status",
            id="another status",
        ),
        pytest.param("status: [\n", "line", id="no YAML"),
    ],
)
def test_a_faulty_pairing_is_refused_with_its_place(
    tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "recorded.yaml"
    path.write_text(text)
    with pytest.raises(RecordRefused) as refused:
        load_pairing(path)
    assert problem in " ".join(map(str, refused.value.faults))


OWN = """status: agreed
places: otherham
caution: As reported.
pairs: [{measure: safe, label: Robbery, offences: [Robbery], caution: At all hours.}]
"""


def test_another_partnership_brings_its_own_places_beside_its_pairing(tmp_path: Path) -> None:
    (tmp_path / "recorded.yaml").write_text(OWN)
    with pytest.raises(RecordRefused, match="no such places") as refused:
        load_pairing(tmp_path / "recorded.yaml")
    assert "places/otherham.yaml" in refused.value.fault.remedy
    (tmp_path / "places").mkdir()
    wards = "wards: [{code: X1, label: Mill}, {code: X2, label: {en: Quay, cy: Cei}}]"
    (tmp_path / "places" / "otherham.yaml").write_text(
        f"areas:\n  - code: all\n    label: All\n    {wards}\n"
    )
    places = load_pairing(tmp_path / "recorded.yaml").places
    file = tmp_path / "offences.csv"
    file.write_text("month,ward,offence,count\n2026-05,quay,robbery,3\n")
    recorded = read_offences(file, source="MADE UP", places=places)
    assert recorded.counts == {((2026, 5), "X2", "robbery"): 3}
    assert recorded.absent == ("Mill",)


def test_a_pairing_that_is_not_there_is_refused() -> None:
    with pytest.raises(RecordRefused, match="no such pairing"):
        load_pairing("nowhere-2025")
