"""What `canvass round` and `canvass answers` do, behind the command line."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from analysis.plan import Plan, dump_plan
from analysis.plan_check import check_plan
from analysis.plan_loading import load_plan
from bot.app import now_utc, open_ring
from bot.closing import Say, close_round
from bot.fieldwork import key_name
from bot.settings import Settings
from surveys.errors import RoundError
from surveys.importing import ImportedFile, load_mapping, read_answers
from surveys.loading import load_catalogue, load_questionnaire
from surveys.privacy import KeyRing, RoundKeys
from surveys.questionnaire import Kind, Questionnaire
from surveys.rounds import Round, RoundState, check_accepts_answers, check_open, is_answerable
from surveys.sealing import seal_interview
from surveys.store.engine import Store
from surveys.store.imports import save_import
from surveys.store.interviews import StoredInterview, count_interviews, new_interview_id
from surveys.store.meta import check_master_key
from surveys.store.rounds import (
    add_round,
    find_rounds,
    get_plan,
    get_questionnaire,
    get_round,
    open_round,
    save_plan,
    save_questionnaire,
)


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


def find_questionnaire(name_or_path: str) -> Questionnaire:
    """The questionnaire of the catalogue, or of a file where a path is given."""
    if name_or_path.endswith((".yaml", ".yml")):
        return load_questionnaire(Path(name_or_path))
    return load_catalogue(name_or_path)


async def new_round(
    settings: Settings,
    name: str,
    questionnaire: Questionnaire,
    plan: str,
    *,
    title: str,
    opens_on: date,
    closes_on: date,
    synthetic: bool = False,
) -> Round:
    """Add a round as a draft, with its key."""
    found = load_plan(plan)
    check_plan(found, questionnaire)
    async with opened(settings, create=True) as (store, ring):
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
        )
        await save_questionnaire(store, questionnaire)
        await save_plan(store, found.name, found.hash, dump_plan(found))
        added = await add_round(store, draft)
        # A key without a round does no harm, a round without a key cannot be answered.
        if ring.find(key_name(added)) is None:
            ring.create(key_name(added))
        return added


async def open_for_answers(settings: Settings, name: str) -> Round:
    """Open a draft for answers.

    Raises:
        RoundError: When it is no draft, its dates are past, or it asks for free text.
    """
    async with opened(settings) as (store, ring):
        round_ = await get_round(store, name)
        # Before the key: a new one for a round in the field or closed would stand in for its own.
        check_open(round_, now_utc())
        questionnaire = await get_questionnaire(store, round_.questionnaire_hash)
        texts = [q.name for q in questionnaire.questions if q.kind is Kind.TEXT]
        if texts:
            raise RoundError(
                "round.free-text",
                f"round {name!r}",
                f"its questionnaire asks for free text ({', '.join(texts)}), "
                "which cannot be redacted yet",
                "Use a questionnaire without free text.",
            )
        if ring.find(key_name(round_)) is None:
            ring.create(key_name(round_))
        return await open_round(store, name, now_utc())


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
        round_ = await get_round(store, name)
        if not early and is_answerable(round_, now_utc()):
            raise RoundError(
                "round.still-open",
                f"round {name!r}",
                f"people were told that they can answer until {round_.closes_on}",
                "Close it after that day, or with --early if that is decided.",
            )
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
                )
            )
        await save_import(store, round_, digest, stored)
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
    if not weighting.pool_modes and modes - {answers.mode}:
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
            lines.append(
                f"{round_.name}: {round_.state}, {round_.opens_on} to {round_.closes_on}, "
                f"{questionnaire.name} version {questionnaire.version}"
                + (", SYNTHETIC" if round_.synthetic else "")
            )
        return lines or ["There are no rounds yet; make one with `canvass round new NAME`."]


def hash_file(path: Path) -> str:
    """SHA-256 of a file, by which it is known again."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
