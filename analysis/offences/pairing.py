"""Which recorded offences stand beside which measure: a file beside the plan."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError

from analysis.offences.record import find_places
from analysis.plan_content import Model
from analysis.plan_files import PLANS
from surveys.errors import Fault, RecordRefused
from surveys.loading.document import read_document


class Pair(Model):
    """A measure, and what is recorded of the same thing.

    Attributes:
        label: What the offences are called together.
        offences: Their names in the file; all of them are counted together.
        caution: Why the two may move apart.
    """

    measure: str
    label: str
    offences: tuple[str, ...] = Field(min_length=1)
    caution: str = Field(min_length=1)


class Pairing(Model):
    """All pairs of a plan.

    Attributes:
        places: The file of the partnership's wards; a pairing names it as questionnaires do.
        status: ``proposal`` until the partnership has agreed them, then ``agreed``.
        caution: What is read with every pair.
    """

    places: Path
    status: str = Field(pattern="^(proposal|agreed)$")
    caution: str = Field(min_length=1)
    pairs: tuple[Pair, ...] = Field(min_length=1)


def load_pairing(name_or_path: str | Path) -> Pairing:
    """The pairing of a plan that ships, or of a file.

    Raises:
        RecordRefused: The file is missing or has faults, all of which are told at once; or its
            places are not known.
    """
    path = Path(name_or_path)
    if path.suffix not in {".yaml", ".yml"}:
        path = PLANS / path.name / "recorded.yaml"
    if not path.is_file():
        fault = Fault(
            "record.pairing", str(name_or_path), "no such pairing", "Write recorded.yaml."
        )
        raise RecordRefused(path.name, [fault])
    document = read_document(path)
    if document.faults:
        raise RecordRefused(path.name, document.faults)
    try:
        pairing = Pairing.model_validate(document.data)
    except ValidationError as error:
        faults = [
            Fault(
                "record.pairing",
                document.place(tuple(detail["loc"])),
                detail["msg"],
                "Compare it with a pairing that ships.",
            )
            for detail in error.errors()
        ]
        raise RecordRefused(path.name, faults) from error
    return pairing.model_copy(update={"places": find_places(str(pairing.places), path.parent)})
