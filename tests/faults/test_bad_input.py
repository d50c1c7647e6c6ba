"""Whatever is wrong with settings, database, keys, files or arguments is told in one clear line."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

import bot.rounds
from bot.sandbox import Sandbox
from bot.settings import Settings
from surveys.errors import CanvassError
from surveys.keyring import new_master_key
from surveys.store.engine import Store
from surveys.store.lock import WriterLock
from tests.faults.command_line import CLEAR_LINE, Call, assert_refused
from tests.faults.conftest import CLOSED, DRAFT, OPEN
from tests.faults.processes import BotProcess


def rows_of(database: Path) -> dict[str, list[Any]]:
    """Everything in the database."""
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr)
            for (name,) in tables.fetchall()
        }


def _make_newer(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "canvass.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")


def _make_foreign(folder: Path) -> None:
    (folder / "canvass.db").unlink()
    with closing(sqlite3.connect(folder / "canvass.db")) as database, database:
        database.execute("CREATE TABLE recipes (name TEXT)")


def _make_nonsense(folder: Path) -> None:
    (folder / "canvass.db").write_bytes(b"no database at all" * 100)


def _spoil_env_file(folder: Path) -> None:
    (folder / ".env").write_bytes(b"LOG_FORMAT=\xff\xfe\n")


def _take_round_key(folder: Path) -> None:
    (folder / "keys" / f"round-{OPEN}.key").unlink()


def _spoil_round_key(folder: Path) -> None:
    (folder / "keys" / f"round-{OPEN}.key").write_bytes(b"something else")


def _take_database(folder: Path) -> None:
    (folder / "canvass.db").unlink()


def _spoil_frozen(folder: Path) -> None:
    with (folder / "data" / CLOSED / "responses.parquet").open("ab") as file:
        file.write(b"more")


# -- settings and services -------------------------------------------------------------------------

SETTINGS = [
    pytest.param({"TELEGRAM_BOT_TOKEN": ""}, "settings.no-token", id="no token"),
    pytest.param({"TELEGRAM_BOT_TOKEN": "my bot"}, "settings.token", id="malformed token"),
    pytest.param({"TELEGRAM_BOT_TOKEN": "1:a/../b"}, "settings.token", id="token with a path"),
    pytest.param({}, "service.unreachable", id="closed port"),
    pytest.param({"TELEGRAM_API_URL": "nowhere"}, "service.unreachable", id="no address"),
    pytest.param({"TELEGRAM_API_URL": "http://[::1"}, "service.unreachable", id="half an address"),
    pytest.param({"SECRET_KEY": ""}, "key.missing", id="no key"),
    pytest.param({"SECRET_KEY": "password"}, "key.malformed", id="malformed key"),
    pytest.param({"SECRET_KEY": new_master_key()}, "key.wrong", id="another key"),
    pytest.param({"SECRET_KEY_FILE": "nowhere/key"}, "settings.key-file", id="no key file"),
    pytest.param({"PARTNERSHIP": "atlantis"}, "partnership.unknown", id="unknown partnership"),
    pytest.param({"LOG_FORMAT": "xml"}, "settings.value", id="unknown log format"),
    pytest.param({"WEBHOOK_PORT": "0"}, "settings.value", id="port out of range"),
    pytest.param({"SEND_RATE": "-1"}, "settings.value", id="rate below zero"),
    pytest.param({"SEND_RATE_PER_CHAT": "inf"}, "settings.value", id="endless rate"),
    pytest.param({"DATABASE_URL": "canvass.db"}, "store.address", id="no database address"),
    pytest.param(
        {"DATABASE_URL": "postgresql+asyncpg://u:pass-word@h/d"}, "store.address", id="not SQLite"
    ),
    pytest.param(
        {"DATABASE_URL": "sqlite+aiosqlite:///gone/canvass.db"}, "store.no-folder", id="no folder"
    ),
    pytest.param({"DATABASE_URL": "sqlite+aiosqlite:///data"}, "store.not-a-database", id="folder"),
    pytest.param(
        {"DATABASE_URL": "sqlite+aiosqlite:///paper.yaml"}, "store.not-a-database", id="text file"
    ),
    pytest.param(
        {"DATABASE_URL": "sqlite+aiosqlite:///file:canvass.db?mode=ro&uri=true"},
        "store.read-only",
        id="read-only",
    ),
    pytest.param({"KEY_DIR": "paper.yaml"}, "key.not-read", id="key folder is a file"),
]


@pytest.mark.parametrize(("changed", "code"), SETTINGS)
def test_run_tells_what_is_wrong_and_ends(
    canvass: Call, folder: Path, changed: dict[str, str], code: str
) -> None:
    before = rows_of(folder / "canvass.db")
    outcome = canvass("run", **changed)
    assert_refused(outcome, code)
    assert rows_of(folder / "canvass.db") == before
    for value in changed.values():
        secret = "pass" in value or value == changed.get("SECRET_KEY")
        assert not (secret and value and value in outcome.err)


async def test_a_wrong_token_is_told(settings: Settings, folder: Path) -> None:
    async with Sandbox() as sandbox:
        url = sandbox.url
        wrong = settings.model_copy(
            update={"telegram_api_url": url, "telegram_bot_token": SecretStr("123:of-nobody")}
        )
        await assert_run_refused(BotProcess(wrong, folder), "service.token")


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(_take_round_key, "key.not-found"), (_spoil_round_key, "key.wrong-master")],
    ids=["gone", "of another master key"],
)
async def test_run_without_the_key_of_an_open_round_is_told(
    settings: Settings, folder: Path, spoil: Callable[[Path], None], code: str
) -> None:
    spoil(folder)
    async with Sandbox() as sandbox:
        here = settings.model_copy(update={"telegram_api_url": sandbox.url})
        await assert_run_refused(BotProcess(here, folder), code)


async def test_a_server_that_is_no_bot_api_is_told(settings: Settings, folder: Path) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        page = b"<html>Sign in to the guest network</html>"
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(page)}\r\n\r\n".encode()
        writer.write(head + page)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        elsewhere = settings.model_copy(update={"telegram_api_url": f"http://127.0.0.1:{port}"})
        await assert_run_refused(BotProcess(elsewhere, folder), "service.unreachable")


async def assert_run_refused(program: BotProcess, code: str) -> None:
    await program.start()
    assert await program.wait() == 1
    lines = program.log.read_text("utf-8").splitlines()
    assert CLEAR_LINE.fullmatch(lines[-1]), lines
    assert lines[-1].endswith(f"[{code}]")
    assert len(lines) == 1


def test_a_second_bot_on_a_database_is_told(canvass: Call, settings: Settings) -> None:
    with WriterLock(settings.database_url):
        assert_refused(canvass("run"), "store.in-use")


def test_a_database_that_another_program_holds_is_told(
    canvass: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = partial(Store.open, busy_seconds=0.2)
    monkeypatch.setattr(Store, "open", impatient)
    with closing(sqlite3.connect(folder / "canvass.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert_refused(canvass("round", "list"), "store.locked")
    assert canvass("round", "list").status == 0


SPOILED = [
    pytest.param(_make_newer, ["round", "list"], "store.newer", id="newer"),
    pytest.param(_make_foreign, ["round", "list"], "store.foreign", id="another program's"),
    pytest.param(_make_nonsense, ["round", "list"], "store.not-a-database", id="not a database"),
    pytest.param(_take_database, ["round", "list"], "store.missing", id="no database"),
    pytest.param(_spoil_env_file, ["round", "list"], "settings.env-file", id="env file"),
    pytest.param(
        _take_round_key,
        ["round", "close", OPEN, "--early"],
        "key.not-found",
        id="close without the key",
    ),
    pytest.param(
        _spoil_frozen,
        ["measures", "--round", CLOSED],
        "store.frozen-damaged",
        id="frozen round changed",
    ),
]


@pytest.mark.parametrize(("spoil", "arguments", "code"), SPOILED)
def test_what_was_spoiled_is_told_and_left_as_it_is(
    canvass: Call,
    folder: Path,
    spoil: Callable[[Path], None],
    arguments: list[str],
    code: str,
) -> None:
    spoil(folder)
    names = {"canvass.db", "keys", "data"}
    before = {path: path.read_bytes() for path in folder.rglob("*.key")}
    assert_refused(canvass(*arguments), code)
    assert {path: path.read_bytes() for path in folder.rglob("*.key")} == before
    there = {path.name for path in folder.iterdir()} & names
    assert there == names - ({"canvass.db"} if spoil is _take_database else set())


# -- rounds, files and arguments -------------------------------------------------------------------

ARGUMENTS = [
    pytest.param(["round", "open", "nowhere"], "round.unknown", id="open unknown"),
    pytest.param(["round", "close", "nowhere", "--early"], "round.unknown", id="close unknown"),
    pytest.param(["round", "open", OPEN], "round.not-draft", id="open twice"),
    pytest.param(["round", "open", CLOSED], "round.not-draft", id="open closed"),
    pytest.param(["round", "close", DRAFT, "--early"], "round.not-open", id="close draft"),
    pytest.param(["round", "new", OPEN, "--questionnaire", "paper.yaml", "--plan",
                  "paper-plan.yaml"], "round.exists", id="name taken"),
    pytest.param(["round", "new", "../up", "--questionnaire", "paper.yaml", "--plan",
                  "paper-plan.yaml"], "round.name", id="bad name"),
    pytest.param(["round", "new", "x", "--questionnaire", "paper.yaml", "--plan",
                  "paper-plan.yaml", "--opens", "2027-02-02", "--closes", "2027-01-01"],
                 "round.dates", id="dates the wrong way round"),
    pytest.param(["round", "new", "x", "--questionnaire", "nothing"], "questionnaire.unknown",
                 id="unknown questionnaire"),
    pytest.param(["round", "new", "x", "--questionnaire", "nothing.yaml"], "file.unreadable",
                 id="no questionnaire file"),
    pytest.param(["round", "new", "x", "--plan", "nothing"], "plan.missing", id="unknown plan"),
    pytest.param(["questionnaire", "show", "nothing"], "questionnaire.unknown", id="show unknown"),
    pytest.param(["questionnaire", "check", "data"], "file.unreadable", id="check a folder"),
    pytest.param(["measures", "--round", "nowhere"], "round.not-frozen", id="measures of unknown"),
    pytest.param(["measures", "--round", OPEN], "round.not-frozen", id="measures of open"),
    pytest.param(["answers", "import", "answers.csv", "--mapping", "mapping.yaml", "--round", OPEN],
                 "round.imported", id="import twice"),
    pytest.param(["answers", "import", "more.csv", "--mapping", "mapping.yaml", "--round", DRAFT],
                 "round.not-open", id="import into a draft"),
    pytest.param(["answers", "import", "gone.csv", "--mapping", "mapping.yaml", "--round", OPEN],
                 "answers.unreadable", id="no answers file"),
    pytest.param(["answers", "import", "more.csv", "--mapping", "gone.yaml", "--round", OPEN],
                 "mapping.unreadable", id="no mapping file"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code"), ARGUMENTS)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    canvass: Call, folder: Path, arguments: list[str], code: str
) -> None:
    answers = (folder / "answers.csv").read_text("utf-8")
    (folder / "more.csv").write_text(answers + "1,,,,,,,,,,2,\n", "utf-8")
    before = rows_of(folder / "canvass.db")
    keys = sorted(path.name for path in (folder / "keys").iterdir())
    assert_refused(canvass(*arguments), code)
    assert rows_of(folder / "canvass.db") == before
    assert sorted(path.name for path in (folder / "keys").iterdir()) == keys


def test_closing_again_only_says_that_all_is_done(canvass: Call, folder: Path) -> None:
    before = rows_of(folder / "canvass.db")
    outcome = canvass("round", "close", CLOSED, "--early")
    assert (outcome.status, outcome.err) == (0, "")
    assert rows_of(folder / "canvass.db") == before


def test_importing_into_a_closed_round_is_refused(canvass: Call) -> None:
    outcome = canvass(
        "answers", "import", "answers.csv", "--mapping", "mapping.yaml", "--round", CLOSED
    )
    assert_refused(outcome, "round.not-open")


def test_all_faults_of_a_questionnaire_are_told_at_once(canvass: Call, folder: Path) -> None:
    text = (folder / "paper.yaml").read_text("utf-8")
    spoiled = text.replace("kind: scale", "kind: scael").replace("maximum: 99", "maximun: 99")
    (folder / "spoiled.yaml").write_text(spoiled, "utf-8")
    outcome = canvass("questionnaire", "check", "spoiled.yaml")
    assert_refused(outcome, "file.unknown-kind", "file.unknown-field")


def test_all_faults_of_a_plan_are_told_at_once(canvass: Call, folder: Path) -> None:
    text = (folder / "paper-plan.yaml").read_text("utf-8")
    spoiled = text.replace("item: safe", "item: sound").replace("title: ", "titel: ")
    (folder / "spoiled.yaml").write_text(spoiled, "utf-8")
    outcome = canvass(
        "round", "new", "x", "--questionnaire", "paper.yaml", "--plan", "spoiled.yaml"
    )
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) >= 2
    assert all(CLEAR_LINE.fullmatch(line) for line in outcome.err.splitlines()), outcome.err


USAGE = [
    pytest.param(["fly"], id="unknown command"),
    pytest.param(["round"], id="group alone"),
    pytest.param(["round", "open"], id="missing argument"),
    pytest.param(["round", "list", "--nonsense"], id="unknown option"),
    pytest.param(["round", "new", "x", "--opens", "2026-13-01"], id="no date"),
    pytest.param(["measures"], id="missing option"),
    pytest.param(["measures", "--round", OPEN, "--format", "xml"], id="unknown format"),
    pytest.param(["demo", "--residents", "0"], id="nobody"),
]


@pytest.mark.parametrize("arguments", USAGE)
def test_usage_errors_end_with_two(canvass: Call, arguments: list[str]) -> None:
    outcome = canvass(*arguments)
    assert outcome.status == 2
    assert "Traceback" not in outcome.err


def test_debug_shows_where(canvass: Call) -> None:
    with pytest.raises(CanvassError, match="nowhere"):
        canvass("round", "open", "nowhere", "--debug")


def test_an_unforeseen_error_is_told_without_its_text(
    canvass: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: object) -> None:
        raise ZeroDivisionError("what somebody answered")

    monkeypatch.setattr(bot.rounds, "describe_rounds", fail)
    outcome = canvass("round", "list")
    assert outcome.status == 1
    assert outcome.err.splitlines() == [
        "Something went wrong that we did not foresee (ZeroDivisionError).",
        "Run the same command with --debug to see where.",
    ]
    with pytest.raises(ZeroDivisionError):
        canvass("--debug", "round", "list")
