"""A made-up consultation with everything: people, issues, places and comments, coded and checked.

Nobody answered or wrote any of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np

from analysis.comments.codebook_loading import load_codebook
from analysis.comments.drafting import draft_coding
from analysis.comments.quotes import release_quotes
from analysis.comments.records import Coding, Correction
from analysis.comments.releasing import release_themes
from analysis.comments.store import read_comments
from analysis.comments.themes import count_themes
from analysis.consultation import Asked, Consulted, load_asked
from analysis.disclosure import Released, release
from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.places import load_places, release_places
from analysis.places.outlines import load_outlines
from analysis.plan import Plan, dump_plan
from analysis.plan_loading import load_plan
from surveys.answers import Answered
from surveys.loading import load_catalogue
from surveys.rounds import Purpose, Round, RoundState
from surveys.store.frozen import FieldworkCounts, freeze
from surveys.store.response import FrozenResponse
from tests.support.consulted import NAME, PLAN, draw_people

ROUND = "consultation-2026"
DECISION = "the made-up community safety priorities for 2027"
CODEBOOK = "tower-hamlets-consultation"

COMMENTS = (
    "Better street lighting on our road please.",
    "I never see any police round here, we need more of them walking about.",
    "Drug dealing on the stairs every evening.",
    "Young people need a youth club, there is nothing for them to do.",
    "I don't feel safe walking home at night as a woman.",
    "More CCTV by the station please.",
    "Mopeds racing up and down, the noise is terrible.",
    "Fly-tipping everywhere and nobody collects it.",
    "রাস্তায় আলো দরকার",
    "nothing",
)
RARE = "The taxis park on the pavement so my wheelchair does not get past."
QUOTED = COMMENTS[0], COMMENTS[2]


@dataclass(frozen=True, slots=True)
class Whole:
    """A frozen consultation with what was made of it."""

    folder: Path
    plan: Plan
    released: Released
    asked: Asked
    coding: Coding
    consulted: Consulted


def freeze_whole(folder: Path, people: int = 600, *, seed: int = 1, synthetic: bool = True) -> Path:
    """A frozen round of made-up people, of whom two in three write something."""
    questionnaire, plan = load_catalogue(NAME), load_plan(PLAN)
    random = np.random.default_rng(seed)
    answers = draw_people(questionnaire, people, random)
    for number, slots in enumerate(answers):
        if random.random() < 0.67:
            words = RARE if number == 1 else COMMENTS[int(random.integers(len(COMMENTS)))]
            slots["focus"] = Answered((words,))
            slots["may_quote"] = Answered(("yes" if random.random() < 0.7 else "no",))
    responses = [FrozenResponse("en", "chat", "open", slots) for slots in answers]
    round_ = Round(
        id=1,
        name=folder.name,
        title="Made-up safety consultation",
        questionnaire_hash=questionnaire.hash,
        plan=plan.name,
        plan_hash=plan.hash,
        state=RoundState.CLOSING,
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 11, 23),
        synthetic=synthetic,
        purpose=Purpose.CONSULTATION,
        decision=DECISION,
        minimum_days=84,
    )
    stopped = {"focus": 31, "issue_crime": 12, "place": 4}
    counts = FieldworkCounts(
        unsubmitted=sum(stopped.values()), break_offs=stopped, plan=dump_plan(plan)
    )
    freeze(round_, questionnaire, responses, folder, counts)
    return folder


def code_whole(folder: Path) -> Coding:
    """Its comments coded, a third of them read by an analyst, two quotes approved."""
    drafted = draft_coding(read_comments(folder), load_codebook(CODEBOOK))
    corrections = {
        one.number: Correction(number=one.number, checked=True)
        for one in drafted.comments
        if one.number % 3 == 0
    }
    for words in QUOTED:
        said = next(one for one in drafted.comments if one.text == words and one.may_quote)
        corrections[said.number] = Correction(number=said.number, checked=True, quote=words)
    return Coding(drafted, corrections)


def consult(folder: Path, **changes: object) -> Whole:
    """Everything that is made of a frozen consultation."""
    plan = load_plan(PLAN)
    ledger = Ledger(folder.parent / "_releases")
    released = release(estimate_measures(folder, plan, (), ledger=ledger))
    asked, coding = load_asked(folder, plan), code_whole(folder)
    themes = release_themes(count_themes(coding))
    parts: dict[str, object] = {
        "released": released,
        "asked": asked,
        "themes": themes,
        "quotes": release_quotes(coding, themes),
        "places": release_places(load_places(folder)),
        "outlines": load_outlines("tower-hamlets"),
    }
    consulted = Consulted(**(parts | changes))  # type: ignore[arg-type]  # by name
    return Whole(folder, plan, released, asked, coding, consulted)


@lru_cache(maxsize=1)
def make_whole(data_dir: Path) -> Whole:
    """One for all tests of a run."""
    return consult(freeze_whole(data_dir / ROUND))
