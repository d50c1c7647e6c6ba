"""What the evidence pack of a consultation holds, file by file."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from analysis.comments.agreeing import Compared, tell_agreement
from analysis.comments.codebook import Codebook
from analysis.comments.releasing import render_said
from analysis.comments.trial import Trial
from analysis.consultation.committing import Commitment
from analysis.consultation.consulted import Consulted
from analysis.consultation.fieldwork import tell, tell_fieldwork
from analysis.consultation.tables import list_extra_tables
from analysis.exports import Form, render_files
from analysis.plan import Plan, dump_plan
from surveys.outline import render_outline
from surveys.untranslated import find_untranslated

FROZEN_FILES, SHOWN = "frozen-files.csv", "shown.csv"
FROZEN_COLUMNS = ("file", "method", "digest")
NO_TRIAL = "not measured with this codebook and these rules"


@dataclass(frozen=True, slots=True)
class Noted:
    """What was recorded, while a round was launched or open, of a screen that people were shown.

    Attributes:
        on: The London date from which on it was shown so.
        file: Its name among the screens.
        digest: SHA-256 of it as a file, in hexadecimal.
    """

    on: str
    file: str
    digest: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a pack is made of, besides what is published anyway.

    Attributes:
        frozen: What the frozen files were.
        shown: File name to a screen as residents see it.
        noted: What the audit trail recorded of these screens, oldest first.
        draft: Where the draft or the evidence that was consulted on can be read; may be empty.
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
    noted: tuple[Noted, ...] = ()
    draft: str = ""
    signed: tuple[str, ...] = ()
    minimum_days: int = 0
    steps: tuple[tuple[str, str], ...] = ()
    fingerprint: str = ""
    codebook: Codebook | None = None
    compared: Compared | None = None


def list_files(evidence: Evidence) -> Iterator[tuple[str, bytes]]:
    """File name to content; those of the pack on itself come after."""
    consulted = evidence.consulted
    questionnaire = consulted.asked.questionnaire
    yield "round.json", _dump(_describe(evidence))
    yield "questionnaire.json", questionnaire.canonical_json().encode()
    for language in questionnaire.languages:
        outline = render_outline(questionnaire, language)
        yield f"questionnaire-{language}.txt", f"{outline}\n".encode()
    for name, text in evidence.shown.items():
        yield name, _write_screen(text)
    if evidence.noted:
        yield SHOWN, _write_csv(_list_shown(evidence))
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
    if consulted.themes is not None:
        told = _tell_agreement(evidence.compared, consulted.themes.trial)
        yield "agreement.json", _dump(told)
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
        "draft": evidence.draft,
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


def _list_shown(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    """From when on which words were shown, and whether they are those of the file in the pack."""
    yield ("file", "from", "sha256", "same_as_here")
    here = {
        name: hashlib.sha256(_write_screen(text)).hexdigest()
        for name, text in evidence.shown.items()
    }
    for one in evidence.noted:
        yield one.file, one.on, one.digest, "yes" if here.get(one.file) == one.digest else "no"


def _write_screen(text: str) -> bytes:
    return f"{text}\n".encode()


def _list_frozen(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    yield FROZEN_COLUMNS
    yield from ((one.file, one.method, one.digest) for one in evidence.frozen)


def _tell_agreement(compared: Compared | None, trial: Trial | None) -> dict[str, object]:
    """How far the program's codes are an analyst's, and a reader's on comments made up for that."""
    told: dict[str, object] = {} if compared is None else _tell_compared(compared)
    if trial is None:
        return told | {"trial": NO_TRIAL}
    about = "the program's codes beside one reader's, on made-up comments, not residents'"
    return told | {"trial": {"about": about, **trial.model_dump()}}


def _tell_compared(compared: Compared) -> dict[str, object]:
    """Agreement over all codes; none by code, which would tell of few comments."""
    about = "the program's codes beside an analyst's, which are the reference; over all codes"
    told: dict[str, object] = {"about": about, "comments_read": tell(compared.read)}
    agreement = tell_agreement(compared)
    if agreement is None:
        return told | {"withheld": "too few comments were read to say"}
    stances = agreement.stances.model_dump() | {"same": agreement.same_stances}
    blind = "yes" if agreement.blind else "no"
    return told | {"blind": blind, **agreement.codes.model_dump(), "stances": stances}


def _dump(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def _write_csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().encode()
