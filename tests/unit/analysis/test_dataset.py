from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.columns import read_ahead
from analysis.dataset import find_earlier_rounds, open_round
from surveys.errors import RoundError, StoreError
from tests.support.frozen import write_round

ANSWERS = {"sex": ["female", "male", "female"], "after_dark": ["a", ".skipped", "b"]}


def test_codes_come_back_in_the_order_of_respondents(tmp_path: Path) -> None:
    coded = open_round(write_round(tmp_path / "r", ANSWERS)).get_coded("sex")
    assert [coded.codes[i] for i in coded.index] == ANSWERS["sex"]


def test_row_groups_with_dictionaries_of_their_own_are_joined(tmp_path: Path) -> None:
    folder = write_round(tmp_path / "r", ANSWERS)
    dataset = open_round(folder)
    pq.write_table(
        pa.table({"sex": ["male", "female", "male"]}),
        folder / "responses.parquet",
        row_group_size=1,
    )
    written = replace(dataset, metadata=pq.read_metadata(folder / "responses.parquet"))
    coded = written.get_coded("sex")
    assert [coded.codes[i] for i in coded.index] == ["male", "female", "male"]


def test_a_round_without_rows_opens(tmp_path: Path) -> None:
    dataset = open_round(write_round(tmp_path / "r", {"sex": []}))
    assert (dataset.size, len(dataset.get_coded("sex").index)) == (0, 0)


@pytest.mark.parametrize("name", ["responses.parquet", "codebook.json"])
def test_a_file_that_was_changed_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_round(tmp_path / "r", ANSWERS)
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    with pytest.raises(StoreError, match=name):
        open_round(folder)


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    folder = write_round(tmp_path / "r", ANSWERS)
    (folder / "responses.parquet").unlink()
    with pytest.raises(StoreError, match=r"responses\.parquet"):
        open_round(folder)


def test_a_folder_that_is_no_round_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="manifest"):
        open_round(tmp_path)


def test_an_empty_cell_is_refused(tmp_path: Path) -> None:
    folder = write_round(tmp_path / "r", ANSWERS)
    dataset = open_round(folder)
    pq.write_table(pa.table({"sex": ["male", None]}), folder / "responses.parquet")
    written = replace(dataset, metadata=pq.read_metadata(folder / "responses.parquet"))
    with pytest.raises(RoundError, match="empty cells"):
        written.get_coded("sex")


def test_a_column_with_one_code_is_as_if_it_had_been_read(tmp_path: Path) -> None:
    folder = write_round(tmp_path / "r", ANSWERS | {"lives_here": ["yes"] * 3})
    coded = open_round(folder).get_coded("lives_here")
    assert (coded.codes, coded.index.tolist()) == (("yes",), [0, 0, 0])


def test_parts_with_one_code_each_do_not_make_a_column_with_one_code(tmp_path: Path) -> None:
    path = write_round(tmp_path / "r", ANSWERS) / "responses.parquet"
    dataset = open_round(path.parent)
    pq.write_table(pa.table({"sex": ["male", "female"]}), path, row_group_size=1)
    coded = replace(dataset, metadata=pq.read_metadata(path)).get_coded("sex")
    assert [coded.codes[place] for place in coded.index] == ["male", "female"]


def test_a_column_whose_other_rows_are_empty_has_not_one_code(tmp_path: Path) -> None:
    path = write_round(tmp_path / "r", ANSWERS) / "responses.parquet"
    dataset = open_round(path.parent)
    pq.write_table(pa.table({"sex": ["male", None, "male"]}), path)
    with pytest.raises(RoundError, match="empty cells"):
        replace(dataset, metadata=pq.read_metadata(path)).get_coded("sex")


