from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from analysis.plan_loading import load_plan
from bot.app import now_utc
from bot.rounds import (
    close_for_good,
    describe_rounds,
    hash_file,
    import_answers,
    new_round,
    open_for_answers,
    opened,
)
from bot.settings import Settings
from surveys.errors import CanvassError
from surveys.loading import load_questionnaire
from surveys.questionnaire import Questionnaire
from surveys.rounds import Audience, Round, RoundState, london_date
from surveys.store.audit import read_entries
from surveys.store.interviews import StoredInterview, iterate_interviews, save_interviews
from tests.faults.paper import QUESTIONNAIRE, ROW, write_answers, write_mapping, write_survey
from tests.support.chat import make_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


@pytest.fixture
def paper(tmp_path: Path) -> Questionnaire:
    return load_questionnaire(write_survey(tmp_path)[0])


async def make(settings: Settings, questionnaire: Questionnaire, name: str = "spring") -> Round:
    today = london_date(now_utc())
    plan = str(settings.data_dir.parent / "paper-plan.yaml")
    last = today + timedelta(days=9)
    return await new_round(
        settings,
        name,
        questionnaire,
        plan,
        title="",
        opens_on=today,
        closes_on=last,
        audience=Audience.IMPORTED,
    )


def keys(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.key_dir.glob("round-*"))


async def test_a_new_round_is_a_draft_with_a_key(settings: Settings, paper: Questionnaire) -> None:
    made = await make(settings, paper)
    assert made.state is RoundState.DRAFT
    assert keys(settings) == ["round-spring.key"]
    (line,) = await describe_rounds(settings)
    assert line.startswith("spring: draft, ")
    assert line.endswith("paper version 1, audience imported")


async def test_a_draft_whose_key_was_never_written_gets_one_when_it_opens(
    settings: Settings, paper: Questionnaire
) -> None:
    await make(settings, paper)
    (settings.key_dir / "round-spring.key").unlink()
    assert (await open_for_answers(settings, "spring")).state is RoundState.OPEN
    assert keys(settings) == ["round-spring.key"]


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
async def test_a_round_beyond_draft_never_gets_another_key(
    settings: Settings, paper: Questionnaire, closed: bool
) -> None:
    await make(settings, paper)
    await open_for_answers(settings, "spring")
    if closed:
        await close_for_good(settings, "spring", lambda _: None)
    else:
        (settings.key_dir / "round-spring.key").unlink()
    with pytest.raises(CanvassError) as refused:
        await open_for_answers(settings, "spring")
    assert refused.value.code == "round.not-draft"
    assert keys(settings) == []


async def test_a_questionnaire_with_free_text_can_be_opened(
    settings: Settings, paper: Questionnaire, tmp_path: Path
) -> None:
    file = tmp_path / "with-text.yaml"
    file.write_text(QUESTIONNAIRE, "utf-8")
    await make(settings, load_questionnaire(file))
    assert (await open_for_answers(settings, "spring")).state is RoundState.OPEN


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_a_mistyped_address_makes_no_database(settings: Settings, tmp_path: Path) -> None:
    for command in (
        describe_rounds(settings),
        open_for_answers(settings, "spring"),
        close_for_good(settings, "spring", lambda _: None),
    ):
        with pytest.raises(CanvassError) as refused:
            await command
        assert refused.value.code == "store.missing"
    assert names(tmp_path) == set()


async def test_the_steps_of_closing_are_told_in_order(
    settings: Settings, paper: Questionnaire
) -> None:
    await make(settings, paper)
    await open_for_answers(settings, "spring")
    told: list[str] = []
    folder = await close_for_good(settings, "spring", told.append)
    assert folder == settings.data_dir / "spring"
    assert [line.split()[0] for line in told] == ["no", "freezing", "frozen", "answers", "the"]


