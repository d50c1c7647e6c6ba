"""From a document to a draft: shorthand written out, every piece checked for its shape.

Pieces are validated one by one, so that one broken question does not hide the faults of others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from surveys.loading.document import Document, Route, read_document, suggest
from surveys.loading.shape import check_shape, find_entries, refuse_shape, write_out_texts
from surveys.questionnaire import Area, Kind, Option, Part, Question

CATALOGUE = Path(__file__).parent.parent / "catalogue"

_OPTIONAL = frozenset({"about", "minutes", "scales", "youngest"})
_TOP = _OPTIONAL | {"name", "version", "languages", "title", "parts", "questions"}
_OPTIONS = TypeAdapter(tuple[Option, ...])


@dataclass(slots=True)
class Draft:
    """What could be read of a questionnaire, before it is known to hold together.

    Attributes:
        document: The file, with the faults found.
        languages: As declared; the first is that of texts without a language. None where the
            declaration cannot be read, so that not every text is blamed for it.
        parts: The parts of sound shape, with where they are.
        questions: The questions of sound shape, with where they are.
        names: The names of all questions in order, of sound shape or not.
        scales: The named lists of options.
        shared: Questions that take their options from a scale.
        places: Files that areas or squares were taken from, with the areas.
    """

    document: Document
    languages: tuple[str, ...] = ()
    parts: list[tuple[Route, Part]] = field(default_factory=list)
    questions: list[tuple[Route, Question]] = field(default_factory=list)
    names: tuple[str, ...] = ()
    scales: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    places: dict[str, tuple[Document, tuple[Area, ...]]] = field(default_factory=dict)


def read_draft(path: Path) -> Draft:
    """Read a questionnaire file as far as it can be read."""
    document = read_document(path)
    draft = Draft(document)
    if not document.data:
        return draft
    _check_top(document)
    draft.languages = _languages(document)
    write_out_texts(document.data, draft.languages or ("en",))
    _read_scales(draft)
    for route, data in find_entries(document, "parts"):
        part = check_shape(document, Part, data, route)
        if part is not None:
            draft.parts.append((route, part))
    questions = find_entries(document, "questions")
    draft.names = tuple(str(data.get("name", "")) for _, data in questions)
    for route, data in questions:
        whole = _write_out(draft, data, route, path)
        question = check_shape(document, Question, whole, route, also=("areas_from", "cells_from"))
        question = question or _stand_in(whole)
        if question is not None:
            draft.questions.append((route, question))
    return draft


def _stand_in(data: dict[str, Any]) -> Question | None:
    """A refused question without what was refused, so that its other faults are told as well.

    None where what it should have been cannot be told: then its other faults would be guesses.
    """
    kept = dict(data)
    try:
        Question.model_validate(kept)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            name = str(detail["loc"][0])
            if len(detail["loc"]) > 1:
                return None
            meant = get_close_matches(str(kept.pop(name, "")), list(Kind), 1)
            if name == "kind" and meant:
                kept["kind"] = meant[0]
    try:
        return Question.model_validate(kept)
    except ValidationError:
        return None


def _check_top(document: Document) -> None:
    for name in document.data:
        if name not in _TOP:
            remedy = suggest(name, _TOP, f"Known fields are {', '.join(sorted(_TOP))}.")
            problem = f"field '{name}' is not known"
            document.refuse("file.unknown-field", (name,), problem, remedy)
    for name in sorted(_TOP - _OPTIONAL - set(document.data)):
        document.refuse("file.missing-field", (name,), f"field '{name}' is missing", "Add it.")


def _languages(document: Document) -> tuple[str, ...]:
    given = document.data.get("languages", [])
    if isinstance(given, list) and given and all(isinstance(item, str) for item in given):
        return tuple(given)
    if "languages" in document.data:
        document.refuse(
            "questionnaire.languages",
            ("languages",),
            "the languages are not a list of language codes",
            "Write them as [en] or [en, bn].",
        )
    return ()


def _read_scales(draft: Draft) -> None:
    document = draft.document
    scales = document.data.get("scales", {})
    if not isinstance(scales, dict):
        document.refuse(
            "file.wrong-value",
            ("scales",),
            "the scales are not named",
            "Write each as a name with its list of options.",
        )
        return
    for name, options in scales.items():
        try:
            draft.scales[name] = _OPTIONS.validate_python(options)
        except ValidationError as error:
            draft.scales[name] = ()
            refuse_shape(document, Option, error, ("scales", name))


def _write_out(draft: Draft, data: dict[str, Any], route: Route, path: Path) -> dict[str, Any]:
    """The question with its scale and areas filled in."""
    data = dict(data)
    options = data.get("options")
    if isinstance(options, str) and options.startswith("$"):
        data["options"] = _find_scale(draft, options[1:], (*route, "options"))
        draft.shared.add(str(data.get("name", "")))
    if "areas_from" in data:
        source = data.pop("areas_from")
        data["areas"] = _find_areas(draft, source, (*route, "areas_from"), path)
    if "cells_from" in data:
        source = data.pop("cells_from")
        data["cells"] = _find_cells(draft, source, (*route, "cells_from"), path)
    return data


def _find_scale(draft: Draft, name: str, route: Route) -> tuple[Option, ...]:
    if name not in draft.scales:
        remedy = suggest(name, draft.scales, "Define it under 'scales'.")
        problem = f"scale '{name}' is not defined"
        draft.document.refuse("questionnaire.unknown-scale", route, problem, remedy)
    return draft.scales.get(name, ())


def _find_areas(draft: Draft, source: object, route: Route, path: Path) -> tuple[Area, ...]:
    """The areas of a places file: beside the questionnaire, or else in the catalogue."""
    file = _find_file(draft, "places", source, route, path)
    if file is None:
        return ()
    document = read_document(file)
    write_out_texts(document.data, draft.languages or ("en",))
    areas = [
        area
        for entry, data in find_entries(document, "areas")
        if (area := check_shape(document, Area, data, entry)) is not None
    ]
    draft.places[file.stem] = (document, tuple(areas))
    return tuple(areas)


def _find_cells(draft: Draft, source: object, route: Route, path: Path) -> tuple[str, ...]:
    """The squares of a file of them: beside the questionnaire, or else in the catalogue."""
    file = _find_file(draft, "cells", source, route, path)
    if file is None:
        return ()
    document = read_document(file)
    draft.places[f"cells/{file.stem}"] = (document, ())
    cells = document.data.get("cells")
    if isinstance(cells, list):
        return tuple(map(str, cells))
    if document.data:
        problem = "there is no list of squares"
        document.refuse("questionnaire.cells", ("cells",), problem, "Begin it with 'cells:'.")
    return ()


def _find_file(draft: Draft, folder: str, source: object, route: Route, path: Path) -> Path | None:
    """A file that a questionnaire takes something from: beside it, or else in the catalogue."""
    name = source if isinstance(source, str) and re.fullmatch(r"[a-z0-9-]+", source) else ""
    files = [above / folder / f"{name}.yaml" for above in (path.parent, CATALOGUE)]
    file = next((file for file in files if name and file.is_file()), None)
    if file is None:
        known = [file.stem for file in (CATALOGUE / folder).glob("*.yaml")]
        remedy = suggest(str(source), known, f"Put them into {folder}/{name or 'NAME'}.yaml.")
        problem = f"{folder} '{source}' are not known"
        draft.document.refuse(f"questionnaire.unknown-{folder}", route, problem, remedy)
    return file
