"""What `canvass round` and `canvass answers` do, behind the command line."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

from analysis.plan import Plan
from analysis.plan_loading import choose_plan, load_plan
from bot.app import now_utc, open_ring
from bot.closing import Say, close_round
from bot.fieldwork import key_name
from bot.office import TERMINAL, Office
from bot.office.cards import describe_round
from bot.office.drafts import make_draft
from bot.office.ending import begin_close
from bot.office.launching import open_draft
from bot.settings import Settings
from surveys.errors import RoundError
from surveys.importing import ImportedFile, load_mapping, read_answers
from surveys.keyring import KeyRing
from surveys.loading import load_catalogue, load_questionnaire
from surveys.privacy import RoundKeys
from surveys.questionnaire import Questionnaire
from surveys.round_checks import check_accepts_answers
from surveys.rounds import FROZEN, Round, RoundState
from surveys.sealing import seal_interview
from surveys.store.engine import Store, Transaction
from surveys.store.imports import save_import
from surveys.store.interviews import StoredInterview, count_interviews, new_interview_id
from surveys.store.meta import check_master_key
from surveys.store.plans import get_plan
from surveys.store.questionnaires import get_questionnaire
from surveys.store.rounds import find_rounds, get_round, get_round_within


@asynccontextmanager
async def opened(
    settings: Settings, *, create: bool = False
) -> AsyncIterator[tuple[Store, KeyRing]]:
    """The database and key ring of these settings, checked to belong together.

    Args:
        settings: The settings.
        create: Whether a database that is not there is made; else a mistyped address is told.
    """
    master = settings.master_key()
    store = await Store.open(settings.database_url, create=create)
    try:
        await check_master_key(store, master)
        yield store, open_ring(settings)
    finally:
        await store.close()


@asynccontextmanager
async def at_work(settings: Settings, *, create: bool = False) -> AsyncIterator[Office]:
    """The terminal's office: one transaction, given up as a whole when an error leaves it.

    Args:
        settings: The settings.
        create: As for `opened`.
    """
    async with opened(settings, create=create) as (store, ring), store.write() as connection:
        yield _office(settings, ring, connection)


def _office(settings: Settings, ring: KeyRing, connection: Transaction) -> Office:
    return Office(connection, ring, settings, TERMINAL, now_utc(), os.urandom)


def find_questionnaire(name_or_path: str) -> Questionnaire:
    """The questionnaire of the catalogue, or of a file where a path is given."""
    if name_or_path.endswith((".yaml", ".yml")):
        return load_questionnaire(Path(name_or_path))
    return load_catalogue(name_or_path)


def find_plan(settings: Settings, questionnaire: Questionnaire, name_or_path: str) -> Plan:
    """The plan of that name or file; where none is named, that of the questionnaire."""
    return (
        load_plan(name_or_path) if name_or_path else choose_plan(questionnaire.name, settings.plan)
    )


async def new_round(
    settings: Settings,
    name: str,
    questionnaire: Questionnaire,
    plan: str | Plan,
    *,
    title: str,
    opens_on: date,
    closes_on: date,
    synthetic: bool = False,
    **more: Any,
) -> Round:
    """Add a round as a draft, with its key.

    Args:
        settings: Where everything is.
        name: Its name.
        questionnaire: What it asks.
        plan: The plan that its measures serve; or its name or file, empty for that of its
            questionnaire.
        title: What people read; empty for the questionnaire's title.
        opens_on: First London date.
        closes_on: Last London date.
        synthetic: Whether its answers are made up.
        **more: Other fields of `Round`, such as its audience; its purpose by default the plan's.
    """
    found = plan if isinstance(plan, Plan) else find_plan(settings, questionnaire, plan)
    draft = Round(
        id=0,
        name=name,
        title=title,
        questionnaire_hash=questionnaire.hash,
        plan=found.name,
        plan_hash=found.hash,
        state=RoundState.DRAFT,
        opens_on=opens_on,
        closes_on=closes_on,
        synthetic=synthetic,
        **({"purpose": found.purpose} | more),
    )
    async with at_work(settings, create=True) as office:
        return await make_draft(office, draft, questionnaire, found)


async def open_for_answers(settings: Settings, name: str) -> Round:
    """Open a draft for answers, after all checks of a launch; nobody is told of it.

    Raises:
        RoundError: When it is no draft, its dates are past or to come, it asks for free text, or
            real residents are asked and the launch checklist is not complete.
    """
    async with at_work(settings) as office:
        return await open_draft(office, name)


async def close_for_good(settings: Settings, name: str, say: Say, *, early: bool = True) -> Path:
    """Close a round, freezing with it the plan as it was when the round was made.

    Args:
        settings: Where everything is.
        name: The round.
        say: Told of each step.
        early: Whether it may be closed while people can still answer.

    Raises:
        RoundError: When it cannot be closed, or only early and that is not wanted.
    """
    async with opened(settings) as (store, ring):
        async with store.write() as connection:
            round_ = await get_round_within(connection, name)
            if round_.state not in FROZEN:
                await begin_close(_office(settings, ring, connection), name, early=early)
        plan = await get_plan(store, round_.plan_hash) if round_.plan_hash else None
        return await close_round(settings, store, ring, name, plan=plan, say=say)


async def import_answers(settings: Settings, file: Path, mapping: Path, name: str) -> int:
    """Add a file of answers to an open round, all of its rows or none; returns how many."""
    async with opened(settings) as (store, ring):
        round_ = await get_round(store, name)
        check_accepts_answers(round_)
        questionnaire = await get_questionnaire(store, round_.questionnaire_hash)
        answers = read_answers(file, load_mapping(mapping, questionnaire), questionnaire)
        await _check_fits_plan(store, round_, answers)
        digest = hash_file(file)
        keys = RoundKeys(ring.get(key_name(round_)))
        stored = []
        for imported in answers.interviews:
            # Nobody's chat: a random pseudonym, so that no link to a person exists.
            nobody = os.urandom(16)
            stored.append(
                StoredInterview(
                    id=new_interview_id(os.urandom),
                    round_id=round_.id,
                    pseudonym=nobody,
                    person=1,
                    state=seal_interview(keys, round_.id, nobody, 1, imported.interview),
                    mode=answers.mode,
                    design_weight=imported.design_weight,
                    stratum=imported.stratum,
                    sample="imported",
                )
            )

        async def record(connection: Transaction) -> None:
            after = f"{len(stored)} rows, {answers.mode}, SHA-256 {digest}"
            office = _office(settings, ring, connection)
            await office.record("answers.import", round_.name, after=after)

        await save_import(store, round_, digest, stored, record)
        return len(stored)


async def _check_fits_plan(store: Store, round_: Round, answers: ImportedFile) -> None:
    """Refuse what the round's plan could not measure, before it is in the round for good."""
    if not round_.plan_hash:
        return
    weighting = Plan.model_validate_json(await get_plan(store, round_.plan_hash)).weighting
    place = f"round {round_.name!r}"
    if not weighting.design and any(row.design_weight is not None for row in answers.interviews):
        raise RoundError(
            "round.weights-not-used",
            place,
            "the file brings design weights, which the round's plan does not use",
            "Make a round with a plan that says `weighting: {design: true}`, or leave them out.",
        )
    modes = {counted.mode for counted in await count_interviews(store, round_.id)}
    # what an interviewer took stands apart from every other mode (see analysis.samples)
    if not weighting.pool_modes and modes - {answers.mode, "assisted"}:
        raise RoundError(
            "round.mixed-modes",
            place,
            f"it has answers by {', '.join(sorted(modes))}, and the file's are {answers.mode}",
            "Import them into a round of their own, or use a plan that pools modes.",
        )


async def describe_rounds(settings: Settings) -> list[str]:
    """A line for each round, oldest first."""
    async with opened(settings) as (store, _):
        lines = []
        for round_ in await find_rounds(store):
            questionnaire = await get_questionnaire(store, round_.questionnaire_hash)
            lines.append(describe_round(round_, questionnaire))
        return lines or ["There are no rounds yet; make one with `canvass round new NAME`."]


def hash_file(path: Path) -> str:
    """SHA-256 of a file, by which it is known again."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
