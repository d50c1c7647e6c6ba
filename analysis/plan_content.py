"""What a plan is written in: strict fields, conditions, and JSON that has one form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

Condition = Mapping[str, tuple[str, ...]]
"""Column name to codes; met by anybody who has one of the codes in one of the columns."""


class Model(BaseModel):
    """Frozen, and refusing fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_LATER: Mapping[str, object] = {
    "tabulations": [],
    "accepted_open_sample": "",
    "purpose": "survey",
    "population": "",
    "equality": [],
    "published_series": [],
    "printed": [],
}
"""Fields of a plan that older plans lack, with what they mean where they are not there."""

_LATER_OF_WEIGHTING: Mapping[str, object] = {"trim": None, "min_level": 1}
_LATER_OF_GROUPINGS: Mapping[str, object] = {"kind": "other"}
_LATER_OF_TABULATIONS: Mapping[str, object] = {"named": False}


def dump_content(content: Mapping[str, Any]) -> str:
    """Canonical JSON of a plan: sorted keys, no spaces.

    What a plan does not use of later fields is not in it: the hash of an older plan stays.
    """
    kept = _without(content, _LATER)
    kept["weighting"] = _without(content["weighting"], _LATER_OF_WEIGHTING)
    kept["groupings"] = [_without(one, _LATER_OF_GROUPINGS) for one in content["groupings"]]
    if tabulations := kept.get("tabulations"):
        kept["tabulations"] = [_without(one, _LATER_OF_TABULATIONS) for one in tabulations]
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _without(content: Mapping[str, Any], later: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value != later.get(name, ...)}
