"""`canvass round`, as people call it: what it does, what it refuses, and that nothing is left."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import now_utc
from bot.office.launching import request_launch
from bot.rounds import at_work
from bot.settings import Settings
from surveys.rounds import Round, RoundState, london_date
from surveys.store.engine import Store
from surveys.store.rounds import find_rounds
from tests.faults.command_line import Call, assert_refused, make_caller
from tests.support.chat import make_settings
from tests.support.launching import PARTNERSHIP
from tests.support.subscribers import add_subscribers

TODAY = london_date(now_utc())
SIGNED = (
    "--decision",
    "Street patrols from 2027",
    "--check",
    "equality=EQIA-EXAMPLE-1",
    "--check",
    "language:en=Example translation desk, 2026-10-20",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path, partnership=str(PARTNERSHIP))


@pytest.fixture
def canvass(
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Call:
    return make_caller(settings, tmp_path, monkeypatch, capsys)


def rounds_of(settings: Settings) -> list[Round]:
    async def read() -> list[Round]:
        store = await Store.open(settings.database_url)
        try:
            return await find_rounds(store)
        finally:
            await store.close()

    return asyncio.run(read())


def subscribe(settings: Settings, number: int) -> None:
    async def add() -> None:
        store = await Store.open(settings.database_url)
        try:
            await add_subscribers(store, range(7_000_000_001, 7_000_000_001 + number))
        finally:
            await store.close()

    asyncio.run(add())


def day(days: int) -> str:
    return str(TODAY + timedelta(days=days))


def test_a_round_goes_from_draft_to_withdrawn(canvass: Call, settings: Settings) -> None:
    assert canvass("round", "new", "winter").out.splitlines() == [
        f"round winter ({TODAY} to {day(27)}) is a draft; what its launch needs is told by",
        "  canvass round show winter",
    ]
    assert_refused(canvass("round", "launch", "winter"), "round.not-ready")
    assert canvass("round", "set", "winter", *SIGNED).status == 0
    shown = canvass("round", "show", "winter").out
    assert "[x] Equality analysis reference: EQIA-EXAMPLE-1" in shown
    assert "Trend guard" in shown
    assert "With 400 answers you can see a change of" in shown
    assert canvass("round", "launch", "winter").out == (
        f"round winter ({TODAY} to {day(27)}) is open\n"
    )
    assert_refused(canvass("round", "launch", "winter"), "round.launched")
    assert_refused(canvass("round", "delete", "winter"), "round.has-answers")
    assert_refused(canvass("round", "unschedule", "winter"), "round.not-scheduled")
    told = canvass("round", "withdraw", "winter", "--reason", "Wrong wording")
    assert told.out == "round winter is withdrawn; its answers and its key are destroyed\n"
    assert not list(settings.key_dir.glob("round-*"))
    assert canvass("round", "list").out.startswith("winter: withdrawn, ")
    trail = canvass("audit").out
    for action in ("round.new", "round.set-decision", "round.set-checklist", "launch.request"):
        assert action in trail
    for action in ("round.scheduled", "round.open", "round.withdrawn", "round.destroyed"):
        assert action in trail


def test_a_launch_that_tells_people_waits_for_somebody_else(
    canvass: Call, settings: Settings
) -> None:
    canvass("round", "new", "winter", "--opens", day(7), "--closes", day(30))
    canvass("round", "set", "winter", *SIGNED)
    subscribe(settings, 3)
    told = canvass("round", "launch", "winter", "--invite").out
    assert "waits for a second officer: request 1, 3 people would be told" in told
    assert "Nobody in chat can approve it" in told
    assert_refused(canvass("round", "launch", "winter", "--invite"), "round.launch-waits")
    assert_refused(canvass("round", "open", "winter"), "round.early")
    assert_refused(canvass("round", "set", "winter", "--title", "x"), "round.launch-waits")
    assert_refused(canvass("round", "approve", "1"), "approval.own")
    assert_refused(canvass("round", "approve", "9"), "approval.unknown")
    assert "is withdrawn; nothing was done" in canvass("round", "decline", "1").out
    assert canvass("round", "launch", "winter", "--invite", SECOND_APPROVAL="false").out == (
        f"round winter ({day(7)} to {day(30)}) is scheduled; it opens by itself; "
        "3 people on the contact list are told\n"
    )
    assert "people on the contact list are told" in canvass("round", "show", "winter").out
    assert canvass("round", "unschedule", "winter").out.endswith("is a draft again\n")
    assert canvass("round", "delete", "winter").out == "round winter is deleted\n"
    assert canvass("round", "list").out.startswith("There are no rounds yet")
    assert not list(settings.key_dir.glob("round-*"))


def test_a_copy_goes_on_by_a_year_and_keeps_its_length(canvass: Call, settings: Settings) -> None:
    canvass("round", "new", "winter", "--audience", "both", "--title", "Safer", "--series", "s")
    (last,) = rounds_of(settings)
    assert canvass("round", "new", "next", "--from", "winter").status == 0
    assert (
        canvass(
            "round", "new", "again", "--from", "winter", "--opens", day(60), "--title", "Other"
        ).status
        == 0
    )
    _, copy, again = rounds_of(settings)
    assert (copy.audience, copy.title, copy.series) == (last.audience, "Safer", "s")
    assert copy.opens_on == last.opens_on.replace(year=last.opens_on.year + 1)
    assert copy.days == last.days
    assert (again.opens_on, again.days, again.title) == (
        TODAY + timedelta(days=60),
        last.days,
        "Other",
    )


def test_a_rehearsal_needs_no_checklist_and_is_marked(canvass: Call) -> None:
    canvass("round", "new", "trial", "--rehearsal")
    assert canvass("round", "open", "trial").status == 0
    assert canvass("round", "list").out.endswith(", REHEARSAL\n")


def test_a_consultation_has_its_window(canvass: Call, settings: Settings) -> None:
    asked = ("--questionnaire", "safety-consultation")
    assert_refused(
        canvass("round", "new", "patrols", *asked, "--closes", day(27)),
        "round.window",
    )
    canvass("round", "new", "patrols", *asked)
    canvass("round", "new", "short", *asked, "--minimum-days", "42")
    assert [(one.days, one.minimum_days) for one in rounds_of(settings)] == [(84, 84), (42, 42)]


BAD = [
    pytest.param(["new", "x", "--opens", day(-1)], "round.past", id="opens in the past"),
    pytest.param(["new", "x", "--closes", day(-1)], "round.dates", id="closes before it opens"),
    pytest.param(["new", "x", "--languages", "en,bn"], "round.languages", id="translation"),
    pytest.param(["new", "x", "--questionnaire", "nope"], "questionnaire.unknown", id="unknown"),
    pytest.param(["new", "x", "--audience", "friends"], "round.audience", id="audience"),
    pytest.param(["new", "x", "--purpose", "fun"], "round.purpose", id="purpose"),
    pytest.param(
        ["new", "x", "--purpose", "consultation"], "round.other-purpose", id="plan of a survey"
    ),
    pytest.param(["new", "x", "--from", "nowhere"], "round.unknown", id="copy of nothing"),
    pytest.param(["new", "x"], "round.overlap", id="days of an open round of the series"),
    pytest.param(["set", "draft", "--opens", TODAY.isoformat()], "round.overlap", id="moved there"),
    pytest.param(["set", "draft"], "round.nothing-set", id="nothing to set"),
    pytest.param(["set", "draft", "--check", "equality"], "round.option", id="no equals sign"),
    pytest.param(["set", "draft", "--check", "=x"], "round.option", id="no item"),
    pytest.param(["set", "draft", "--check", "confirmed=yes"], "checklist.item", id="item"),
    pytest.param(["set", "draft", "--break", "listens=why"], "round.no-break", id="no break"),
    pytest.param(["set", "open", "--title", "x"], "round.not-draft", id="set in the field"),
    pytest.param(["set", "nowhere", "--title", "x"], "round.unknown", id="set nothing"),
    pytest.param(["show", "nowhere"], "round.unknown", id="show nothing"),
    pytest.param(["launch", "nowhere"], "round.unknown", id="launch nothing"),
    pytest.param(["withdraw", "open", "--reason", " "], "round.no-reason", id="no reason"),
    pytest.param(["close", "open"], "round.still-open", id="close early"),
    pytest.param(["delete", "open"], "round.has-answers", id="delete with answers"),
]


@pytest.mark.parametrize(("words", "code"), BAD)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    canvass: Call, settings: Settings, words: list[str], code: str
) -> None:
    canvass("round", "new", "draft", "--opens", day(40), "--closes", day(60))
    canvass("round", "new", "open")
    canvass("round", "set", "open", *SIGNED)
    canvass("round", "open", "open")
    before = rounds_of(settings), canvass("audit").out
    assert_refused(canvass("round", *words), code)
    assert (rounds_of(settings), canvass("audit").out) == before


def test_all_that_is_set_at_once_is_set_or_nothing(canvass: Call, settings: Settings) -> None:
    canvass("round", "new", "winter")
    before = rounds_of(settings)
    told = canvass("round", "set", "winter", "--title", "Safer", "--check", "nothing=x")
    assert_refused(told, "checklist.item")
    assert rounds_of(settings) == before


def test_a_second_officer_of_the_terminal_approves_what_chat_asked_for(
    canvass: Call, settings: Settings
) -> None:
    canvass("round", "new", "winter")
    canvass("round", "set", "winter", *SIGNED)
    subscribe(settings, 1)

    async def ask() -> None:
        async with at_work(settings) as office:
            await request_launch(replace(office, who="S-AAAA"), "winter", invite=True)

    asyncio.run(ask())
    assert canvass("round", "approve", "1").out == "request 1 (launch) is approved\n"
    (launched,) = rounds_of(settings)
    assert launched.state is RoundState.OPEN


def test_last_is_the_last_real_round_that_opened(canvass: Call, settings: Settings) -> None:
    canvass("round", "new", "winter")
    assert_refused(canvass("round", "new", "next", "--from", "LAST"), "round.no-last")
    canvass("round", "set", "winter", *SIGNED)
    canvass("round", "open", "winter")
    canvass("round", "new", "trial", "--rehearsal")
    canvass("round", "open", "trial")
    made = canvass("round", "new", "next", "--from", "LAST")
    assert made.status == 0, made.err
    opens, closes = TODAY.replace(year=TODAY.year + 1), day(27)[4:]
    assert made.out.startswith(f"round next ({opens} to {TODAY.year + 1}{closes})")


@pytest.mark.parametrize("questionnaire", ["event-poll", "digital-walk", "young-people"])
def test_every_shipped_questionnaire_needs_no_plan_by_name(
    canvass: Call, questionnaire: str
) -> None:
    made = canvass("round", "new", "one", "--questionnaire", questionnaire, "--minimum-days", "1")
    assert (made.status, made.err) == (0, "")
    assert canvass("round", "set", "one", *SIGNED, "--check", "short_window=One day").status == 0
    shown = canvass("round", "show", "one").out
    assert "nothing is compared" in shown
    assert "design effect" not in shown
    assert canvass("round", "launch", "one").out.endswith("is open\n")


def test_a_plan_for_another_questionnaire_is_one_fault(canvass: Call) -> None:
    words = ("--questionnaire", "event-poll", "--plan", "tower-hamlets-consultation")
    refused = canvass("round", "new", "one", *words)
    assert_refused(refused, "plan.other-questionnaire")
    assert "leave it out for the one that ships" in refused.err
