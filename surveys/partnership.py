"""The partnership that asks: the names and addresses that the chat gives to residents, as data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from surveys.errors import RefusedFile, SettingsError
from surveys.loading.document import read_document, suggest
from surveys.loading.drafting import CATALOGUE
from surveys.loading.shape import check_shape
from surveys.questionnaire import Model

PARTNERSHIPS = CATALOGUE / "partnerships"
FILE_ENDINGS = (".yaml", ".yml")
"""What marks a setting as a file rather than a name of the catalogue."""

Said = Annotated[str, Field(min_length=1)]
"""Words that residents read and that cannot be left out."""


class Partnership(Model):
    """Who asks, for what plan, and who answers for the data.

    The lines from `council_page` on are for the launch checklist (see `surveys.checklist`) and may
    be empty: no round for real residents opens before they are known.

    Attributes:
        name: Full name of the Community Safety Partnership.
        short_name: The place, for titles.
        members: Who belongs to it, in words a resident knows.
        plan: What the survey is for, as it follows "for".
        controller: The controller under UK GDPR.
        data_protection: Where to write about data.
        website: Where other ways of taking part are told.
        contacts: Name of a contacts file in the catalogue, or a file: its path from the
            partnership's own file.
        council_page: The council page that names the bot, so that people can check it is genuine.
        other_way: Another way to take part, in words for residents.
        helplines: Who confirmed the numbers of the contacts, and when.
        dpia: Reference of the data protection impact assessment.
        safeguarding_lead: The role or post that leads on safeguarding; never a person's name.
        safeguarding_procedure: What happens to a disclosure, in a sentence or two.
        confirmed: Whether the partnership has signed these lines off.
    """

    name: Said
    short_name: Said
    members: Said
    plan: Said
    controller: Said
    data_protection: Said
    website: Said
    contacts: Said
    council_page: str = ""
    other_way: str = ""
    helplines: str = ""
    dpia: str = ""
    safeguarding_lead: str = ""
    safeguarding_procedure: str = ""
    confirmed: bool


def load_partnership(name_or_path: str) -> Partnership:
    """The partnership of that name in the catalogue, or of that file.

    Where its contacts are a file, `contacts` is the whole path to it.

    Raises:
        SettingsError: When there is none.
        RefusedFile: When its file has faults; the error carries all of them.
    """
    path = _find_file(name_or_path)
    document = read_document(path)
    partnership = None
    if document.data or not document.faults:  # else every field would be told as missing as well
        partnership = check_shape(document, Partnership, document.data, ())
    if partnership is None or document.faults:
        raise RefusedFile(document.name, document.faults)
    if not partnership.contacts.endswith(FILE_ENDINGS):
        return partnership
    contacts = path.resolve().parent / partnership.contacts
    return partnership.model_copy(update={"contacts": str(contacts)})


def _find_file(name_or_path: str) -> Path:
    """The file behind the setting.

    Raises:
        SettingsError: When there is none.
    """
    if name_or_path.endswith(FILE_ENDINGS):
        path = Path(name_or_path)
        known = path.is_file()
        problem = f"there is no file {name_or_path}"
        remedy = "Correct the setting: a name of the catalogue or the path of a file."
    else:
        names = sorted(file.stem for file in PARTNERSHIPS.glob("*.yaml"))
        path, known = PARTNERSHIPS / f"{name_or_path}.yaml", name_or_path in names
        problem = f"there is no partnership called {name_or_path!r} in the catalogue"
        remedy = suggest(
            name_or_path, names, f"There are {', '.join(names)}; or name a file of your own."
        )
    if not known:
        raise SettingsError("partnership.unknown", "PARTNERSHIP", problem, remedy)
    return path
