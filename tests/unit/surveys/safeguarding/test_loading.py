"""Cue lists that ship, and what is said of one that somebody edited badly."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.errors import RefusedFile
from surveys.safeguarding.cues import LISTED, Cue
from surveys.safeguarding.loading import load_cue_list
from surveys.safeguarding.noticing import CATALOGUE_CUES, load_cue_lists
from surveys.safeguarding.reading import read_words

PHRASES = "\n".join(f"  {cue}: |\n    {cue.value.split('_')[0]} now" for cue in LISTED)
HEAD = "language: xx\nstatus: draft\nnote: a test"


def write(folder: Path, *, head: str = HEAD, cues: str = PHRASES) -> Path:
    path = folder / "xx.yaml"
    path.write_text(f"{head}\ncues:\n{cues}\n", encoding="utf-8")
    return path


def test_a_list_is_read_with_its_words_short_forms_and_spellings(tmp_path: Path) -> None:
    head = (
        f"{HEAD}\nfolds: |\n  sh = s\nread_as: |\n  dont = do not\n  in law = inlaw\n"
        "words:\n  kin: inlaw shami*\n  close: <kin> friend\nnever: |\n  hate crime*"
    )
    cues = PHRASES.replace("danger now", "danger now\n    # a note\n    <close> ... do not")
    cue_list = load_cue_list(write(tmp_path, head=head, cues=cues))
    for text in ("my IN-LAW says don't", "samir don't", "Shami dont"):
        assert cue_list.find(read_words(text)) == {Cue.DANGER}, text
    assert cue_list.find(read_words("hate crime now")) == set()
    assert cue_list.find(read_words("hate now")) == {Cue.HATE}


def test_words_with_nothing_behind_them_are_passed_over(tmp_path: Path) -> None:
    cue_list = load_cue_list(write(tmp_path, head=f"{HEAD}\nread_as: |\n  really ="))
    assert cue_list.find(read_words("danger really now")) == {Cue.DANGER}
    assert cue_list.find(read_words("danger not now")) == set()


def test_a_phrase_with_a_word_that_is_passed_over_is_refused(tmp_path: Path) -> None:
    head = f"{HEAD}\nread_as: |\n  really =\nnever: |\n  really fine"
    with pytest.raises(RefusedFile) as refused:
        load_cue_list(write(tmp_path, head=head))
    fault = refused.value.fault
    assert (fault.code, fault.remedy) == ("cues.phrase", "Leave it out.")
    assert "'really' is passed over" in fault.problem


@pytest.mark.parametrize(
    ("head", "cues", "code", "place"),
    [
        pytest.param(HEAD, f"{PHRASES}\n    hit <him>", "cues.phrase", "line 21", id="list"),
        pytest.param(HEAD, PHRASES.replace("danger now", "..."), "cues.phrase", "line 6", id="gap"),
        pytest.param(HEAD, f"{PHRASES}\n  angry: |\n    grr", "cues.unknown-cue", "21", id="cue"),
        pytest.param(HEAD, PHRASES.split("\n  hate")[0], "cues.missing-cue", "4", id="missing"),
        pytest.param(
            HEAD, PHRASES.replace("    hate now", "    # none"), "cues.empty", "19", id="empty"
        ),
        pytest.param(HEAD.replace("xx", "yy"), PHRASES, "cues.language", "line 1", id="language"),
        pytest.param(
            f"{HEAD}\nread_as: |\n  dont do not", PHRASES, "cues.pair", "line 5", id="pair"
        ),
        pytest.param(f"{HEAD}\nwords:\n  kin: ''", PHRASES, "cues.list", "line 5", id="no words"),
        pytest.param(f"{HEAD}\nwords:\n  a: <b>", PHRASES, "cues.phrase", "line 5", id="order"),
        pytest.param(
            f"{HEAD}\nread_as: |\n  im = i am\nnever: |\n  im fine",
            PHRASES,
            "cues.phrase",
            "line 7",
            id="never read so",
        ),
        pytest.param(f"{HEAD}\nnotes: x", PHRASES, "file.unknown-field", "line 4", id="field"),
    ],
)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, head: str, cues: str, code: str, place: str
) -> None:
    with pytest.raises(RefusedFile) as refused:
        load_cue_list(write(tmp_path, head=head, cues=cues))
    fault = refused.value.fault
    assert (fault.code, place in fault.place) == (code, True), fault
    assert fault.remedy


def test_a_list_ships_for_each_language_and_says_whether_a_speaker_has_checked_it() -> None:
    status = {one.language: one.status for one in load_cue_lists()}
    assert set(status) == {"en", "bn", "bn-Latn", "so"}
    assert all(status[code] == "draft: not checked by a speaker" for code in status if code != "en")
    assert status["en"].startswith("draft")


@pytest.mark.parametrize("cue", LISTED)
def test_every_list_has_phrases_for_every_cue(cue: Cue) -> None:
    assert all(len(one.cues[cue]) >= 5 for one in load_cue_lists())


def test_no_phrase_stands_twice_under_a_cue() -> None:
    for path in CATALOGUE_CUES.glob("*.yaml"):
        lines = [
            line.strip()
            for line in path.read_text(encoding="utf-8").split("\ncues:")[1].splitlines()
        ]
        under: set[str] = set()
        for line in lines:
            under = set() if line.endswith(": |") else under
            assert line.startswith("#") or not line or line not in under, (path.name, line)
            under.add(line)
