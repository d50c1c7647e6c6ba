"""How far the program agreed with a reader on comments written for this project: its trial.

The figures lie in a file beside the codebook, with the hash of everything that decides a code: the
codebook, and the rules of this folder by which it is applied. They go with a reading of a round
where both are the same when it is coded, and are kept with it. Whoever changes a codebook has one
without a trial, and the report says so.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from analysis.comments.codebook import Codebook, Model
from analysis.plan_files import PlanFile
from surveys.errors import CodebookRefused

KIND = PlanFile("agreement", "agreement.yaml", CodebookRefused)
_CODING = "coding"
"""The module that gives codes."""
_IMPORT = re.compile(r"^from analysis\.comments\.(\w+) import", re.MULTILINE)


class Rates(Model):
    """How far the codes of one reading are those of another, over all codes (0-1).

    Attributes:
        precision: Of the codes that the program gave, the share that the reader gave.
        recall: Of the codes that the reader gave, the share that the program gave.
        kappa: Cohen's kappa of every code and comment, a yes or no each.
    """

    precision: float | None
    recall: float | None
    kappa: float | None


class Trial(Model):
    """The program's codes beside a reader's, on comments never used to write a rule.

    Attributes:
        codebook: SHA-256 of the codebook.
        rules: SHA-256 of the rules by which it was applied.
        comments: How many.
        stances: Of codes with what is said of them.
    """

    codebook: str
    rules: str
    comments: int = Field(gt=0)
    codes: Rates
    stances: Rates


def find_trial(codebook: Codebook) -> Trial | None:
    """The trial of a codebook with the rules that are installed; None where there was none.

    Raises:
        CodebookRefused: A file that ships is damaged.
    """
    trials = (Trial.model_validate(_read(plan)) for plan in KIND.list_plans())
    wanted = codebook.hash, hash_rules()
    return next((one for one in trials if (one.codebook, one.rules) == wanted), None)


@lru_cache(maxsize=1)
def hash_rules() -> str:
    """SHA-256 of the rules that are installed, whatever ends their lines."""
    found = hashlib.sha256()
    for name, text in list_rules().items():
        found.update(f"{name} {hashlib.sha256(text.encode()).hexdigest()}\n".encode())
    return found.hexdigest()


def list_rules() -> dict[str, str]:
    """What decides a code besides the codebook, by the name of its file.

    The module that gives codes, everything of this folder that it stands on, and all lists.
    """
    folder = Path(__file__).parent
    texts = {path.name: path.read_text("utf-8") for path in folder.glob("*.yaml")}
    waiting = [_CODING]
    while waiting:
        name = f"{waiting.pop()}.py"
        if name not in texts:
            texts[name] = (folder / name).read_text("utf-8")
            waiting += _IMPORT.findall(texts[name])
    return dict(sorted(texts.items()))


def _read(plan: str) -> dict[str, object]:
    return KIND.read_fields(KIND.read_text(plan), KIND.name)