async def test_imported_people_share_no_pseudonym_and_have_no_receipt(
    settings: Settings, paper: Questionnaire, tmp_path: Path
) -> None:
    await make(settings, paper)
    await open_for_answers(settings, "spring")
    answers = write_answers(tmp_path, *[ROW] * 20)
    assert await import_answers(settings, answers, write_mapping(tmp_path), "spring") == 20
    with closing(sqlite3.connect(tmp_path / "canvass.db")) as database:
        rows = database.execute("SELECT pseudonym, receipt FROM interviews").fetchall()
    assert len({pseudonym for pseudonym, _ in rows}) == 20
    assert {receipt for _, receipt in rows} == {None}


async def test_an_import_has_its_line_in_the_audit_trail_and_a_refused_one_none(
    settings: Settings, paper: Questionnaire, tmp_path: Path
) -> None:
    await make(settings, paper)
    await open_for_answers(settings, "spring")
    answers, mapping = write_answers(tmp_path, *[ROW] * 20), write_mapping(tmp_path)
    await import_answers(settings, answers, mapping, "spring")
    with pytest.raises(CanvassError, match="imported already"):
        await import_answers(settings, answers, mapping, "spring")
    async with opened(settings) as (store, _), store.write() as connection:
        entries = await read_entries(connection)
    lines = [(one.who, one.subject, one.after) for one in entries if one.action == "answers.import"]
    assert lines == [("terminal", "spring", f"20 rows, paper, SHA-256 {hash_file(answers)}")]


async def test_a_round_is_closed_with_the_plan_it_was_made_for(
    settings: Settings, paper: Questionnaire, tmp_path: Path
) -> None:
    made = await make(settings, paper)
    await open_for_answers(settings, "spring")
    plan = tmp_path / "paper-plan.yaml"
    pinned = load_plan(plan)
    plan.write_text(plan.read_text("utf-8").replace("[safe]", "[unsafe]"), "utf-8")
    folder = await close_for_good(settings, "spring", print)
    assert made.plan == pinned.name
    assert load_plan(folder / "plan.json").hash == pinned.hash == made.plan_hash


async def test_design_weights_that_the_plan_does_not_use_are_refused_at_import(
    settings: Settings, paper: Questionnaire, tmp_path: Path
) -> None:
    plan = tmp_path / "paper-plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("weighting: {design: true}\n", ""), "utf-8")
    await make(settings, paper)
    await open_for_answers(settings, "spring")
    answers = write_answers(tmp_path, ROW)
    with pytest.raises(CanvassError) as refused:
        await import_answers(settings, answers, write_mapping(tmp_path), "spring")
    assert refused.value.code == "round.weights-not-used"


async def test_answers_by_another_mode_are_refused_at_import(
    settings: Settings, paper: Questionnaire, tmp_path: Path
) -> None:
    await make(settings, paper)
    await open_for_answers(settings, "spring")
    mapping = write_mapping(tmp_path)
    await import_answers(settings, write_answers(tmp_path, ROW), mapping, "spring")
    mapping.write_text(mapping.read_text("utf-8").replace("mode: paper", "mode: telephone"))
    again = write_answers(tmp_path, ROW, ROW, name="telephone.csv")
    with pytest.raises(CanvassError) as refused:
        await import_answers(settings, again, mapping, "spring")
    assert refused.value.code == "round.mixed-modes"


async def test_what_an_interviewer_took_keeps_no_file_out(
    settings: Settings, paper: Questionnaire, tmp_path: Path
) -> None:
    await make(settings, paper)
    round_ = await open_for_answers(settings, "spring")
    async with opened(settings) as (store, _), store.write() as connection:
        taken = StoredInterview(7, round_.id, bytes(16), 1, b"sealed", mode="assisted")
        await save_interviews(connection, [taken])
    mapping = write_mapping(tmp_path)
    await import_answers(settings, write_answers(tmp_path, ROW), mapping, "spring")
    async with opened(settings) as (store, _):
        kept = [(one.mode, one.sample) async for one in iterate_interviews(store, round_.id)]
    assert sorted(kept) == [("assisted", "open"), ("paper", "imported")]
