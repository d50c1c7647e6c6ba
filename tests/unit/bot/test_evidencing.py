"""A pack that was made is on record by its hash, and one that was not is told from it."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

import bot.evidencing
from analysis.consultation.evidence import _zip
from bot.app import now_utc
from bot.consulting import take_as_final
from bot.evidencing import MADE, check_evidence_pack, write_evidence
from bot.rounds import at_work
from bot.settings import Settings
from surveys.errors import AuditError, RoundError, StoreError
from surveys.rounds import london_date
from surveys.store.audit import read_entries
from tests.support.chat import Desk, open_desk
from tests.support.consulting import code, open_consultation
from tests.support.whole_consultation import ROUND, freeze_whole

OUTLINES = "tower-hamlets"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A consultation of 120 made-up people, frozen once for all tests."""
    return freeze_whole(tmp_path_factory.mktemp("frozen") / ROUND, 120)


@pytest.fixture
async def desk(tmp_path: Path, frozen: Path) -> AsyncIterator[Desk]:
    async with open_consultation(tmp_path, frozen) as desk:
        yield desk


async def list_made(desk: Desk) -> list[tuple[str, str, str]]:
    async with desk.store.write() as connection:
        entries = await read_entries(connection)
    return [(one.who, one.subject, one.after) for one in entries if one.action == MADE]


def hash_file(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


async def make_pack(desk: Desk, file: Path) -> str:
    """Make a pack; its hash."""
    await write_evidence(desk.settings, ROUND, file, OUTLINES, asking=take_as_final)
    return hash_file(file)


def forge(pack: bytes) -> bytes:
    """A pack with another number of answers, and a list of hashes that fits it."""
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        files = {one: opened.read(one) for one in opened.namelist()}
        [dated] = {one.date_time for one in opened.infolist()}
    files["round.json"] = re.sub(rb'"submitted": \d+', b'"submitted": 9995', files["round.json"])
    del files["SHA256SUMS"]
    sums = (f"{hashlib.sha256(files[one]).hexdigest()}  {one}\n" for one in sorted(files))
    files["SHA256SUMS"] = "".join(sums).encode()
    return _zip(files, dated)


async def test_the_hash_of_each_pack_that_was_made_is_in_the_trail_and_not_in_the_pack(
    desk: Desk, tmp_path: Path
) -> None:
    digests = [await make_pack(desk, tmp_path / name) for name in ("one.zip", "two.zip")]
    assert digests[0] == digests[1]
    assert await list_made(desk) == [("terminal", ROUND, f"sha256:{digests[0]}")] * 2


async def test_a_pack_that_was_made_is_known_to_the_trail_by_its_day_and_line(
    desk: Desk, tmp_path: Path
) -> None:
    await make_pack(desk, tmp_path / "e.zip")
    told = await check_evidence_pack(desk.settings, ROUND, tmp_path / "e.zip")
    assert re.fullmatch(
        rf"The audit trail says that it was made on {london_date(now_utc())} \(line \d+\)\.",
        told[-1],
    )


async def test_a_pack_changed_together_with_its_list_is_none_of_those_that_were_made(
    desk: Desk, tmp_path: Path
) -> None:
    await make_pack(desk, tmp_path / "e.zip")
    (tmp_path / "forged.zip").write_bytes(forge((tmp_path / "e.zip").read_bytes()))
    with pytest.raises(StoreError, match=r"none of those .* made of this round \(1\)") as refused:
        await check_evidence_pack(desk.settings, ROUND, tmp_path / "forged.zip")
    assert refused.value.code == "evidence.not-made"


async def test_a_pack_that_could_not_be_put_on_record_is_not_there(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: Settings, action: str, *__: object, **___: object) -> None:
        if action == MADE:
            raise StoreError("x", "x", "that cannot be recorded", "x")

    monkeypatch.setattr("bot.consulting.note", fail)
    with pytest.raises(StoreError, match="that cannot be recorded"):
        await make_pack(desk, tmp_path / "e.zip")
    assert not (tmp_path / "e.zip").exists()


async def test_a_pack_that_stayed_unmade_is_not_on_record(desk: Desk, tmp_path: Path) -> None:
    code(desk)
    with pytest.raises(RoundError, match="would leave for the first time"):
        await write_evidence(desk.settings, ROUND, tmp_path / "e.zip", OUTLINES)
    assert await list_made(desk) == []


@pytest.mark.parametrize("known", [False, True], ids=["no database", "a trail without the round"])
async def test_where_no_trail_knows_the_round_only_its_hash_tells(
    desk: Desk, tmp_path: Path, *, known: bool
) -> None:
    await make_pack(desk, tmp_path / "e.zip")
    (tmp_path / "forged.zip").write_bytes(forge((tmp_path / "e.zip").read_bytes()))
    if known:
        (tmp_path / "other").mkdir()
        async with open_desk(tmp_path / "other") as other:
            shutil.copytree(desk.settings.data_dir / ROUND, other.settings.data_dir / ROUND)
            told = await check_evidence_pack(other.settings, ROUND, tmp_path / "forged.zip")
    else:
        url = "sqlite+aiosqlite:////no/such/folder/x.db"
        alone = desk.settings.model_copy(update={"database_url": url, "secret_key": SecretStr("")})
        told = await check_evidence_pack(alone, ROUND, tmp_path / "forged.zip")
    assert told[-1].startswith("Who changes a file and the list is found by that hash alone")


async def test_a_pack_of_a_deleted_draft_of_that_name_is_not_the_rounds(
    desk: Desk, tmp_path: Path
) -> None:
    await make_pack(desk, tmp_path / "e.zip")
    async with at_work(desk.settings) as office:
        await office.record("round.delete", ROUND)
        await office.record("round.closed", ROUND)
    with pytest.raises(StoreError, match=r"made of this round \(0\)"):
        await check_evidence_pack(desk.settings, ROUND, tmp_path / "e.zip")


async def test_a_trail_that_does_not_verify_vouches_for_no_pack(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_pack(desk, tmp_path / "e.zip")

    async def read(_: Settings) -> object:
        return (), None, AuditError("audit.changed", "the trail", "a line was changed", "x")

    monkeypatch.setattr(bot.evidencing, "read_trail", read)
    with pytest.raises(AuditError, match="a line was changed"):
        await check_evidence_pack(desk.settings, ROUND, tmp_path / "e.zip")
