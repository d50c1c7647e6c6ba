"""What was published of a round's comments, and that the next release tells no more.

It is kept beside the coding, one file for each content under its hash. Which of them left is in the
audit trail: a file of which it says nothing is of a release that was given up.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import chain

from analysis.comments.quotes import ReleasedQuotes
from analysis.comments.releasing import ReleasedThemes, render_said
from analysis.comments.store import comments_folder
from bot.files import Drafts
from bot.settings import Settings
from surveys.errors import RoundError

_SAID = "said"
"""The folder of what was published, by the hash of its content."""

_NUMBERS = ("wrote", "themes")
"""What of a release may not be another one in the next; how many were read may."""

_SHORT = 12


@dataclass(frozen=True, slots=True)
class Said:
    """What leaves of comments.

    Attributes:
        digest: A short hash of it.
        drafts: The file that keeps it.
        new: Whether it has not left before.
    """

    digest: str
    drafts: Drafts
    new: bool

    def describe(self, kind: str) -> str:
        """What stands in the audit trail.

        Args:
            kind: As what it leaves, such as ``report``.
        """
        return f"{kind} {self.digest}"


def draft_said(
    settings: Settings,
    themes: ReleasedThemes,
    quotes: ReleasedQuotes,
    left: frozenset[str] | None,
) -> Said:
    """What leaves of comments, to be kept once it is on record.

    Args:
        settings: Where everything is.
        themes: The themes.
        quotes: The quotes beneath them.
        left: Short hashes of what left before, by the trail; None where there is none.

    Raises:
        RoundError: Something else left of them before.
    """
    check_said(settings, themes, quotes, left)
    content = render_said(themes, quotes.by_theme)
    digest = hashlib.sha256(content).hexdigest()
    place = comments_folder(settings.data_dir, themes.round) / _SAID / f"{digest}.json"
    drafts = Drafts({place: content}, private=True)
    short = digest[:_SHORT]
    return Said(short, drafts, new=not place.exists() if left is None else short not in left)


def check_kept_said(settings: Settings, name: str, left: frozenset[str] | None) -> None:
    """See that everything is kept that left of a round's comments by the trail.

    Raises:
        RoundError: Something is not; nothing more may leave.
    """
    folder = comments_folder(settings.data_dir, name) / _SAID
    if missing := (left or frozenset()) - {path.name[:_SHORT] for path in folder.glob("*.json")}:
        raise _refuse(
            name,
            "comments.said-missing",
            f"the audit trail says that themes and quotes left, and {folder} has nothing of them: "
            f"{', '.join(sorted(missing))}",
            "Restore that folder from a backup: without it nobody knows what is public.",
        )


def check_said(
    settings: Settings,
    themes: ReleasedThemes,
    quotes: ReleasedQuotes,
    left: frozenset[str] | None,
) -> None:
    """See that what leaves of comments tells no more than what left of them before.

    Two numbers of one theme, with a correction between them, say what was corrected. And quotes
    that stand in for others are more quotes than may speak of what few people speak of.

    Args:
        settings: Where everything is.
        themes: The themes.
        quotes: The quotes beneath them.
        left: Short hashes of what left before, by the trail; None where there is none.

    Raises:
        RoundError: Other numbers left before, or other quotes in place of some of these; or what
            left is not kept any more.
    """
    check_kept_said(settings, themes.round, left)
    now = json.loads(render_said(themes, quotes.by_theme))
    folder = comments_folder(settings.data_dir, themes.round) / _SAID
    for path in sorted(folder.glob("*.json")):
        if left is not None and path.name[:_SHORT] not in left:
            continue  # a process that was killed put it there, and nothing left
        before = json.loads(path.read_bytes())
        if any(before[part] != now[part] for part in _NUMBERS):
            raise _refuse(
                themes.round,
                "comments.other-themes",
                "other numbers of its themes left before: both together tell what was corrected",
                "Take the corrections made since then back, or use the codebook of that time.",
            )
        then, these = (set(chain(*said["quotes"].values())) for said in (before, now))
        if then - these and these - then:
            raise _refuse(
                themes.round,
                "comments.other-quotes",
                "other quotes left before, of which some are missing now",
                "Approve those again, or take back what was approved since.",
            )


def _refuse(name: str, code: str, problem: str, remedy: str) -> RoundError:
    return RoundError(code, f"round {name!r}", problem, remedy)
