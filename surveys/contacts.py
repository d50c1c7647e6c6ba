"""Where help is: the services of a place, by what they are for, as data with their sources."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

from surveys.errors import CanvassError, RefusedFile
from surveys.loading.document import Document, Route, read_document, suggest
from surveys.loading.drafting import CATALOGUE
from surveys.loading.shape import check_shape
from surveys.questionnaire import Model

CATALOGUE_CONTACTS = CATALOGUE / "contacts"

_SHORT_NUMBERS = re.compile(r"999|112|101|105|111|119|116[0-9]{3}")

# Numbers from 0 with fewer than eleven digits: Childline's, and the older ones of 0800.
# Source: metadata for GB of the phonenumbers package (toll-free numbers).
_FEWER_DIGITS = re.compile(r"08001111|0800[0-9]{6}")


class Group(StrEnum):
    """What a service is for."""

    EMERGENCY = "emergency"
    CRIME = "crime"
    VIOLENCE_AGAINST_WOMEN = "violence_against_women"
    DRUGS_ALCOHOL = "drugs_alcohol"
    YOUNG_PEOPLE = "young_people"
    ASB = "asb"
    HATE_CRIME = "hate_crime"
    DOMESTIC_ABUSE = "domestic_abuse"
    SEXUAL_VIOLENCE = "sexual_violence"
    SUICIDE = "suicide"
    CHILD_PROTECTION = "child_protection"
    EXPLOITATION = "exploitation"
    ANONYMOUS = "anonymous"


class Phone(Model):
    """A number as people read it, and when it is answered (always, where nothing is said)."""

    number: str
    hours: str = ""

    def __str__(self) -> str:
        return f"{self.number} ({self.hours})" if self.hours else self.number


class Contact(Model):
    """A service and the ways to reach it.

    Attributes:
        name: What people know it as.
        group: What it is for.
        phones: Its numbers.
        web: Its pages, without the protocol.
        email: Its addresses.
        address: Where it can be visited or written to.
        source: Where these details come from.
        confirmed: Whether they may be shown.
    """

    name: str
    group: Group
    phones: tuple[Phone, ...] = ()
    web: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    address: str = ""
    source: str
    confirmed: bool = False

    @cached_property
    def ways(self) -> str:
        """All ways to reach it, in one line."""
        ways = [*map(str, self.phones), *self.web, *self.email, self.address]
        return ", ".join(way for way in ways if way)


class Contacts(Model):
    """The services of a place, in the order shown, confirmed or not."""

    contacts: tuple[Contact, ...]

    @cached_property
    def shown(self) -> tuple[Contact, ...]:
        """The services that may be shown."""
        return tuple(contact for contact in self.contacts if contact.confirmed)

    @cached_property
    def unconfirmed(self) -> tuple[Contact, ...]:
        """The services that are not shown before somebody has confirmed them."""
        return tuple(contact for contact in self.contacts if not contact.confirmed)

    def of_groups(self, groups: Collection[str]) -> tuple[Contact, ...]:
        """The services of some groups that may be shown, in the order of the groups."""
        return tuple(
            contact for group in groups for contact in self.shown if contact.group == group
        )


@lru_cache
def load_contacts(name: str, folder: Path = CATALOGUE_CONTACTS) -> Contacts:
    """The contacts of a place: a name of the catalogue, or the path of a YAML file.

    Raises:
        CanvassError: There are none of that name.
        RefusedFile: The file has faults; the error carries all of them.
    """
    document = read_document(_find_file(name, folder))
    contacts = check_shape(document, Contacts, document.data, ())
    for index, contact in enumerate(contacts.contacts if contacts else ()):
        _check_contact(document, contact, ("contacts", index))
    if contacts is None or document.faults:
        raise RefusedFile(document.name, document.faults)
    return contacts


def _find_file(name: str, folder: Path) -> Path:
    """The file behind a name or path.

    Raises:
        CanvassError: There is none.
    """
    if name.endswith((".yaml", ".yml")):
        path = Path(name)
        known = path.is_file()
        problem = f"there is no file {path.name}"
        remedy = "Correct 'contacts' in the partnership's file; its path begins beside that file."
    else:
        names = sorted(file.stem for file in folder.glob("*.yaml"))
        path, known = folder / f"{name}.yaml", name in names
        problem = f"there are none for '{name}'"
        remedy = suggest(name, names, f"There are {', '.join(names)}.")
    if not known:
        raise CanvassError("contacts.unknown", "contacts", problem, remedy)
    return path


def is_uk_number(number: str) -> bool:
    """Whether a number has the digits of a UK number: eleven from 0, or a short one like 101."""
    digits = number.replace(" ", "")
    forms = (r"0[0-9]{10}", _SHORT_NUMBERS, _FEWER_DIGITS)
    return any(re.fullmatch(form, digits) for form in forms)


def _check_contact(document: Document, contact: Contact, route: Route) -> None:
    for index, phone in enumerate(contact.phones):
        if not is_uk_number(phone.number):
            digits = sum(character.isdigit() for character in phone.number)
            problem = f"'{phone.number}' has {digits} digits and is no UK number"
            remedy = "Check it against the service's own page."
            document.refuse("contacts.number", (*route, "phones", index), problem, remedy)
    if not (contact.phones or contact.web or contact.email):
        remedy = "Give a phone number, a page or an address."
        document.refuse("contacts.empty", route, "there is no way to reach it", remedy)
