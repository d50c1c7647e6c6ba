from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from analysis.disclosure import release
from analysis.ledger import Entry, Ledger
from analysis.plan import dump_plan
from analysis.results import render_json
from bot.auditing import note_internal
from bot.cli import app
from bot.measuring import (
    LEDGER,
    Measured,
    find_frozen,
    find_ledger,
    hash_results,
    write_measures,
)
from bot.rounds import opened
from bot.settings import Settings
from surveys.errors import RoundError, StoreError
from surveys.rounds import Purpose
from surveys.store.audit import read_entries
from tests.support.chat import make_settings
from tests.support.frozen import add_file, write_round
from tests.support.plans import make_plan
from tests.unit.analysis.test_measures import write_small


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Where one small round is frozen with its plan."""
    folder = write_small(tmp_path / "data" / "spring", (70, 42))
    add_file(folder, "plan.json", dump_plan(make_plan()))
    return Settings.model_construct(data_dir=tmp_path / "data")


def record(leaving: Measured | None) -> None:
    """What the command line does where there is no database."""
    if leaving:
        leaving.record("measures")


def refuse_to_write(_: Measured | None) -> None:
    raise AssertionError("there is nothing to write")


@pytest.mark.parametrize(
    ("round_is", "plan_is"),
    [
        (Purpose.CONSULTATION, Purpose.SURVEY),
        (Purpose.SURVEY, Purpose.CONSULTATION),
    ],
    ids=["consultation by a survey's plan", "survey by a consultation's plan"],
)
def test_consultation_and_annual_plan_are_never_mixed(
    tmp_path: Path, round_is: Purpose, plan_is: Purpose
) -> None:
    folder = write_small(tmp_path / "data" / "spring", (70, 42))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, "purpose": round_is}), "utf-8")
    mine, other = (make_plan().model_copy(update={"purpose": one}) for one in (round_is, plan_is))
    add_file(folder, "plan.json", dump_plan(mine))
    settings = Settings.model_construct(data_dir=tmp_path / "data")
    assert find_frozen(settings, "spring").plan == mine
    file = tmp_path / "other.json"
    file.write_text(dump_plan(other), "utf-8")
    with pytest.raises(RoundError) as refused:
        find_frozen(settings, "spring", str(file))
    assert refused.value.code == "round.other-purpose"


@pytest.mark.parametrize("name", ["../spring", "", ".", "/etc", "Spring", "spring/../spring"])
def test_what_is_no_name_of_a_round_is_refused(settings: Settings, name: str) -> None:
    with pytest.raises(RoundError) as refused:
        find_frozen(settings, name)
    assert refused.value.code == "round.name"


def test_a_round_that_is_not_frozen_is_refused(settings: Settings) -> None:
    with pytest.raises(RoundError) as refused:
        find_frozen(settings, "autumn")
    assert refused.value.code == "round.not-frozen"
    assert "canvass round list" in refused.value.fault.remedy


@pytest.mark.parametrize("internal", [False, True])
def test_a_rehearsal_is_refused(settings: Settings, internal: bool) -> None:
    answers = {"sex": ["female", "male"] * 60, "after_dark": ["very_safe", "neither"] * 60}
    folder = write_round(settings.data_dir / "trial", answers, about={"rehearsal": True})
    add_file(folder, "plan.json", dump_plan(make_plan()))
    with pytest.raises(RoundError) as refused:
        write_measures(settings, "trial", "csv", internal=internal, before=refuse_to_write)
    assert refused.value.code == "round.rehearsal"


@pytest.mark.parametrize("breakdowns", [False, True])
def test_the_table_has_its_breakdowns_where_asked(
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    breakdowns: bool,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    write_measures(
        settings, "spring", "table", internal=False, breakdowns=breakdowns, before=record
    )
    assert ("Breakdowns" in capsys.readouterr().out) is breakdowns


def test_what_comes_before_writing_comes_only_with_something_to_write(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    with pytest.raises(RoundError):
        write_measures(settings, "autumn", "csv", internal=True, before=refuse_to_write)
    write_measures(
        settings,
        "spring",
        "csv",
        internal=True,
        before=lambda _: said.append(capsys.readouterr().out),
    )
    assert said == [""]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_what_is_printed_is_recorded_before(
    settings: Settings, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    seen: list[str] = []

    def record_and_look(leaving: Measured | None) -> None:
        record(leaving)
        seen.append(capsys.readouterr().out)

    write_measures(settings, "spring", form, internal=False, before=record_and_look)
    assert seen == [""]
    assert [one.kind for one in find_ledger(settings).find("spring")] == ["measures"]


def test_internal_figures_are_not_recorded_as_published(settings: Settings) -> None:
    write_measures(settings, "spring", "csv", internal=True, before=record)
    assert find_ledger(settings).find("spring") == ()


def test_where_it_cannot_be_recorded_nothing_is_printed(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings.data_dir / LEDGER).write_text("in the way")
    with pytest.raises(StoreError) as refused:
        write_measures(settings, "spring", "csv", internal=False, before=record)
    assert refused.value.code == "ledger.not-written"
    assert capsys.readouterr().out == ""


def test_of_two_that_measured_at_once_only_one_is_recorded(settings: Settings) -> None:
    frozen = find_frozen(settings, "spring")
    measured = frozen.measure(), find_frozen(settings, "spring").measure()
    add, reached = Ledger.add, Barrier(2)

    def add_slowly(self: Ledger, entry: Entry) -> Path:
        # both are past their look at the ledger, unless one of them has to wait for the other
        with suppress(BrokenBarrierError):
            reached.wait(timeout=1)
        return add(self, entry)

    def leave(number: int) -> str:
        try:
            measured[number].record(f"output {number}")
        except RoundError as refused:
            return refused.code
        return "left"

    with ThreadPoolExecutor() as pool, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "add", add_slowly)
        assert sorted(pool.map(leave, (0, 1))) == ["ledger.moved-on", "left"]


async def test_looking_at_internal_figures_is_recorded_where_there_is_a_database(
    tmp_path: Path,
) -> None:
    settings = make_settings(tmp_path)
    async with opened(settings, create=True):
        pass
    await note_internal(settings, "spring")
    async with opened(settings) as (store, _), store.write() as connection:
        [entry] = await read_entries(connection)
    assert (entry.who, entry.action, entry.subject) == ("terminal", "measures.internal", "spring")


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"secret_key": ""}, id="no key"),
        pytest.param({}, id="no database"),
        pytest.param({"database_url": "sqlite+aiosqlite:////no/such/x.db"}, id="no folder"),
    ],
)
def test_without_a_database_nothing_is_recorded_and_nothing_made(
    values: dict[str, str], tmp_path: Path
) -> None:
    settings = make_settings(tmp_path).model_copy(
        update={
            name: SecretStr("") if name == "secret_key" else value for name, value in values.items()
        }
    )
    asyncio.run(note_internal(settings, "spring"))
    assert list(tmp_path.iterdir()) == []


def test_bootstrap_errors_are_for_staff_and_stand_beside(settings: Settings) -> None:
    found = find_frozen(settings, "spring").estimate(50)
    shown = [row for row in found.rows if row.standard_error is not None]
    assert shown
    assert all(row.bootstrap_error is not None for row in shown)
    assert all(row.bootstrap_error is None for row in release(found).results.rows)


def test_a_bootstrap_without_internal_is_no_usage() -> None:
    told = CliRunner().invoke(app, ["measures", "--round", "spring", "--bootstrap", "50"])
    assert told.exit_code == 2
    assert "add --internal" in told.output


def test_what_was_released_before_is_the_same_again(settings: Settings) -> None:
    frozen = find_frozen(settings, "spring")
    first = frozen.measure()
    first.record("report")
    again = frozen.measure()
    assert render_json(again.released) == render_json(first.released)
    again.record("report")
    assert len(find_ledger(settings).find("spring")) == 1
    again.record("workbook")
    assert len(find_ledger(settings).find("spring")) == 2
    assert frozen.measure().released.results == first.released.results


def test_an_earlier_round_is_the_same_again_once_a_later_one_is_out(settings: Settings) -> None:
    spring = find_frozen(settings, "spring").measure()
    spring.record("report")
    folder = write_small(settings.data_dir / "autumn", (80, 40), closes_on="2026-10-31")
    add_file(folder, "plan.json", dump_plan(make_plan()))
    autumn = find_frozen(settings, "autumn").measure()
    assert any(row.baseline for row in autumn.released.results.rows)
    autumn.record("report")
    again = find_frozen(settings, "spring").measure()
    assert render_json(again.released) == render_json(spring.released)
    assert hash_results(again.released) == hash_results(spring.released)
    again.record("report")
    assert len(find_ledger(settings).find("spring")) == 2


def test_what_the_audit_counted_is_for_staff(settings: Settings) -> None:
    frozen = find_frozen(settings, "spring")
    assert frozen.estimate().audit is not None
    assert frozen.measure().released.results.audit is None
