"""`canvass demo --questionnaire`: a whole consultation over HTTP, and none of what was planted."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from bot import demo
from bot.made_up import LONG, load_bank
from bot.sandbox import ChatView, Phone, Sandbox
from bot.showing import show_results
from surveys.loading import load_catalogue
from surveys.safeguarding import find_cues
from tests.faults.processes import REPOSITORY

RESIDENTS = 12
NAME = "safety-consultation"
WITH_TEXT_INSIDE = {".zip", ".xlsx"}


@dataclass
class Held:
    """A demo that was held: what it wrote, what lay beside it, and what every phone shows."""

    out: Path
    beside: Path
    chats: list[ChatView] = field(default_factory=list)

    @property
    def frozen(self) -> Path:
        return self.out / "data" / "demo-1"

    def read_rows(self, file: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(self.frozen / f"{file}.parquet").to_pylist()
        return rows


async def hold(tmp_path: Path, patch: pytest.MonkeyPatch, name: str, residents: int) -> Held:
    """Hold a demo whose folder of work stays, and look at the phones before they are gone."""
    held = Held(tmp_path / "out", tmp_path / "beside")
    held.beside.mkdir()
    phones: list[Phone] = []

    class Kept:
        def __init__(self, **_: Any) -> None: ...

        def __enter__(self) -> str:
            return str(held.beside)

        def __exit__(self, *_: object) -> None: ...

    add_phone = Sandbox.add_phone

    async def add(sandbox: Sandbox, *arguments: Any, **named: Any) -> Phone:
        phones.append(await add_phone(sandbox, *arguments, **named))
        return phones[-1]

    async def show(*arguments: Any) -> None:
        held.chats.extend([await phone.read() for phone in phones])
        await show_results(*arguments)

    patch.setattr("bot.demo.tempfile.TemporaryDirectory", Kept)
    patch.setattr(Sandbox, "add_phone", add)
    patch.setattr(demo, "show_results", show)
    patch.setenv("PYTHONPATH", str(REPOSITORY))
    await demo.run_demo(residents, 1, held.out, serve=False, questionnaire=name)
    return held


def find_planted(folder: Path, planted: set[str]) -> Iterator[tuple[str, str]]:
    """Where something planted can be read, in any file and in what is packed in it."""
    for path in filter(Path.is_file, folder.rglob("*")):
        for name, content in unpack(path):
            text = content.decode("utf-8", "replace").casefold()
            packed = "".join(text.split())
            for one in planted:
                if one.casefold() in text or "".join(one.casefold().split()) in packed:
                    yield name, one


def unpack(path: Path) -> Iterator[tuple[str, bytes]]:
    content = path.read_bytes()
    yield str(path), content
    if path.suffix in WITH_TEXT_INSIDE:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield f"{path}/{name}", archive.read(name)
    if path.suffix == ".parquet":
        yield f"{path} in words", repr(pq.read_table(path).to_pylist()).encode()


@pytest.mark.slow
async def test_a_whole_consultation_is_held_and_nothing_planted_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await hold(tmp_path, monkeypatch, NAME, RESIDENTS)
    check_answers(held)
    check_comments(held)
    check_chats(held)
    check_files(held)
    planted = {one for case in load_bank().cases for one in case.planted}
    assert list(find_planted(held.out, planted)) == []
    assert list(find_planted(held.beside, planted)) == []
    log = (held.beside / "bot.log").read_text("utf-8")
    assert log
    assert not any(text in log for text in load_bank().ordinary if len(text) > 9)
    # the search finds what is there
    (held.beside / "copy.txt").write_text("call 07700900345", "utf-8")
    assert [one for _, one in find_planted(held.beside, planted)] == ["07700 900345"]


def check_answers(held: Held) -> None:
    manifest = json.loads((held.frozen / "manifest.json").read_text("utf-8"))
    assert manifest["synthetic"] is True
    assert manifest["counts"] == {"submitted": RESIDENTS, "unsubmitted": 0}
    rows = held.read_rows("responses")
    assert len(rows) == RESIDENTS
    assert not {"focus", "comment", "place_spot"} & set(rows[0])
    kinds = Counter(row["question"] for row in held.read_rows("places"))
    assert kinds["place_spot"]
    assert kinds["place_ward"]
    assert kinds["place_kind"]


def check_comments(held: Held) -> None:
    """Every case that is kept is among the comments, redacted, and nobody's answers beside it."""
    rows = held.read_rows("comments")
    written = {row[name] for row in rows for name in ("focus", "comment")}
    for case in load_bank().cases:
        last = case.texts[-1]
        if case.keep and not case.planted and not any(mark in last for mark in "\u202e\u200b"):
            assert last in written, case.name
    everything = " ".join(map(str, written))
    for token in ("name", "phone", "email", "address", "postcode", "vehicle", "officer"):
        assert f"[{token}]" in everything
    assert "الشارع مظلم في الليل" in written
    assert not any(str(text).startswith("The lamps have to be repaired. The") for text in written)


def check_chats(held: Held) -> None:
    """Exactly those who told of something happening got a card; too much and Paris were refused."""
    assert len(held.chats) == RESIDENTS
    cards = 0
    for chat in held.chats:
        typed = [message.text for message in chat.messages if not message.by_bot]
        shown = [message.text for message in chat.messages if message.by_bot]
        has_card = any("these people can help" in text for text in shown)
        assert has_card is any(find_cues(text) for text in typed)
        assert any(text.startswith("Thank you. Your answers are saved.") for text in shown)
        cards += has_card
    assert 0 < cards < RESIDENTS
    everything = [message for chat in held.chats for message in chat.messages]
    assert any("longer than we can keep" in message.text for message in everything)
    typed = [message.text for message in everything if not message.by_bot]
    assert any(re.fullmatch(r"\d+( \d+)+", text) for text in typed)  # top concerns by number
    sent = sum(message.kind == "location" for message in everything)
    kept = [row["code"] for row in held.read_rows("places") if row["kind"] == "cell"]
    assert 0 < len(kept) < sent
    assert set(kept) <= set(load_catalogue(NAME).by_name["place_spot"].cells)


def check_files(held: Held) -> None:
    made = {str(path.relative_to(held.out)) for path in held.out.rglob("*") if path.is_file()}
    assert made >= {"measures.json", "measures.csv", "results.xlsx", "report.html", "evidence.zip"}
    found = json.loads((held.out / "measures.json").read_text("utf-8"))
    assert found["synthetic"] is True
    assert found["plan"] == "tower-hamlets-consultation"
    assert "SYNTHETIC" in (held.out / "report.html").read_text("utf-8")


def test_texts_of_cases_are_shorter_than_what_is_kept_except_for_the_long_one() -> None:
    texts = [text for case in load_bank().cases for text in case.texts]
    assert LONG in texts
    assert max(map(len, texts)) < 2000
