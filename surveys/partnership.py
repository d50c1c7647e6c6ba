"""The partnership that asks: the names and addresses that the chat gives to residents, as data."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from surveys.errors import SettingsError

PARTNERSHIPS = Path(__file__).with_name("catalogue") / "partnerships"


class Partnership(BaseModel):
    """Who asks, for what plan, and who answers for the data.

    Attributes:
        name: Full name of the Community Safety Partnership.
        short_name: The place, for titles.
        members: Who belongs to it, in words a resident knows.
        plan: What the survey is for, as it follows "for".
        controller: The controller under UK GDPR.
        data_protection: Where to write about data.
        website: Where other ways of taking part are told.
        contacts: Name of the contacts file in the catalogue.
        confirmed: Whether the partnership has signed these lines off.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    short_name: str
    members: str
    plan: str
    controller: str
    data_protection: str
    website: str
    contacts: str
    confirmed: bool


@lru_cache(maxsize=8)
def load_partnership(name: str) -> Partnership:
    """The partnership of that name in the catalogue.

    Raises:
        SettingsError: When there is none, or its file is incomplete.
    """
    path = PARTNERSHIPS / f"{name}.yaml"
    try:
        return Partnership.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise SettingsError(
            "partnership.unknown",
            "PARTNERSHIP",
            f"there is no partnership called {name!r} in the catalogue",
            "Add surveys/catalogue/partnerships/<name>.yaml or correct the setting.",
        ) from error
    except (ValidationError, yaml.YAMLError) as error:
        raise SettingsError(
            "partnership.incomplete",
            f"partnerships/{name}.yaml",
            f"the file cannot be used ({str(error).splitlines()[0]})",
            "Compare it with tower-hamlets.yaml.",
        ) from error
