"""What a round and its questionnaire must be before anybody can be asked."""

from __future__ import annotations

from analysis.plan import Plan
from analysis.plan_loading import find_shipped_purpose
from surveys.errors import RoundError
from surveys.questionnaire import Questionnaire
from surveys.rounds import CONSULTATION_DAYS, Purpose, Round
from surveys.untranslated import find_untranslated


def check_languages(round_: Round, questionnaire: Questionnaire) -> None:
    """Refuse a language that the questionnaire is not fully worded in.

    A round keeps its version of the questionnaire, so what is missing could not be added later.
    """
    version = f"{questionnaire.name} version {questionnaire.version}"
    for language in round_.languages or questionnaire.languages:
        gaps = find_untranslated(questionnaire, language)
        if gaps:
            known = language in questionnaire.languages
            lack = f"{len(gaps)} texts, such as {gaps[0]}" if known else "every text"
            complete = [one for one in questionnaire.languages if one != language]
            others = f"Offer it in {', '.join(complete)}, or complete" if complete else "Complete"
            raise RoundError(
                "round.languages",
                f"round {round_.name!r}",
                f"the translation of {version} is incomplete: '{language}' lacks {lack}",
                f"{others} the translation in a new version first.",
            )


def check_purpose(round_: Round) -> None:
    """Refuse a consultation without a minimum window: people need time to take part.

    Made-up and imported rounds and rehearsals ask nobody, so no window holds for them.
    """
    if round_.purpose is Purpose.CONSULTATION and round_.is_real and round_.minimum_days < 1:
        raise RoundError(
            "round.no-window",
            f"round {round_.name!r}",
            "it is a consultation, and no minimum window is set",
            f"Set the fewest days that it is open; {CONSULTATION_DAYS} is our proposal.",
        )


def check_plan_purpose(round_: Round, plan: Plan) -> None:
    """Refuse a round, or its plan, of another purpose than the other or than its questionnaire.

    The purpose is what keeps a consultation out of every series of surveys, so it is not left to a
    choice that somebody makes for each round; and once closed, such a round could not be measured
    (`bot.measuring.find_frozen`). What a questionnaire is for, the plan that ships for it says.
    """
    place = f"round {round_.name!r}"
    shipped = find_shipped_purpose(plan.questionnaire)
    if shipped is not None and plan.purpose is not shipped:
        raise RoundError(
            "round.other-purpose",
            place,
            f"{plan.questionnaire} asks for a {shipped}, and the plan {plan.name} is for a "
            f"{plan.purpose}",
            f"Write `purpose: {shipped}` in that plan, or leave it out for the one that ships.",
        )
    if plan.purpose is not round_.purpose:
        raise RoundError(
            "round.other-purpose",
            place,
            f"its purpose is {round_.purpose}, and the plan {plan.name} is for a {plan.purpose}",
            f"Leave its purpose a {plan.purpose}, or take a questionnaire and a plan for a "
            f"{round_.purpose}.",
        )
