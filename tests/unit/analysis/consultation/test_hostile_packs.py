"""A pack that somebody tampered with is refused in one line, whatever was done to it."""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence

import pytest

from analysis.consultation import Evidence, check_evidence, render_evidence
from analysis.consultation.committing import commit_files
from surveys.errors import StoreError
from tests.support.whole_consultation import Whole

Files = Mapping[str, bytes]
FORGED = b'{"submitted": 9999}'


@pytest.fixture(scope="module")
def pack(whole: Whole) -> bytes:
    return render_evidence(Evidence(whole.consulted, whole.plan, commit_files(whole.folder)))


@pytest.fixture(scope="module")
def files(pack: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zip_up(entries: Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as opened:
        for name, held in entries:
            opened.writestr(name, held)
    return content.getvalue()


def list_anew(files: Files) -> list[tuple[str, bytes]]:
    """The files with a list of hashes that fits them."""
    others = {name: held for name, held in files.items() if name != "SHA256SUMS"}
    sums = "".join(f"{hashlib.sha256(held).hexdigest()}  {name}\n" for name, held in others.items())
    return [*others.items(), ("SHA256SUMS", sums.encode())]


def hide_behind_another(pack: bytes) -> bytes:
    """A forged entry that no list of the zip file has, found by programs that read from the front.

    Bytes before the first entry are allowed for by whoever reads the list at the end.
    """
    forged = zip_up([("round.json", FORGED)])
    return forged[: forged.index(b"PK\x01\x02")] + pack


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("forged_first", [True, False])
def test_a_name_that_is_there_twice_is_refused(
    whole: Whole, files: Files, *, forged_first: bool
) -> None:
    forged = ("round.json", FORGED)
    entries = [forged, *files.items()] if forged_first else [*files.items(), forged]
    with pytest.raises(StoreError, match=r"has a file more than once: round\.json"):
        check_evidence(zip_up(entries), whole.folder)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(hide_behind_another, id="an entry before the first"),
        pytest.param(lambda pack: b"\x00" * 9 + pack, id="bytes before"),
        pytest.param(lambda pack: pack + b"\x00" * 9, id="bytes after"),
        pytest.param(
            lambda pack: pack[:-2] + b"\x05\x00hello", id="a remark at the end that no list has"
        ),
    ],
)
def test_a_zip_file_that_holds_more_than_its_files_is_refused(
    whole: Whole, pack: bytes, spoil: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(StoreError, match="is not put together as a pack is"):
        check_evidence(spoil(pack), whole.folder)


def test_one_that_was_zipped_anew_is_not_taken_for_the_file_that_was_made(
    whole: Whole, files: Files
) -> None:
    with pytest.raises(StoreError, match="is not put together as a pack is"):
        check_evidence(zip_up(list(files.items())), whole.folder)


def enlarge(pack: bytes) -> bytes:
    """The list at the end says of its first file that it is 2 GB."""
    place = pack.index(b"PK\x01\x02") + 20
    large = (2**31).to_bytes(4, "little")
    return pack[:place] + large * 2 + pack[place + 8 :]


def damage_what_is_packed(pack: bytes) -> bytes:
    """One small file more is packed, and its bytes are damaged; all others are as they were."""
    content = io.BytesIO(pack)
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a.txt", b"a" * 40)
    damaged = bytearray(content.getvalue())
    place = damaged.index(b"a.txt") + len("a.txt")
    damaged[place] ^= 0xFF
    return bytes(damaged)


@pytest.mark.parametrize("spoil", [enlarge, damage_what_is_packed])
def test_what_may_unpack_to_far_more_is_refused_unread(
    whole: Whole, pack: bytes, spoil: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(StoreError, match="is not put together as a pack is"):
        check_evidence(spoil(pack), whole.folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("SHA256SUMS", b"\xff\xfe", id="sums that are no text"),
        pytest.param("frozen-files.csv", b"\xff", id="frozen files that are no text"),
        pytest.param("frozen-files.csv", b"", id="no frozen files"),
        pytest.param("frozen-files.csv", b"a,b\n1,2\n", id="other columns"),
        pytest.param("frozen-files.csv", b"file,method,digest\na\n", id="a short line"),
        pytest.param("frozen-files.csv", b'file,method,digest\n"a,b,c\n', id="an open quotation"),
        pytest.param("frozen-files.csv", b"file,method,digest\na,b,c\na,d,e\n", id="a file twice"),
        pytest.param("frozen-files.csv", b"a,b,c\n1,2,3\n", id="columns of other names"),
        pytest.param("frozen-files.csv", b"a" * 200_000, id="a word without end"),
    ],
)
def test_a_list_that_cannot_be_read_is_named(
    whole: Whole, files: Files, name: str, content: bytes
) -> None:
    entries = list_anew({**files, name: content})
    if name == "SHA256SUMS":
        entries = [*entries[:-1], (name, content)]
    with pytest.raises(StoreError, match=f"has a list that cannot be read: {name}"):
        check_evidence(zip_up(entries), whole.folder)


def test_a_list_of_hashes_with_a_file_twice_is_refused(whole: Whole, files: Files) -> None:
    twice = f"{'0' * 64}  round.json\n".encode() + files["SHA256SUMS"]
    with pytest.raises(StoreError, match="has a list that cannot be read: SHA256SUMS"):
        check_evidence(zip_up(list({**files, "SHA256SUMS": twice}.items())), whole.folder)


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_no_change_of_any_byte_is_accepted_or_ends_in_anything_but_a_refusal(
    whole: Whole, pack: bytes
) -> None:
    draw = random.Random(10)
    start = pack.index(b"PK\x01\x02")
    for number in range(400):
        content = bytearray(pack)
        # every second time in the list at the end, where a zip file is easiest to mislead
        place = draw.randrange(start if number % 2 else 0, len(pack))
        content[place] ^= draw.randrange(1, 256)
        with pytest.raises(StoreError):
            check_evidence(bytes(content), whole.folder)
