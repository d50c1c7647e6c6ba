"""Measures of a frozen round: estimated, released, and on standard output."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from analysis.dataset import find_earlier_rounds, read_manifest
from analysis.disclosure import Internal, Released, release
from analysis.ledger import Ledger
from analysis.measures import estimate_measures
from analysis.plan import Plan
from analysis.plan_loading import load_plan
from analysis.recording import record_release
from analysis.results import Renderable, render_csv, render_json, render_table
from analysis.rows import Results
from bot.settings import Settings
from surveys.errors import RoundError, StoreError
from surveys.round_checks import ROUND_NAME

LEDGER = "_releases"
"""The folder of what was published, beside the frozen rounds; no round can have this name."""


def make_console() -> Console:
    """A console; where there is no terminal to ask, wide enough for the table."""
    console = Console()
    return console if console.is_terminal else Console(width=120)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A closed round's files, with what its measures are made by.

    Attributes:
        folder: The frozen round.
        plan: What is measured.
        ledger: What was published of all rounds before.
        releases: Where that is kept.
        earlier: Rounds that it can be compared with, the earliest first.
    """

    folder: Path
    plan: Plan
    ledger: Ledger
    releases: Path
    earlier: Sequence[Path]

    def estimate(self, replicates: int = 0) -> Results:
        """The results in full; they leave only through `release`.

        Args:
            replicates: Of a bootstrap, for the errors that staff see; none by default.
        """
        return estimate_measures(
            self.folder, self.plan, self.earlier, ledger=self.ledger, replicates=replicates
        )

    def measure(self) -> Measured:
        """The results as they may be published, by what the ledger holds at this moment."""
        known = self.list_entries()
        return Measured(release(self.estimate()), self, known)

    def list_entries(self) -> frozenset[str]:
        """The names of everything in the ledger."""
        return frozenset(path.name for path in self.releases.rglob("*.json"))


@dataclass(frozen=True, slots=True)
class Measured:
    """Released results of a frozen round.

    Attributes:
        released: What may leave.
        frozen: What it was made of.
        known: The names of what the ledger held when it was made.
    """

    released: Released
    frozen: Frozen
    known: frozenset[str]

    def record(self, kind: str) -> None:
        """Put the results into the ledger: call it before they leave, in a transaction.

        Args:
            kind: As what they leave, such as ``publication`` or ``report``.

        Raises:
            RoundError: When something else was published since they were measured: together they
                could give away what each withholds.
            StoreError: When the ledger cannot be written. In both cases nothing may leave.
        """
        place = f"round {self.released.results.round!r}"
        try:
            # another process may be about to record as well, and nobody else holds it back
            with self.frozen.ledger.hold():
                if self.frozen.list_entries() - self.known:
                    raise RoundError(
                        "ledger.moved-on",
                        place,
                        "something else was published or exported at this moment, and nothing was "
                        "now",
                        "Do the same again: it is then checked against that as well.",
                    )
                record_release(self.frozen.ledger, self.released, self.frozen.plan, kind)
        except OSError as error:
            raise StoreError(
                "ledger.not-written",
                place,
                f"what leaves cannot be recorded in {self.frozen.releases} ({error.strerror})",
                "Make DATA_DIR writable, and do the same again; nothing was published.",
            ) from error


def find_frozen(settings: Settings, name: str, plan: str = "") -> Frozen:
    """A frozen round, with the plan that was frozen with it.

    Args:
        settings: Where frozen rounds are.
        name: The round.
        plan: A name or file of another plan to measure it by; its hash is in the results.

    Raises:
        RoundError: When that is no name of a round, no round of that name is frozen, or one of
            round and plan is a consultation's and the other is not.
    """
    if not ROUND_NAME.fullmatch(name):
        raise RoundError(
            "round.name",
            f"round {name!r}",
            "that is no name of a round",
            "See the names with `canvass round list`.",
        )
    folder = settings.data_dir / name
    if not folder.is_dir():
        raise RoundError(
            "round.not-frozen",
            f"round {name!r}",
            f"there are no frozen answers in {folder}",
            "See the names with `canvass round list`; a round is frozen by `canvass round close`.",
        )
    pinned = folder / "plan.json"
    chosen = load_plan(plan or (pinned if pinned.exists() else settings.plan))
    _check_purpose(folder, chosen)
    earlier = find_earlier_rounds(settings.data_dir, folder)
    return Frozen(folder, chosen, find_ledger(settings), settings.data_dir / LEDGER, earlier)


def _check_purpose(folder: Path, plan: Plan) -> None:
    """See that a consultation is never measured as the annual survey, nor that as a consultation.

    By the plan alone it would stand beside targets and baselines of answers to another question.
    """
    purpose = read_manifest(folder).purpose
    if plan.purpose is not purpose:
        raise RoundError(
            "round.other-purpose",
            f"round {folder.name!r}",
            f"it was asked as a {purpose}, and the plan {plan.name} is that of a {plan.purpose}",
            "Measure it by the plan that was frozen with it, or by another of its kind.",
        )


def find_ledger(settings: Settings) -> Ledger:
    """What was published of every round."""
    return Ledger(settings.data_dir / LEDGER)


def hash_results(released: Released) -> str:
    """SHA-256 of every figure and every word of results."""
    return hashlib.sha256(render_json(released).encode()).hexdigest()


def write_measures(
    settings: Settings,
    name: str,
    form: str,
    *,
    internal: bool,
    breakdowns: bool = False,
    plan: str = "",
    replicates: int = 0,
    before: Callable[[Measured | None], object],
) -> None:
    """Write the measures as a table, JSON or CSV; a table has its breakdowns only where asked.

    Args:
        settings: Where frozen rounds are.
        name: The round.
        form: ``table``, ``json`` or ``csv``.
        internal: Every row at full precision, for staff.
        breakdowns: Whether a table has them.
        plan: A name or file of another plan to measure it by.
        replicates: Of a bootstrap, for internal rows.
        before: Called once there is something to write, before any of it is written, to record it:
            with the results that leave, or with None where they are internal.

    Raises:
        RoundError: As `find_frozen` does.
    """
    frozen = find_frozen(settings, name, plan)
    found: Renderable
    if internal:
        found = Internal(frozen.estimate(replicates))
        before(None)
    else:
        measured = frozen.measure()
        found = measured.released
        before(measured)
    match form:
        case "json":
            sys.stdout.write(render_json(found) + "\n")
        case "csv":
            sys.stdout.write(render_csv(found))
        case _:
            make_console().print(render_table(found, breakdowns=breakdowns))
