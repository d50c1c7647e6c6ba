"""Questionnaire files: read, written out, checked, and refused with all their faults at once.

A file is YAML. A text is plain (in the first language) or one text per language; `scales` are
lists of options that questions share as ``options: $name``; ``areas_from: tower-hamlets`` takes
the areas of a place from ``places/tower-hamlets.yaml``, and ``cells_from: tower-hamlets`` the
squares of a location from ``cells/tower-hamlets.yaml``. ``layout: row`` puts short labels side by
side, and ``kept: comments`` or ``kept: places`` keeps an answer in that file, apart from others.
``minutes`` says about how long the first part takes, ``about`` what the first screen says that it
asks, and ``youngest`` from which age on it is, where no question asks the age.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from surveys.errors import CanvassError, Fault, QuestionnaireRefused
from surveys.loading.document import suggest
from surveys.loading.drafting import CATALOGUE, Draft, read_draft
from surveys.loading.items import check_items
from surveys.loading.parts import check_parts
from surveys.loading.routes import check_routes
from surveys.loading.shape import check_shape
from surveys.loading.wording import check_wording
from surveys.questionnaire import Questionnaire

__all__ = ["list_catalogue", "load_catalogue", "load_questionnaire"]


def load_questionnaire(path: Path) -> Questionnaire:
    """Read a questionnaire file.

    Raises:
        QuestionnaireRefused: The file has faults; the error carries all of them.
    """
    draft = read_draft(path)
    if draft.document.data:
        check_wording(draft)
        check_items(draft)
        check_parts(draft)
        check_routes(draft)
    faults = _faults(draft)
    if faults:
        raise QuestionnaireRefused(path.name, faults)
    data = {name: value for name, value in draft.document.data.items() if name != "scales"}
    data["parts"] = tuple(part for _, part in draft.parts)
    data["questions"] = tuple(question for _, question in draft.questions)
    questionnaire = check_shape(draft.document, Questionnaire, data, ())
    if questionnaire is None:
        raise QuestionnaireRefused(path.name, _faults(draft))
    return questionnaire


@lru_cache
def load_catalogue(name: str) -> Questionnaire:
    """The questionnaire of the catalogue with a name.

    Raises:
        CanvassError: There is none of that name.
        QuestionnaireRefused: Its file has faults.
    """
    known = list_catalogue()
    if name not in known:
        remedy = suggest(name, known, f"The catalogue has {', '.join(known)}.")
        problem = f"there is no questionnaire '{name}'"
        raise CanvassError("questionnaire.unknown", "catalogue", problem, remedy)
    return load_questionnaire(CATALOGUE / f"{name}.yaml")


def list_catalogue() -> tuple[str, ...]:
    """The names of the questionnaires that ship, in alphabetical order."""
    return tuple(sorted(file.stem for file in CATALOGUE.glob("*.yaml")))


def _faults(draft: Draft) -> list[Fault]:
    places = (fault for document, _ in draft.places.values() for fault in document.faults)
    return [*draft.document.faults, *places]
