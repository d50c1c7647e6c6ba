"""The evidence pack of a consultation: a zip file for whoever challenges it years later.

The same round gives the same bytes: files in the order of their names, dated by the last day of
fieldwork, stored without compression, whose result depends on the library. The fingerprint of the
audit trail is that of the last line on the round's own state, which making a pack does not move.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.comments.agreeing import Compared
from analysis.comments.codebook import Codebook
from analysis.comments.releasing import render_said
from analysis.consultation.committing import Commitment, commit_files
from analysis.consultation.consulted import Consulted
from analysis.consultation.fieldwork import tell, tell_fieldwork
from analysis.consultation.proving import README, SUMS, write_readme
from analysis.consultation.tables import list_extra_tables
from analysis.exports import Form, render_files
from analysis.plan import Plan, dump_plan
from analysis.suppression import MIN_BASE
from surveys.errors import StoreError
from surveys.outline import render_outline
from surveys.untranslated import find_untranslated

FROZEN_FILES = "frozen-files.csv"
_EARLIEST = 1980
"""A zip file has no dates before."""

_LARGE = 100
"""From this many comments on, agreement is told with two decimals."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a pack is made of, besides what is published anyway.

    Attributes:
        frozen: What the frozen files were.
        shown: File name to a screen as residents see it.
        signed: Languages whose wording is recorded as signed off.
        minimum_days: Fewest days that the round had to be open.
        steps: What became of the round, and on which London date, oldest first.
        fingerprint: Of the audit trail, at the last of these steps.
        compared: The program's codes beside an analyst's; None where nobody read a comment.
    """

    consulted: Consulted
    plan: Plan
    frozen: tuple[Commitment, ...]
    shown: Mapping[str, str] = field(default_factory=dict)
    signed: tuple[str, ...] = ()
    minimum_days: int = 0
    steps: tuple[tuple[str, str], ...] = ()
    fingerprint: str = ""
    codebook: Codebook | None = None
    compared: Compared | None = None


def render_evidence(evidence: Evidence) -> bytes:
    """The pack as a zip file; the same evidence gives the same bytes."""
    files = dict(_list_files(evidence))
    readme = write_readme(evidence.consulted, files, evidence.fingerprint)
    files[README] = readme.encode()
    sums = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    files[SUMS] = "".join(sums).encode()
    return _zip(files, evidence)


def check_evidence(content: bytes, folder: Path) -> list[str]:
    """See that a pack is unchanged and speaks of a frozen round; what was seen, in lines.

    Args:
        content: The zip file.
        folder: The frozen round.

    Raises:
        StoreError: It is no pack, a file of it was changed, or it speaks of other answers.
    """
    files = _unzip(content)
    listed = _read_sums(files[SUMS].decode())
    found = {name: hashlib.sha256(held).hexdigest() for name, held in files.items() if name != SUMS}
    _require(_list_differing(listed, found), "was changed since it was made", "Use another copy.")
    lines = csv.DictReader(io.StringIO(files[FROZEN_FILES].decode()))
    said = {one["file"]: (one["method"], one["digest"]) for one in lines}
    held = {one.file: (one.method, one.digest) for one in commit_files(folder)}
    remedy = "Look for the frozen round that the pack was made of."
    _require(_list_differing(said, held), "does not speak of this frozen round", remedy)
    return [
        f"{len(found)} files of the pack are as they were made.",
        f"{len(held)} frozen files are those that it speaks of.",
    ]


def _list_files(evidence: Evidence) -> Iterator[tuple[str, bytes]]:
    consulted = evidence.consulted
    questionnaire = consulted.asked.questionnaire
    yield "round.json", _dump(_describe(evidence))
    yield "questionnaire.json", questionnaire.canonical_json().encode()
    for language in questionnaire.languages:
        outline = render_outline(questionnaire, language)
        yield f"questionnaire-{language}.txt", f"{outline}\n".encode()
    for name, text in evidence.shown.items():
        yield name, f"{text}\n".encode()
    yield "translations.csv", _write_csv(_list_translations(evidence))
    yield "plan.json", dump_plan(evidence.plan).encode()
    yield FROZEN_FILES, _write_csv(_list_frozen(evidence))
    for form, extra in ((Form.JSON, ()), (Form.CSV, list_extra_tables(consulted))):
        for name, content in render_files(consulted.released, form, extra).items():
            yield f"results/{name}", content
    if consulted.themes is not None:
        quotes = consulted.quotes.by_theme if consulted.quotes else {}
        yield "themes.json", render_said(consulted.themes, quotes)
    if evidence.codebook is not None:
        yield "themes-codebook.json", _dump(evidence.codebook.model_dump(mode="json"))
    if evidence.compared is not None:
        yield "agreement.json", _dump(_tell_agreement(evidence.compared))
    if consulted.actions:
        yield "you-said-we-did.json", _dump(dict(consulted.actions))


def _describe(evidence: Evidence) -> dict[str, object]:
    """The round in numbers and dates; nothing exact that disclosure control has not passed."""
    consulted = evidence.consulted
    manifest, results = consulted.asked.manifest, consulted.results
    told = tell_fieldwork(manifest, results.method, len(consulted.asked.questionnaire.questions))
    return {
        "round": manifest.round,
        "title": manifest.title,
        "synthetic": results.synthetic,
        "purpose": str(manifest.purpose),
        "decision": manifest.decision,
        "audience": str(manifest.audience),
        "opens_on": manifest.opens_on.isoformat(),
        "closes_on": manifest.closes_on.isoformat(),
        "ended_on": manifest.ended_on.isoformat(),
        "days_open": (manifest.ended_on - manifest.opens_on).days + 1,
        "minimum_days": evidence.minimum_days,
        "steps": [{"on": on, "what": what} for on, what in evidence.steps],
        "languages": list(consulted.asked.languages),
        "answered_in_by_ten_people": list(consulted.asked.answered_in),
        "submitted": told.submitted,
        "unsubmitted": told.unsubmitted,
        "modes_of_ten_people": list(told.modes),
        "stopped_at": dict(told.stopped),
        "questionnaire": manifest.questionnaire.model_dump(),
        "plan": {"name": evidence.plan.name, "hash": evidence.plan.hash},
        "plan_frozen": manifest.plan.model_dump() if manifest.plan else None,
        "software": results.method.software,
        "frozen_by": manifest.software,
        "audit_trail": evidence.fingerprint,
        "counts": "to the nearest 5, from 10",
    }


def _list_translations(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    yield ("language", "offered", "texts_missing", "wording_signed_off")
    asked = evidence.consulted.asked
    for one in dict.fromkeys((*asked.questionnaire.languages, *asked.languages)):
        missing = len(find_untranslated(asked.questionnaire, one))
        offered = "yes" if one in asked.languages else "no"
        yield one, offered, str(missing), "recorded" if one in evidence.signed else "not recorded"


def _list_frozen(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    yield ("file", "method", "digest")
    yield from ((one.file, one.method, one.digest) for one in evidence.frozen)


def _tell_agreement(compared: Compared) -> dict[str, object]:
    """Agreement over all codes; none by code, which would tell of few comments."""
    about = "the program's codes beside an analyst's, which are the reference; over all codes"
    told: dict[str, object] = {"about": about, "comments_read": tell(compared.read)}
    if compared.read < MIN_BASE:
        return told | {"withheld": "too few comments were read to say"}
    digits = 2 if compared.read >= _LARGE else 1
    overall = compared.codes.overall
    figures = {
        "precision": overall.precision,
        "recall": overall.recall,
        "kappa": overall.kappa.value,
    }
    return told | {
        name: None if value is None else round(value, digits) for name, value in figures.items()
    }


def _zip(files: Mapping[str, bytes], evidence: Evidence) -> bytes:
    on = evidence.consulted.asked.manifest.ended_on
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as pack:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (max(on.year, _EARLIEST), on.month, on.day, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            pack.writestr(entry, files[name])
    return content.getvalue()


def _unzip(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            files = {name: pack.read(name) for name in pack.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise _refused("is no evidence pack", "Name the zip file.") from error
    if not {SUMS, FROZEN_FILES} <= files.keys():
        raise _refused("is no evidence pack", "Name the zip file.")
    return files


def _read_sums(text: str) -> dict[str, str]:
    lines = (line.partition("  ") for line in text.splitlines())
    return {name: digest for digest, _, name in lines}


def _list_differing(first: Mapping[str, object], second: Mapping[str, object]) -> list[str]:
    return sorted(
        name for name in first.keys() | second.keys() if first.get(name) != second.get(name)
    )


def _require(differing: Iterable[str], problem: str, remedy: str) -> None:
    if names := ", ".join(differing):
        raise _refused(f"{problem}: {names}", remedy)


def _refused(problem: str, remedy: str) -> StoreError:
    return StoreError("evidence.refused", "the pack", f"it {problem}", remedy)


def _dump(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def _write_csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()
