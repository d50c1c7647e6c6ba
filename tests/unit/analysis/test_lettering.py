from __future__ import annotations

import subprocess
import sys

import pytest

from analysis.lettering import get_font, make_writable, wrap_text

BENGALI = "নারী"
UNASSIGNED = "\U000e0fff"
"""No font has this one."""


def by_letter(text: str) -> float:
    return 10.0 * len(text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one", ["one"]),
        ("one two three", ["one two", "three"]),
        ("a verylongword b", ["a", "verylong", "word b"]),
        ("verylongword", ["verylong", "word"]),
        ("  spaces   go ", ["spaces", "go"]),
    ],
)
def test_lines_are_broken_between_words_and_within_long_ones(text: str, lines: list[str]) -> None:
    assert wrap_text(text, 80, by_letter) == lines


def test_no_line_is_wider_than_its_room() -> None:
    text = "Agree that people from different backgrounds get on well together in the local area"
    assert all(by_letter(line) <= 130 for line in wrap_text(text, 130, by_letter))


@pytest.mark.parametrize("bold", [False, True])
def test_latin_text_is_written_with_the_font_that_comes_along(bold: bool) -> None:
    file = get_font("Women and girls – £5", 20, bold=bold).get_file()
    assert file is not None
    assert "matplotlib" in str(file)


def test_what_can_be_written_stays_and_what_cannot_is_marked() -> None:
    assert make_writable("£5 – ‘girls’ Œ Ж") == "£5 – ‘girls’ Œ Ж"
    assert make_writable(f"a{UNASSIGNED}b") == "a?b"


def test_another_script_is_written_where_a_font_has_it_and_marked_where_none_has() -> None:
    # which of the two depends on the machine, and neither may fail
    assert make_writable(BENGALI) in {BENGALI, "?" * len(BENGALI)}


def test_a_font_installed_after_the_list_of_fonts_was_kept_is_found() -> None:
    code = (
        "from matplotlib import font_manager as fonts\n"
        "files = fonts.findSystemFonts()\n"
        "manager = fonts.fontManager\n"
        "manager.ttflist = [one for one in manager.ttflist if 'mpl-data' in one.fname]\n"
        "from analysis.lettering import make_writable\n"
        f"written = make_writable('{BENGALI}') == '{BENGALI}'\n"
        "print(any('Bengali' in file for file in files), written)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    installed, written = told.stdout.split()
    if installed == "False":
        pytest.skip("this machine has no Bengali font")
    assert written == "True"
