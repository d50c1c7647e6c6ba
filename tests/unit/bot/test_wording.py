"""The chat's words: each is used, and each that is used is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import bot.residents
from bot.residents import COMMANDS
from bot.wording import LONGEST_VALUE, NAMES, Variable, load_wording

BOT = Path(bot.residents.__file__).parent
KEY = re.compile(r"^([a-z][a-z-]*) =", re.MULTILINE)
CONTAINED = re.compile(r"\{ ([a-z][a-z-]*) \}")
ASKS = {"wording", "button", "words"}
NAMED = {"key", "toast", "note"}


def read_sources(language: str) -> list[str]:
    folder = BOT / "wording"
    files = [folder / f"{language}.ftl", *sorted(folder.glob(f"{language}-*.ftl"))]
    return [file.read_text("utf-8") for file in files]


def read_keys(language: str) -> list[str]:
    return [key for source in read_sources(language) for key in KEY.findall(source)]


def read_contained(language: str) -> set[str]:
    """Keys that other wordings contain, such as ``{ duration }``."""
    return {key for source in read_sources(language) for key in CONTAINED.findall(source)}


def walk_code() -> list[ast.AST]:
    paths = [*BOT.rglob("*.py"), *(BOT.parent / "surveys").rglob("*.py")]
    sources = [path.read_text("utf-8") for path in paths]
    return [node for source in sources for node in ast.walk(ast.parse(source))]


def literal(node: ast.AST | None) -> list[str]:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value
    return [str(node.value)] if is_text and isinstance(node, ast.Constant) else []


def read_asked() -> set[str]:
    """Keys that the code certainly asks for."""
    asked: set[str] = set()
    for node in walk_code():
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ASKS:
                asked.update(literal(node.args[0]) if node.args else [])
            for keyword in node.keywords:
                asked.update(literal(keyword.value) if keyword.arg in NAMED else [])
        asked.update(text for text in literal(node) if text.startswith("note-") and text != "note-")
    return {key for key in asked if KEY.match(f"{key} =") and not key.endswith("-")}


def read_patterns() -> list[re.Pattern[str]]:
    """Keys that are composed, such as f"tell-{topic}": what is fixed of each, and a gap."""
    patterns: set[str] = set()
    for node in walk_code():
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(text) if (text := "".join(literal(part))) else "[a-z-]+"
                for part in node.values
            ]
            if re.match(r"[a-z]{3,}", parts[0]) and all(re.match(r"[a-z\\[-]", p) for p in parts):
                patterns.add("".join(parts))
    return [re.compile(pattern) for pattern in sorted(patterns)]


def test_every_wording_asked_for_is_there() -> None:
    assert read_asked() - set(read_keys("en")) == set()


def test_every_wording_is_used() -> None:
    texts = {text for node in walk_code() for text in literal(node)}
    composed = read_patterns()
    unused = set(read_keys("en")) - texts - read_contained("en")
    assert {key for key in unused if not any(one.fullmatch(key) for one in composed)} == set()


def test_no_wording_is_given_twice() -> None:
    keys = read_keys("en")
    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("language", NAMES)
def test_commands_are_as_short_as_telegram_lists_them(language: str) -> None:
    wording = load_wording(language)
    assert all(1 <= len(wording(f"command-{name}")) <= 256 for name in COMMANDS)


@pytest.mark.parametrize("key", [key for key in read_keys("en") if key.startswith("note-")])
def test_a_short_notice_fits_where_telegram_shows_it(key: str) -> None:
    variables: dict[str, Variable] = {
        "count": 2, "questions": "x", "most": 2000, "stands": "yes", "below": "yes",
    }  # fmt: skip
    assert len(load_wording("en")(key, **variables)) <= 200


def test_an_unknown_wording_and_a_missing_variable_are_errors() -> None:
    wording = load_wording("en")
    with pytest.raises(KeyError):
        wording("no-such-wording")
    with pytest.raises(KeyError, match="title"):
        wording("already")


@pytest.mark.parametrize("length", [1, LONGEST_VALUE, LONGEST_VALUE + 1, 2501, 10_000])
def test_a_list_of_any_length_can_be_filled_in(length: int) -> None:
    listed = "x" * length
    assert load_wording("en")("updates", list=listed) == f"Messages that you asked for:\n\n{listed}"


def test_removed_answers_are_counted_in_words() -> None:
    wording = load_wording("en")
    assert wording("note-dropped", count=1, questions="Age") == (
        "Because of that change, your answer to “Age” was removed: it is no longer asked."
    )
    assert "your answers to “Age”, “Sex” were removed" in wording(
        "note-dropped", count=2, questions="“Age”, “Sex”"
    )
