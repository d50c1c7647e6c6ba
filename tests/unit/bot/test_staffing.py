"""`canvass staff` and `canvass audit`, as they are typed."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.office.trail import describe_entry
from bot.settings import Settings
from surveys.audit import Entry
from surveys.keyring import new_master_key
from surveys.store.engine import Store


@dataclass(frozen=True, slots=True)
class Told:
    """What a command said."""

    code: int
    out: list[str]
    error: list[str]


Canvass = Callable[..., Told]


@pytest.fixture
def canvass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Canvass:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET_KEY", new_master_key())

    async def make() -> None:
        await (await Store.open("sqlite+aiosqlite:///canvass.db")).close()

    def run(*words: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["canvass", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Told(code, said.out.splitlines(), said.err.splitlines())

    asyncio.run(make())
    return run


def tamper(folder: Path, *statements: str) -> None:
    """Change the database as somebody would who means to."""
    database = sqlite3.connect(folder / "canvass.db", isolation_level=None)
    for trigger in ("update", "delete", "replace"):
        database.execute(f"DROP TRIGGER IF EXISTS audit_no_{trigger}")
    for statement in statements:
        database.execute(statement)
    database.close()


class TestStaff:
    def test_an_invitation_is_printed_once_and_counted(self, canvass: Canvass) -> None:
        told = canvass("staff", "invite", "officer", "--employer", "council", "--bot", "@ex_bot")
        assert told.code == 0
        link = next(line for line in told.out if "https" in line).strip()
        assert re.fullmatch(r"https://t\.me/ex_bot\?start=staff_[A-Za-z0-9_-]{22}", link)
        assert canvass("staff", "list").out[-1] == "invitations that can be taken up: 1"
        printed = canvass("audit").out
        assert printed[0].endswith("terminal staff.invite officer: officer, council")
        assert link[-22:] not in "".join(printed)

    def test_without_the_name_of_the_bot_the_line_to_send_is_printed(
        self, canvass: Canvass
    ) -> None:
        told = canvass("staff", "invite", "analyst", "--employer", "health")
        assert any(re.fullmatch(r"  /start staff_\S{22}", line) for line in told.out)
        assert any("--bot NAME" in line for line in told.out)

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            pytest.param(
                ("invite", "officer", "--employer", "police"), "staff.police", id="police"
            ),
            pytest.param(("invite", "boss", "--employer", "council"), "staff.role", id="role"),
            pytest.param(
                ("invite", "officer", "--employer", "me"), "staff.employer", id="employer"
            ),
            pytest.param(
                ("invite", "administrator", "--employer", "council"),
                "staff.administrator",
                id="administrator",
            ),
            pytest.param(("remove", "S-0000"), "staff.unknown", id="nobody"),
        ],
    )
    def test_what_cannot_be_done_is_one_line_and_leaves_nothing(
        self, words: tuple[str, ...], code: str, canvass: Canvass
    ) -> None:
        told = canvass("staff", *words)
        assert (told.code, told.out, len(told.error)) == (1, [], 1)
        assert told.error[0].endswith(f"[{code}]")
        assert canvass("audit").out == ["The audit trail is empty: nothing was done by staff yet."]

    def test_an_employer_has_to_be_named(self, canvass: Canvass) -> None:
        assert canvass("staff", "invite", "officer").code == 2


class TestAudit:
    @pytest.fixture
    def _three_lines(self, canvass: Canvass) -> None:
        for role in ("officer", "analyst", "interviewer"):
            assert canvass("staff", "invite", role, "--employer", "council").code == 0

    @pytest.mark.usefixtures("_three_lines")
    def test_it_is_printed_and_verified(self, canvass: Canvass) -> None:
        told = canvass("audit")
        assert (told.code, told.error) == (0, [])
        assert [line.split()[0] for line in told.out[:3]] == ["1", "2", "3"]
        assert told.out[3] == "3 lines are as written, and none is missing."
        assert re.fullmatch(r"Fingerprint: 3(-[0-9a-f]{4}){4}", told.out[4])

    @pytest.mark.usefixtures("_three_lines")
    @pytest.mark.parametrize(("last", "first"), [("0", None), ("1", "3"), ("2", "2"), ("9", "1")])
    def test_the_last_lines_alone_can_be_printed(
        self, last: str, first: str | None, canvass: Canvass
    ) -> None:
        lines = [line for line in canvass("audit", "--last", last).out if "staff.invite" in line]
        assert (lines[0].split()[0] if lines else None) == first

    @pytest.mark.usefixtures("_three_lines")
    @pytest.mark.parametrize(
        ("statement", "told_of"),
        [
            pytest.param("UPDATE audit SET who = 'x' WHERE number = 2", "line 2 is not", id="edit"),
            pytest.param("DELETE FROM audit WHERE number = 2", "line 2 is missing", id="middle"),
            pytest.param("DELETE FROM audit WHERE number = 3", "line 3 is missing", id="last"),
            pytest.param("DELETE FROM audit", "lines 1 to 3 are missing", id="all"),
            pytest.param("DELETE FROM meta WHERE key = 'audit_head'", "note", id="the end's note"),
        ],
    )
    def test_what_does_not_verify_is_one_line_below_those_there_are(
        self, statement: str, told_of: str, canvass: Canvass, tmp_path: Path
    ) -> None:
        tamper(tmp_path, statement)
        told = canvass("audit")
        assert (told.code, len(told.error)) == (1, 1)
        assert told_of in told.error[0]
        assert not any("as written" in line for line in told.out)
        assert all("staff.invite" in line for line in told.out)

    @pytest.mark.usefixtures("_three_lines")
    def test_a_trail_removed_with_its_note_is_told(self, canvass: Canvass, tmp_path: Path) -> None:
        tamper(tmp_path, "DELETE FROM audit", "DELETE FROM meta WHERE key = 'audit_head'")
        told = canvass("audit")
        assert told.code == 1
        assert told.error[0].endswith("[audit.empty]")

    @pytest.mark.usefixtures("_three_lines")
    def test_a_lost_key_is_told(self, canvass: Canvass, tmp_path: Path) -> None:
        (tmp_path / "keys" / "audit.key").unlink()
        told = canvass("audit")
        assert told.code == 1
        assert told.error[0].endswith("[audit.no-key]")
        refused = canvass("staff", "invite", "officer", "--employer", "council")
        assert refused.error[0].endswith("[audit.head]")

    @pytest.mark.usefixtures("_three_lines")
    def test_a_fingerprint_written_down_is_found_later(self, canvass: Canvass) -> None:
        written_down = canvass("audit").out[4].removeprefix("Fingerprint: ")
        canvass("staff", "invite", "officer", "--employer", "fire")
        told = canvass("audit", "--expect", written_down)
        assert (told.code, told.error) == (0, [])

    @pytest.mark.usefixtures("_three_lines")
    def test_an_earlier_copy_put_back_is_found_by_it(
        self, canvass: Canvass, tmp_path: Path
    ) -> None:
        database = sqlite3.connect(tmp_path / "canvass.db")
        ((head,),) = database.execute("SELECT value FROM meta WHERE key = 'audit_head'")
        database.close()
        canvass("staff", "invite", "officer", "--employer", "fire")
        written_down = canvass("audit").out[-2].removeprefix("Fingerprint: ")
        tamper(
            tmp_path,
            "DELETE FROM audit WHERE number = 4",
            f"UPDATE meta SET value = '{head}' WHERE key = 'audit_head'",
        )
        assert canvass("audit").code == 0, "by itself it fits"
        told = canvass("audit", "--expect", written_down)
        assert told.code == 1
        assert told.error[0].endswith("[audit.not-expected]")

    def test_a_text_cannot_forge_a_line(self) -> None:
        entry = Entry(
            7, 1_795_251_600, "S-7QK4", "round.actions", "spring", "", "we did\n8 x\u202e"
        )
        assert describe_entry(entry) == (
            "7 2026-11-21 09:00:00 S-7QK4 round.actions spring: we did\\n8 x\\u202e"
        )

    def test_the_time_is_that_of_london(self) -> None:
        summer = Entry(1, 1_782_000_000, "S-7QK4", "round.open", "spring", "scheduled", "open")
        assert describe_entry(summer) == (
            "1 2026-06-21 01:00:00 S-7QK4 round.open spring: scheduled -> open"
        )
