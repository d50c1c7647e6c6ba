"""Measures how far the program agrees with a reader, for the file that lies beside the codebook.

python -m tests.comments themes --write
"""

from __future__ import annotations

from pathlib import Path

import yaml

from analysis.comments.agreeing import rate
from analysis.comments.trial import KIND, Trial, hash_rules
from tests.comments.theme_agreement import PLAN, codebook, measure

SPLIT = "held_out"
"""Never used to write or change a cue."""
DIGITS = 2
HEAD = """\
# How far the program's codes agree with one reader's on comments written for this project, none of
# which was used to write a rule. Made up: no resident said any of it. It holds for this codebook
# with these rules (SHA-256) and no others. Measured and written by
#   python -m tests.comments themes --write
# Not to be edited.
"""


def find_file() -> Path:
    """Where the file is."""
    return KIND.find(PLAN)


def measure_trial() -> Trial:
    """What is measured now."""
    measured = measure(SPLIT)
    return Trial(
        codebook=codebook().hash,
        rules=hash_rules(),
        comments=measured.comments,
        codes=rate(measured.codes.overall, DIGITS),
        stances=rate(measured.stances.overall, DIGITS),
    )


def write_trial() -> None:
    """Measure and write the file; the same figures, the same bytes."""
    content = yaml.safe_dump(measure_trial().model_dump(), sort_keys=False)
    find_file().write_text(HEAD + content, "utf-8", newline="\n")