def test_columns_read_ahead_come_in_order_and_their_faults_are_told(tmp_path: Path) -> None:
    dataset = open_round(write_round(tmp_path / "r", ANSWERS))
    names = ["after_dark", "sex", "after_dark", "sample", "mode"]
    read = [coded.codes for coded in read_ahead(dataset, names)]
    assert read == [dataset.get_coded(name).codes for name in names]
    with pytest.raises(RoundError, match="no column height"):
        list(read_ahead(dataset, ["sex", "height"]))


def test_weights_are_absent_where_no_row_has_one(tmp_path: Path) -> None:
    assert open_round(write_round(tmp_path / "r", ANSWERS)).find_design_weights() is None


PLAN = {"name": "small", "hash": "1"}


def write_dated(folder: Path, month: int, **changes: object) -> Path:
    fields: dict[str, object] = {
        "opens_on": f"2026-{month:02}-01",
        "closes_on": f"2026-{month:02}-28",
        "plan": PLAN,
    }
    return write_round(folder, ANSWERS, **(fields | changes))  # type: ignore[arg-type] # by name


def test_earlier_rounds_come_earliest_first(tmp_path: Path) -> None:
    own = write_dated(tmp_path / "c", 6)
    second, first = write_dated(tmp_path / "a", 4), write_dated(tmp_path / "b", 2)
    write_dated(tmp_path / "d", 8)
    assert find_earlier_rounds(tmp_path, own) == [first, second]


@pytest.mark.parametrize(
    "changes",
    [
        {"questionnaire": "young-people"},
        {"plan": None},
        {"synthetic": True},
        {"closes_on": "2026-06-01"},
        {"about": {"series": "winter"}},
        {"about": {"rehearsal": True}},
    ],
    ids=["questionnaire", "no plan", "synthetic", "overlapping", "series", "rehearsal"],
)
def test_a_round_of_another_kind_is_no_baseline(tmp_path: Path, changes: dict[str, object]) -> None:
    own = write_dated(tmp_path / "own", 6)
    write_dated(tmp_path / "other", 2, **changes)
    assert find_earlier_rounds(tmp_path, own) == []


def test_a_round_that_was_closed_early_ended_then(tmp_path: Path) -> None:
    own = write_dated(tmp_path / "own", 6)
    other = write_dated(tmp_path / "other", 2, closes_on="2026-12-31", closed_on="2026-02-20")
    assert find_earlier_rounds(tmp_path, own) == [other]


def test_a_series_can_span_questionnaires_and_is_by_default_one_questionnaire(
    tmp_path: Path,
) -> None:
    series = {"series": "annual-perception"}
    own = write_dated(tmp_path / "own", 6, about=series)
    old = write_dated(tmp_path / "old", 2)
    other = write_dated(tmp_path / "other", 3, questionnaire="perception-2", about=series)
    assert find_earlier_rounds(tmp_path, own) == [old, other]


def test_a_rehearsal_cannot_be_opened(tmp_path: Path) -> None:
    folder = write_round(tmp_path / "trial", ANSWERS, about={"rehearsal": True})
    with pytest.raises(RoundError, match="round 'trial'") as refused:
        open_round(folder)
    assert refused.value.code == "round.rehearsal"


@pytest.mark.parametrize("change", [{"hash": "2"}, {"name": "other"}], ids=["hash", "name"])
def test_a_plan_that_changed_is_no_other_series(tmp_path: Path, change: dict[str, str]) -> None:
    own = write_dated(tmp_path / "own", 6)
    other = write_dated(tmp_path / "other", 2, plan=PLAN | change)
    assert find_earlier_rounds(tmp_path, own) == [other]


def test_a_draft_that_is_being_frozen_is_no_baseline(tmp_path: Path) -> None:
    own = write_dated(tmp_path / "own", 6)
    write_dated(tmp_path / "other.partial", 2)
    assert find_earlier_rounds(tmp_path, own) == []


def test_a_manifest_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    own = write_dated(tmp_path / "own", 6)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text("{}", "utf-8")
    with pytest.raises(RoundError, match="other"):
        find_earlier_rounds(tmp_path, own)
