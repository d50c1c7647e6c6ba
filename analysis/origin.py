"""Where figures come from: what every output carries, so that they can be made again."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.rows import Results

_SHORT = 12
"""Characters of a hash where people read it; files have all of it."""


def list_origin(results: Results) -> Mapping[str, str | int | None]:
    """Questionnaire, plan and software with the seed, for files; the round stands beside them."""
    made = results.provenance
    if made is None:
        return dict.fromkeys(FIELDS) | {
            "questionnaire_hash": str(results.questionnaire.get("hash", "")) or None,
            "plan_hash": results.method.plan_hash,
            "software": f"canvass {results.method.software}",
        }
    return {
        "questionnaire_hash": made.questionnaire_hash,
        "plan_hash": made.plan_hash,
        "software": made.software,
        "seed": made.seed,
    }


FIELDS = ("questionnaire_hash", "plan_hash", "software", "seed")
"""The names of `list_origin`."""


def say_origin(results: Results, *, short: bool = False) -> str:
    """The same in a sentence, with the round.

    Args:
        results: The results.
        short: With the first characters of each hash, for what is printed.
    """
    origin, made = list_origin(results), results.provenance
    questionnaire = results.questionnaire.get("name", "")
    if made:
        questionnaire = f"{made.questionnaire}, version {made.questionnaire_version}"
    hashes = (str(origin[name] or "") for name in FIELDS[:2])
    first, second = (one[:_SHORT] if short else one for one in hashes)
    said = (
        f"Round {results.round}. Questionnaire {questionnaire} ({first}). Plan {results.plan} "
        f"({second}). {origin['software']}".replace("()", "")
    )
    return f"{said}, seed {origin['seed']}." if origin["seed"] is not None else f"{said}."
