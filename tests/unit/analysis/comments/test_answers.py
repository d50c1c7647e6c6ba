"""A question that the comment answers itself is read with its answer."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from analysis.comments.answers import Answers
from analysis.comments.codebook_loading import FILE, load_codebook
from analysis.comments.coding import code_comment
from analysis.plan_files import PLANS
from surveys.errors import CodebookRefused
from tests.support.consultation import PLAN, load_themes

AFRAID = {"unsafe_unspecified": "problem"}
SAFE = {"positive_safe": "protective"}


def said(text: str) -> dict[str, str]:
    return {one.code: "/".join(one.stances) for one in code_comment(text, load_themes()).codes}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is it safe? No.", AFRAID),
        ("Safe? You must be joking", AFRAID),
        ('Yeah right, "safe"', AFRAID),
        ("Do I feel safe here? Not really.", AFRAID),
        ("Is the area safe? No", AFRAID),
        ("Do people feel safe? No way.", AFRAID),
        ("Would I walk alone at night? No, I would not.", AFRAID),
        ("Who feels safe? No one", AFRAID),
        ("Is it safe? Yes.", SAFE),
        ("Do I feel unsafe? No.", SAFE),
        ("Any problems? No.", SAFE),
        ("Are there enough police? No.", {"police_presence": "problem"}),
        ("More police? No thanks", {"police_presence": "problem"}),
        ("Should there be more cameras? No", {"cctv": "problem"}),
        ("Can we have more police? Yes please", {"police_presence": "ask"}),
        ("Are women safe? No", {"womens_safety": "problem"}),
        ("Is there a problem with drugs? Yes", {"drugs_unspecified": "problem"}),
        ("Is there a problem with drugs? No", SAFE),
        ("Anything else? No", {"no_content": ""}),
        ("Safe? No chance. Drugs everywhere", {"drugs_unspecified": "problem"}),
    ],
)
def test_a_question_is_read_with_its_answer(text: str, expected: dict[str, str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("Is it safe? No.", " it Is not safe. .", id="no"),
        pytest.param("Is it safe? Yes!", " it Is safe. !", id="yes"),
        pytest.param("Dark. Is it safe? No", "Dark. it Is not safe. ", id="after a sentence"),
        pytest.param("Does anyone care? No", " nobody Does care. ", id="anyone"),
        pytest.param("Safe? Not at night", " not Safe.  Not at night. ", id="more than no"),
        pytest.param("Is it safe?", "Is it safe?", id="no answer"),
        pytest.param("What can be done? No", "What can be done? No", id="an open question"),
        pytest.param("Isn't it safe? No", "Isn't it safe? No", id="a question with not"),
        pytest.param("Is it safe? No idea", "Is it safe? No idea", id="another answer"),
        pytest.param("Is it safe. No", "Is it safe. No", id="no question"),
    ],
)
def test_only_an_answered_question_is_said_otherwise(text: str, plain: str) -> None:
    assert Answers(load_themes().markers).say_plainly(text) == plain


@pytest.mark.parametrize("piece", ["a?", "Safe? No. ", "? ", "is it safe?no "])
def test_many_questions_are_read_in_time_in_step_with_their_number(piece: str) -> None:
    answers = Answers(load_themes().markers)
    start = time.process_time()
    answers.say_plainly(piece * (20_000 // len(piece)))
    assert time.process_time() - start < 2


def test_an_answer_that_is_no_plain_words_is_refused(tmp_path: Path) -> None:
    content = yaml.load((PLANS / PLAN / FILE).read_text("utf-8"), Loader=yaml.BaseLoader)
    content["markers"]["answers_no"].append("no .. way")
    (tmp_path / FILE).write_text(yaml.safe_dump(content), "utf-8")
    with pytest.raises(CodebookRefused) as refused:
        load_codebook(tmp_path / FILE)
    assert [fault.code for fault in refused.value.faults] == ["codebook.plainly"]
