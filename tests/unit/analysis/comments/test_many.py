"""All comments of a round are redacted again and coded, with progress told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from analysis.comments.codebook_loading import load_codebook
from analysis.comments.coding import code_comment
from analysis.comments.many import STEP, code_all

CODEBOOK = load_codebook("tower-hamlets-consultation")


def test_comments_are_coded_in_their_order_and_redacted_again() -> None:
    first, second = code_all(["more lights", "call me on 07700 900123 about the noise"], CODEBOOK)
    assert first.text == "more lights"
    assert first.found == ()
    assert second.found == ("phone",)
    assert "900123" not in second.text
    assert second.coded == code_comment(second.text, CODEBOOK)


@pytest.mark.parametrize("many", [0, 1, STEP, STEP + 1, 3 * STEP])
def test_progress_adds_up_to_all_comments(many: int) -> None:
    told: list[int] = []
    assert len(code_all(["lights"] * many, CODEBOOK, told.append)) == many
    assert sum(told) == many
    assert all(told)


def test_coding_modules_are_loaded_without_textblob() -> None:
    code = (
        "import sys, analysis.comments.coding, analysis.comments.codebook_loading;"
        "print(sorted({'textblob', 'nltk', 'numpy', 'pandas'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
