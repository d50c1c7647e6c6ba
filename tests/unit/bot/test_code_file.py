from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.code_file import CodeFile
from surveys.errors import RoundError

ROWS = [
    ("7QK4-M2XD-9TB0-V5HC", "https://t.me/ExampleBot?start=i_7QK4M2XD9TB0V5HC", "Bow, north"),
    ("0000-0000-0000-0000", "https://t.me/ExampleBot?start=i_0000000000000000", ""),
]
WRITTEN = (
    "code,link,stratum\n"
    '7QK4-M2XD-9TB0-V5HC,https://t.me/ExampleBot?start=i_7QK4M2XD9TB0V5HC,"Bow, north"\n'
    "0000-0000-0000-0000,https://t.me/ExampleBot?start=i_0000000000000000,\n"
)


@pytest.fixture
def file(tmp_path: Path) -> CodeFile:
    return CodeFile(tmp_path / "letters.csv")


def test_it_has_its_name_only_once_it_is_finished(file: CodeFile) -> None:
    file.write_draft(ROWS)
    assert not file.path.exists()
    assert file.find_draft() == ["7QK4-M2XD-9TB0-V5HC", "0000-0000-0000-0000"]
    file.finish()
    assert file.path.read_text("utf-8") == WRITTEN
    assert os.listdir(file.path.parent) == ["letters.csv"]  # noqa: PTH208  # names alone
    assert file.find_draft() is None


def test_only_its_owner_can_read_it(file: CodeFile) -> None:
    before = os.umask(0)
    try:
        file.write_draft(ROWS)
    finally:
        os.umask(before)
    assert file.draft.stat().st_mode & 0o777 == 0o600
    file.finish()
    assert file.path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_overwritten(file: CodeFile) -> None:
    file.write_draft(ROWS)
    file.path.write_text("kept", "utf-8")
    for refused_call in (file.check_free, file.finish):
        with pytest.raises(RoundError) as refused:
            refused_call()
        assert refused.value.code == "codes.file-exists"
    with pytest.raises(RoundError) as refused:
        file.write_draft([])
    assert refused.value.code == "codes.file"
    assert file.path.read_text("utf-8") == "kept"
    assert file.draft.read_text("utf-8") == WRITTEN


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RoundError, match=r"letters\.csv\.draft.*No such file") as refused:
        CodeFile(tmp_path / "none" / "letters.csv").write_draft(ROWS)
    assert refused.value.code == "codes.file"


def test_a_draft_that_cannot_be_written_whole_is_removed(
    file: CodeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.code_file.os.fsync", full)
    with pytest.raises(RoundError, match="No space left"):
        file.write_draft(ROWS)
    assert not file.draft.exists()


@pytest.mark.parametrize("written", [b"", b"code,link,stratum\n", b"\xff\xfe"])
def test_a_draft_cut_short_holds_no_codes_or_is_told(file: CodeFile, written: bytes) -> None:
    file.draft.write_bytes(written)
    if written == b"\xff\xfe":
        with pytest.raises(RoundError):
            file.find_draft()
    else:
        assert file.find_draft() == []
