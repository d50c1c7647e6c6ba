"""Results with one of everything, made up, for tests of what is made from them.

Nothing in them was computed: what an output shows of them is what is tested.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from analysis.change import Verdict
from analysis.participation import GroupingCompared, LevelCompared, TookPart
from analysis.plan import Fit
from analysis.provenance import AuditShown, Provenance
from analysis.rows import (
    ArmShown,
    Baseline,
    ChangeShown,
    Method,
    Results,
    Row,
    SeriesBreak,
    SeriesShown,
    TargetShown,
)
from analysis.shown import ContextPoint, Point, Previous, PrintedFigure, Status, TargetRow
from analysis.spread import Distribution, MeanShown, OptionShown, Spread

# Short constructors: what a field is stands in the class, and its order is kept here.
_Distribution: Any = Distribution
_TargetRow: Any = TargetRow
_GroupingCompared: Any = GroupingCompared
_OptionShown: Any = OptionShown
_ContextPoint: Any = ContextPoint
_Previous: Any = Previous

WEIGHTING = "raked: sex, area"
DEADLINE = date(2028, 3, 31)
ROUNDS = (("made-up-2025", date(2025, 5, 31)), ("made-up-2026", date(2026, 5, 31)))
THIS = ("made-up-2027", date(2027, 5, 31))
SAFE, TRUST, WELL = "safe_after_dark", "trust_police", "get_on_well"
LABELS = {
    SAFE: "Feel very or fairly safe outside in the local area after dark",
    TRUST: "Agree that the Metropolitan Police Service is an organisation they can trust",
    WELL: "Agree that people from different backgrounds get on well together in the local area",
}
DOMAINS = {"all": "All residents 16+", "women": "Women and girls 16+"}


def make_row(measure: str = SAFE, domain: str = "all", **changes: Any) -> Row:
    """A released row at full precision; without change, target or history."""
    content: dict[str, Any] = {
        "measure": measure,
        "domain": domain,
        "breakdown": None,
        "category": None,
        "status": Status.RELEASED,
        "estimate": 0.58376,
        "standard_error": 0.0231,
        "ci_low": 0.53812,
        "ci_high": 0.62804,
        "base": 612,
        "effective_base": 455.7,
        "weighting": WEIGHTING,
        "interval": "logit",
        "unweighted": 0.5621,
        "all_asked": 0.5533,
        "baseline": None,
        "change": None,
        "target": None,
        "measure_label": LABELS[measure],
        "group_label": DOMAINS[domain],
        "companion": False,
        "sample": "open",
        "notes": (),
        "design_effect": 1.343,
        "calibrated_error": 0.0229,
    }
    return Row(**(content | changes))


def make_withheld(measure: str, domain: str, status: Status, **changes: Any) -> Row:
    """A row as it is inside, before the gate blanks it."""
    few = {"estimate": 0.9412, "base": 17 if status is Status.TOO_FEW else 34, "interval": "wilson"}
    return make_row(measure, domain, status=status, **(few | changes))


def make_history(*shares: float | None, broken: int = 0) -> tuple[Point, ...]:
    """Points of the series, the earliest first; None is too few, the first `broken` not of it."""
    rounds = [*ROUNDS, THIS][-len(shares) :]
    return tuple(
        Point(
            round=name,
            ended_on=day,
            status=Status.TOO_FEW if share is None else Status.RELEASED,
            estimate=share,
            ci_low=None if share is None else share - 0.04512,
            ci_high=None if share is None else share + 0.04487,
            base=24 if share is None else 587,
            comparable=index >= broken,
        )
        for index, ((name, day), share) in enumerate(zip(rounds, shares, strict=True))
    )


CHANGE = ChangeShown(4.61, -1.62, 10.84, 0.0858, -0.0287, 0.2133, clear=False)
PREVIOUS = _Previous(
    *("made-up-2026", date(2026, 5, 31), 0.55021, 574, 3.355, -2.91, 9.62, 0.061, -0.05, 0.18),
    clear=False,
)
TARGET = TargetShown(
    text="10% increase in the proportion of women and girls who report feeling safe",
    source="A made-up plan, line 1",
    fit=Fit.PARTIAL,
    fit_reason="Asks about the local area after dark; girls under 16 are not asked.",
    increase=0.10,
    relative_value=0.59123,
    points_value=0.63749,
    deadline=DEADLINE,
    verdict_relative=Verdict.ON_TRACK,
    verdict_points=Verdict.NOT_SHOWN,
    indicative=True,
    note="",
    line_relative=0.57411,
    line_points=0.60802,
)


def make_results(**changes: Any) -> Results:
    """Three measures with everything that results can hold, as inside: not released yet."""
    content: dict[str, Any] = {
        "round": THIS[0],
        "plan": "made-up-plan",
        "questionnaire": {"name": "annual-perception", "version": 1, "hash": "a1" * 32},
        "synthetic": True,
        "series": SeriesShown(
            "annual-perception",
            (*(name for name, _ in ROUNDS), THIS[0]),
            (SeriesBreak(WELL, ROUNDS[1][0], "the question was moved"),),
        ),
        "method": make_method(),
        "rows": _make_rows(),
        "distributions": _make_distributions(),
        "targets": _make_targets(),
        "took_part": _make_took_part(),
        "context": _make_context(),
        "printed": _make_printed(),
        "provenance": make_provenance(),
        "audit": AuditShown(counts=41, narrowest=6.5, withheld=1, releases=2),
    }
    return Results(**(content | changes))


def make_method(**changes: Any) -> Method:
    """How the made-up figures are said to be made."""
    who = "People who chose to take part. Weights make them resemble the population."
    content: dict[str, Any] = {
        "who": who,
        "weighting": WEIGHTING,
        "estimator": "Weighted share in the domain; Taylor linearisation",
        "interval": "95 %, logit; Wilson where the base is under 30",
        "base": "Substantive answers in the domain",
        "units": "Shares 0-1; change.points in percentage points",
        "change": "Difference of two independent rounds; clear after Holm",
        "respondents": 638,
        "ineligible": 21,
        "modes": {"chat": 652, "assisted": 7},
        "arms": (ArmShown(None, None, ("open",), ("chat", "assisted"), 638, who, WEIGHTING),),
        "caution": "",
        "flags": {"speeder": 12, "burst": 3},
        "codes_issued": None,
        "codes_used": None,
        "not_given": {"sex": 0.0211, "area": 0.0409},
        "collapsed": {"area": {"north_west": "south_west"}},
        "raking_iterations": 14,
        "raking_error": 3e-10,
        "margin_sources": ("Sex: Census 2021 table TS009", "Area: Census 2021 table TS021"),
        "attribution": "Population: Office for National Statistics, Census 2021, OGL v.3.0.",
        "plan_hash": "b2" * 32,
        "software": "canvass 0.1.0",
        "disclosure": "Bases under 30 are too few.",
    }
    return Method(**(content | changes))


def make_provenance(**changes: Any) -> Provenance:
    """Where the made-up figures are said to come from."""
    content: dict[str, Any] = {
        "round": THIS[0],
        "title": "Made-up perception survey 2027",
        "opens_on": date(2027, 5, 1),
        "ended_on": THIS[1],
        "questionnaire": "annual-perception",
        "questionnaire_version": 1,
        "questionnaire_hash": "a1" * 32,
        "plan": "made-up-plan",
        "plan_title": "A made-up Community Safety Plan",
        "plan_hash": "b2" * 32,
        "software": "canvass 0.1.0",
        "frozen_by": "canvass 0.1.0",
        "seed": 1,
        "answers_hash": "c3" * 32,
        "modes": {"chat": 652, "assisted": 7},
    }
    return Provenance(**(content | changes))


def _make_rows() -> tuple[Row, ...]:
    baseline = Baseline(
        0.5377, "round made-up-2025, closed 2025-05-31", True, 587, round="made-up-2025"
    )
    context = Baseline(0.72, "different method: Public Attitude Survey, December 2023", False, None)
    past = {"baseline": baseline, "change": CHANGE, "previous": PREVIOUS}
    open_caution = "The effective base is under 100."
    return (
        make_row(SAFE, **past, history=make_history(0.5377, 0.55021, 0.58376)),
        _part(SAFE, "sex", "female", "Female", 0.5112),
        _part(SAFE, "sex", "male", "Male", 0.6607),
        _part(SAFE, "area", "north_west", "North west", None, Status.SUPPRESSED),
        _part(SAFE, "area", "south_west", "South west", None, Status.TOO_FEW),
        _part(SAFE, "area", "north_east", "North east", 0.6018),
        _part(SAFE, "area", "south_east", "South east", 0.5541),
        make_row(
            SAFE,
            "women",
            estimate=0.5112,
            **past,
            target=TARGET,
            cautions=(open_caution,),
            history=make_history(0.465, 0.489, 0.5112),
        ),
        make_row(
            TRUST,
            estimate=0.6644,
            baseline=replace(context, published=True),
            notes=("By a different method 87 %: Public Attitude Survey, March 2016.",),
            history=make_history(None, 0.6644),
        ),
        make_withheld(TRUST, "women", Status.TOO_FEW, history=make_history(None, None)),
        make_row(
            WELL,
            estimate=0.8891,
            notes=("break in series since round made-up-2026: the question was moved.",),
            history=make_history(0.81, 0.8702, 0.8891, broken=1),
        ),
        make_withheld(WELL, "women", Status.SUPPRESSED),
    )


def _part(
    measure: str,
    breakdown: str,
    category: str,
    label: str,
    share: float | None,
    status: Status = Status.RELEASED,
) -> Row:
    place = {"breakdown": breakdown, "category": category, "group_label": label}
    if share is None:
        return make_withheld(measure, "all", status, **place)
    return make_row(measure, "all", estimate=share, base=301, **place)


def _make_distributions() -> tuple[Distribution, ...]:
    safe = ("very_safe", "fairly_safe", "neither", "fairly_unsafe", "very_unsafe")
    shares = (0.1804, 0.4034, 0.1511, 0.1702, 0.0949)
    options = tuple(
        _OptionShown(
            *(code, code.replace("_", " ").capitalize(), Status.RELEASED),
            *(share, share - 0.03, share + 0.03, share - 0.004, 0.93 * share),
        )
        for code, share in zip(safe, shares, strict=True)
    )
    hidden = (
        replace(options[4], status=Status.SUPPRESSED),
        replace(options[0], status=Status.SUPPRESSED),
    )
    return (
        _Distribution(
            *("after_dark", "after_dark", "Safety after dark"),
            *("How safe or unsafe do you feel outside after dark?", Spread.OPTIONS),
            *("all", DOMAINS["all"], Status.RELEASED, 612, 455.7, options, None),
        ),
        _Distribution(
            *("problem_noise", "problem_noise", "Noise as a problem"),
            *("How much of a problem is noise? 1 no problem, 5 a very big problem", Spread.OPTIONS),
            *("all", DOMAINS["all"], Status.RELEASED, 598, 440.2, options),
            MeanShown(3.2144, 0.0512, 3.1141, 3.3148, 1, 5),
        ),
        _Distribution(
            *("concerns", "concerns", "Top three concerns"),
            *("Which are your top three concerns?", Spread.CHOSEN),
            *("all", DOMAINS["all"], Status.RELEASED, 604, 448.0, (*hidden, *options[1:4]), None),
            ("Shares of respondents, who could choose three; they do not add up to 100 %.",),
        ),
        _Distribution(
            *("after_dark", "after_dark", "Safety after dark"),
            *("How safe or unsafe do you feel outside after dark?", Spread.OPTIONS),
            *("women", DOMAINS["women"], Status.TOO_FEW, 21, 18.0, options, None),
        ),
    )


def _make_targets() -> tuple[TargetRow, ...]:
    trust = "8% increase in the proportion of residents reporting trust and confidence"
    return (
        _TargetRow(
            *(TARGET.text, TARGET.source, "women", DOMAINS["women"], DEADLINE, 0.10),
            *((SAFE,), (LABELS[SAFE],), Fit.PARTIAL, Verdict.ON_TRACK, Verdict.NOT_SHOWN, True),
            "On track read relatively, not shown read as points; indicative: people chose to take "
            "part",
            "",
        ),
        _TargetRow(
            *(trust, "A made-up plan, line 2", "all", DOMAINS["all"], DEADLINE, 0.08),
            *((TRUST,), (LABELS[TRUST],), Fit.PROXY, Verdict.TOO_FEW, Verdict.TOO_FEW, True),
            *("Too few answers", "Fewer than 100 answers in one of the rounds."),
        ),
        _TargetRow(
            *("Residents can quickly report", "A made-up plan, line 3", "all", DOMAINS["all"]),
            *(DEADLINE, None, (WELL,), (LABELS[WELL],), Fit.EXACT, None, None, True),
            *("No verdict", "The plan sets no number that a survey can test."),
        ),
    )


def _make_took_part() -> TookPart:
    sex = _GroupingCompared(
        *("sex", "Sex", True, "Census 2021 table TS009", "", 625),
        (
            LevelCompared("female", "Female", 0.4995, 301, 0.4816, 0.4995),
            LevelCompared("male", "Male", 0.5005, 324, 0.5184, 0.5005),
        ),
    )
    area = _GroupingCompared(
        *("area", "Area", True, "Census 2021 table TS021", "People of all ages.", 612),
        (
            LevelCompared("north_west", "North west", 0.2784, None, None, None, "few"),
            LevelCompared("south_west", "South west", 0.1897, None, None, None, "protects"),
            LevelCompared("north_east", "North east", 0.2596, 318, 0.5196, 0.4493),
            LevelCompared("south_east", "South east", 0.2722, 201, 0.3284, 0.2722),
        ),
    )
    check = _GroupingCompared(
        *("bangladeshi", "Bangladeshi", False, "Census 2021 table TS021", "", 590),
        (
            LevelCompared("bangladeshi", "Bangladeshi", 0.3459, 131, 0.222, 0.2914),
            LevelCompared("other", "All others", 0.6541, 459, 0.778, 0.7086),
        ),
    )
    return TookPart(
        groupings=(sex, area, check),
        missing=("People of North west are missing: fewer than 10 of about 610 answers.",),
        checks=("Bangladeshi residents are 35 % of residents and 29 % of the weighted answers.",),
        effective_base=455.7,
        largest_weight=6.214,
        trimmed=0.0123,
        margin_error=0.0211,
        cautions=(),
    )


def _make_context() -> tuple[ContextPoint, ...]:
    survey, source = "Public Attitude Survey", "borough dashboard"
    return tuple(
        ContextPoint(TRUST, "all", period, day, share, None, survey, source, "about 400 interviews")
        for period, day, share in (
            ("March 2016", date(2016, 3, 31), 0.87),
            ("December 2022", date(2022, 12, 31), 0.68),
            ("December 2023", date(2023, 12, 31), 0.72),
        )
    )


def _make_printed() -> tuple[PrintedFigure, ...]:
    problem = "One consultation is printed with 78 % and with 66 %: published figures disagree."
    return (
        PrintedFigure("Drugs a problem", 0.78, "2025", "Consultation", 59, "line 458", problem),
        PrintedFigure("Drugs a problem", 0.66, "2025", "Consultation", 59, "line 747", problem),
    )
