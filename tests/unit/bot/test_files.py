"""Files that are made together: all are there in the end, or everything is as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.files import Drafts, check_folder_to_be
from surveys.errors import RoundError
from tests.support.rights import OWNER_ALONE, find_rights, let_everybody_read

NEW = {"a.csv": b"new a", "charts/b.svg": b"new b", "c.json": b"new c"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def used(out: Path) -> Path:
    """A folder with an earlier file of one of the names, and with one that is somebody's own."""
    out.mkdir()
    (out / "a.csv").write_bytes(b"old a")
    (out / "own.txt").write_bytes(b"own")
    return out


def places(folder: Path, files: Mapping[str, bytes] = NEW) -> dict[Path, bytes]:
    return {folder / name: content for name, content in files.items()}


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder, hidden or not: content of files, None for folders."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


USED: dict[str, bytes | None] = {"out": None, "out/a.csv": b"old a", "out/own.txt": b"own"}
WHOLE: dict[str, bytes | None] = {
    "out": None,
    "out/a.csv": b"new a",
    "out/c.json": b"new c",
    "out/charts": None,
    "out/charts/b.svg": b"new b",
}


def test_a_new_folder_appears_with_everything_in_it(out: Path, tmp_path: Path) -> None:
    with Drafts(places(out), out) as drafts:
        assert not out.exists()
        drafts.keep()
    assert tree(tmp_path) == WHOLE


def test_files_of_the_same_names_are_replaced_and_others_stay(used: Path, tmp_path: Path) -> None:
    with Drafts(places(used), used) as drafts:
        assert (used / "a.csv").read_bytes() == b"old a"
        drafts.keep()
    assert tree(tmp_path) == WHOLE | {"out/own.txt": b"own"}


@pytest.mark.parametrize("exists", [False, True], ids=["new folder", "used folder"])
def test_what_is_not_kept_leaves_nothing_behind(
    exists: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue("used" if exists else "out")
    before = tree(tmp_path)
    with pytest.raises(LookupError), Drafts(places(folder), folder):
        raise LookupError("what is recorded in between failed")
    assert tree(tmp_path) == before


def fail_at(call: int, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Let the call of that number fail as a full disk does."""
    real = getattr(Path, what)
    calls: Iterator[int] = iter(range(1, 1000))

    def failing(self: Path, *arguments: object) -> object:
        if next(calls) == call:
            raise OSError(28, os.strerror(28))
        return real(self, *arguments)

    monkeypatch.setattr(Path, what, failing)


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_failure_while_moving_puts_everything_back(
    call: int, used: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(call, monkeypatch, "replace")
    with pytest.raises(RoundError) as refused, Drafts(places(used), used) as drafts:
        drafts.keep()
    assert refused.value.code == "file.not-written"
    assert "No space left on device" in str(refused.value)
    assert tree(tmp_path) == USED


def test_a_new_folder_that_cannot_be_moved_is_not_there(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(1, monkeypatch, "rename")
    with pytest.raises(RoundError), Drafts(places(out), out) as drafts:
        drafts.keep()
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize("exists", [False, True], ids=["new folder", "used folder"])
def test_a_full_disk_while_writing_leaves_everything_as_it_was(
    exists: bool,
    call: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    folder = request.getfixturevalue("used" if exists else "out")
    before = tree(tmp_path)
    real, calls = os.fsync, iter(range(1, 100))

    def failing(descriptor: int) -> None:
        if next(calls) == call:
            raise OSError(28, os.strerror(28))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(RoundError), Drafts(places(folder), folder):
        raise AssertionError("nothing is to be kept of it")
    assert tree(tmp_path) == before


def test_without_hard_links_a_failure_is_put_back_as_well(
    used: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(1, monkeypatch, "hardlink_to")
    fail_at(2, monkeypatch, "replace")
    with pytest.raises(RoundError), Drafts(places(used), used) as drafts:
        drafts.keep()
    assert tree(tmp_path) == USED


def test_a_folder_in_place_of_a_file_is_refused_before_anything_is_written(used: Path) -> None:
    (used / "c.json").mkdir()
    with pytest.raises(RoundError) as refused, Drafts(places(used), used):
        raise AssertionError("nothing is to be kept of it")
    assert str(used / "c.json") in str(refused.value)
    assert (used / "a.csv").read_bytes() == b"old a"
    assert not (used / "charts").exists()


@pytest.mark.parametrize("below", ["", "more"], ids=["in its place", "above it"])
def test_a_file_in_place_of_a_folder_is_refused(below: str, tmp_path: Path) -> None:
    taken = tmp_path / "off.csv"
    taken.write_bytes(b"own")
    folder = taken / below if below else taken
    with pytest.raises(RoundError, match=r"off\.csv.*it is a file"):
        check_folder_to_be(folder)
    with pytest.raises(RoundError, match="nothing was changed"), Drafts(places(folder), folder):
        pass
    assert tree(tmp_path) == {"off.csv": b"own"}


def test_private_files_are_their_owners_alone(used: Path) -> None:
    with let_everybody_read(), Drafts(places(used), used, private=True) as drafts:
        drafts.keep()
    assert {path.stat().st_mode & 0o777 for path in places(used)} == {0o600}


def test_folders_made_for_private_files_are_their_owners_alone(tmp_path: Path) -> None:
    new = tmp_path / "new"
    with let_everybody_read(), Drafts(places(new / "below"), private=True) as drafts:
        drafts.keep()
    assert find_rights(new) == OWNER_ALONE


def test_files_that_are_asked_for_are_readable_as_all_files_of_the_system_are(
    tmp_path: Path,
) -> None:
    new = tmp_path / "new"
    with let_everybody_read(), Drafts(places(new), new) as drafts:
        drafts.keep()
    assert find_rights(new) == {"file": {0o666}, "folder": {0o777}}


KILLED = """
import os, signal, sys
from pathlib import Path
from bot.files import Drafts, check_folder_to_be

real = os.fsync
def killed(descriptor):
    real(descriptor)
    if len(list(Path(sys.argv[1]).parent.rglob("*.canvass-draft"))) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
os.fsync = killed
folder = Path(sys.argv[1])
files = {folder / name: name.encode() for name in ("a.csv", "charts/b.svg", "c.json")}
with Drafts(files, folder) as drafts:
    drafts.keep()
"""


@pytest.mark.parametrize("exists", [False, True], ids=["new folder", "used folder"])
def test_after_a_kill_nothing_has_a_name_and_the_next_run_makes_it_good(
    exists: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue("used" if exists else "out")
    number = "2" if exists else "1"  # drafts in the folder, or one folder of drafts beside it
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), number], check=False)
    assert killed.returncode == -signal.SIGKILL
    named = {name: content for name, content in tree(tmp_path).items() if "/." not in f"/{name}"}
    assert named == (USED | {"out/charts": None} if exists else {})
    with Drafts(places(folder), folder) as drafts:
        drafts.keep()
    assert tree(tmp_path) == (WHOLE | {"out/own.txt": b"own"} if exists else WHOLE)
