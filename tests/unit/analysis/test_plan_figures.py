from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analysis.plan import dump_plan
from analysis.plan_figures import read_printed, read_published
from analysis.plan_loading import load_plan
from surveys.errors import Fault, PlanRefused
from tests.unit.analysis.test_plan_loading import PLAN, write_plan

PUBLISHED = """measure,domain,period,on,value,base,survey,source,note
safe,all,March 2016,2016-03-31,0.87,,A survey,its dashboard,
safe,all,2019,2019-05-31,0.78,1104,Another survey,"its page, line 3",face to face
"""
PRINTED = """label,value,period,survey,base,source,problem
Drugs a problem,0.78,2025,A consultation,59,"Plan, line 458",printed with 66 % as well
Safe,0.58,2019,A survey,,"Plan, line 824",
"""


def read(folder: Path, text: str) -> list[Fault]:
    path = folder / "published.csv"
    path.write_text(text, "utf-8")
    return read_published(path, ["safe"], ["all", "women"])[1]


def load(folder: Path, published: str = PUBLISHED, printed: str = PRINTED) -> Path:
    (folder / "published.csv").write_text(published, "utf-8")
    (folder / "printed.csv").write_text(printed, "utf-8")
    return write_plan(folder, f"published_file: published.csv\nprinted_file: printed.csv\n{PLAN}")


def test_published_figures_are_loaded_into_the_plan(tmp_path: Path) -> None:
    first, second = load_plan(load(tmp_path)).published_series
    assert (first.measure, first.domain, first.period) == ("safe", "all", "March 2016")
    assert (first.on, first.value, first.base) == (date(2016, 3, 31), 0.87, None)
    assert (second.base, second.survey, second.note) == (1104, "Another survey", "face to face")
    assert second.source == "its page, line 3"


def test_printed_figures_keep_what_is_wrong_with_them(tmp_path: Path) -> None:
    first, second = load_plan(load(tmp_path)).printed
    assert (first.value, first.base, first.problem) == (0.78, 59, "printed with 66 % as well")
    assert (second.base, second.problem) == (None, "")


def test_the_frozen_plan_keeps_them_and_the_hash_follows_them(tmp_path: Path) -> None:
    plan = load_plan(load(tmp_path))
    frozen = tmp_path / "plan.json"
    frozen.write_text(dump_plan(plan), "utf-8")
    assert load_plan(frozen).published_series == plan.published_series
    assert load_plan(load(tmp_path, PUBLISHED.replace("0.87", "0.86"))).hash != plan.hash


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("its dashboard", "", "plan.no-source", "the figure has no source"),
        ("0.87", "87", "plan.figure-value", "the value 87 is not a share from 0 to 1"),
        ("0.87", "87 %", "plan.figure-value", "the value 87 % is not a share from 0 to 1"),
        ("0.87", "nan", "plan.figure-value", "the value nan is not a share from 0 to 1"),
        ("0.87", "", "plan.figure-empty", "value is empty"),
        ("2016-03-31", "31/03/2016", "plan.figure-day", "on is 31/03/2016, which is not a day"),
        ("2016-03-31", "20160331", "plan.figure-day", "on is 20160331, which is not a day"),
        ("0.87,,", "0.87,about 400,", "plan.figure-base", "the base about 400 is not a number"),
        ("0.87,,", "0.87,0,", "plan.figure-base", "the base 0 is not a number of respondents"),
        ("safe,all,March", "trust,all,March", "plan.unknown-measure", "no measure trust"),
        ("safe,all,March", "safe,men,March", "plan.unknown-domain", "no domain men"),
        ("A survey,", "", "plan.figure-cells", "the row has not 9 cells"),
        ("its dashboard,", "its, dashboard,", "plan.figure-cells", "the row has not 9 cells"),
    ],
    ids=[
        "no source",
        "per cent",
        "per cent sign",
        "nan",
        "no value",
        "day as printed",
        "day without dashes",
        "base in words",
        "base of nobody",
        "measure",
        "domain",
        "too few cells",
        "too many cells",
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, code: str, words: str
) -> None:
    assert old in PUBLISHED
    (fault,) = read(tmp_path, PUBLISHED.replace(old, new, 1))
    assert (fault.code, fault.place) == (code, "published.csv line 2")
    assert words in fault.problem
    assert fault.remedy


def test_a_figure_stands_once(tmp_path: Path) -> None:
    row = PUBLISHED.splitlines()[1]
    (fault,) = read(tmp_path, f"{PUBLISHED}{row}\n")
    assert (fault.code, fault.place) == ("plan.duplicate-figure", "published.csv line 4")
    assert fault.problem.startswith("line 2 has a figure")


@pytest.mark.parametrize(
    "text",
    ["", "measure;domain\n", PUBLISHED.replace("survey,source", "source,survey", 1)],
    ids=["empty", "semicolons", "another order"],
)
def test_other_columns_are_refused_with_those_that_are_expected(tmp_path: Path, text: str) -> None:
    (fault,) = read(tmp_path, text)
    assert (fault.code, fault.place) == ("plan.figures-columns", "published.csv line 1")
    assert "measure, domain, period, on, value, base, survey, source, note" in fault.remedy


@pytest.mark.parametrize("file", ["published.csv", "printed.csv"])
def test_a_missing_file_is_refused(tmp_path: Path, file: str) -> None:
    path = load(tmp_path)
    (tmp_path / file).unlink()
    with pytest.raises(PlanRefused, match=file) as refused:
        load_plan(path)
    assert refused.value.code == "plan.figures-missing"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "printed.csv"
    path.write_bytes(b"\xff\xfe\x00")
    assert [fault.code for fault in read_printed(path)[1]] == ["plan.figures-missing"]


def test_a_printed_figure_without_its_source_is_refused(tmp_path: Path) -> None:
    path = load(tmp_path, printed=PRINTED.replace('"Plan, line 824"', ""))
    with pytest.raises(PlanRefused) as refused:
        load_plan(path)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [
        ("plan.no-source", "printed.csv line 3")
    ]


def test_every_fault_of_the_files_is_told_at_once(tmp_path: Path) -> None:
    path = load(tmp_path, PUBLISHED.replace("0.87", "87"), PRINTED.replace('"Plan, line 824"', ""))
    with pytest.raises(PlanRefused) as refused:
        load_plan(path)
    assert [fault.code for fault in refused.value.faults] == ["plan.figure-value", "plan.no-source"]
