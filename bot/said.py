"""What was published of a round's comments, and that the next release tells no more.

It is kept beside the coding, one file for each content under its hash, with the codes that each
quote left with, which are not published. Which of them left is in the audit trail: a file of which
it says nothing is of a release that was given up.
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
        added: Whether it is new, and other quotes or less read left before with the same numbers.
    """

    digest: str
    drafts: Drafts
    new: bool
    added: bool = False

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
    content = _render_kept(themes, quotes)
    digest = hashlib.sha256(content).hexdigest()
    place = comments_folder(settings.data_dir, themes.round) / _SAID / f"{digest}.json"
    drafts = Drafts({place: content}, private=True)
    short = digest[:_SHORT]
    new = not place.exists() if left is None else short not in left
    before = any(place.parent.glob("*.json")) if left is None else bool(left)
    return Said(short, drafts, new=new, added=new and before)


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
    that stand in for others are more quotes than may speak of what few people speak of; so are
    those that a quote makes room for which is coded otherwise by now.

    Args:
        settings: Where everything is.
        themes: The themes.
        quotes: The quotes beneath them.
        left: Short hashes of what left before, by the trail; None where there is none.

    Raises:
        RoundError: Other numbers left before, or other quotes in place of some of these, or some of
            these with other codes; or what left is not kept any more.
    """
    check_kept_said(settings, themes.round, left)
    now = json.loads(_render_kept(themes, quotes))
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
        lost = _list_marks(before) - _list_marks(now)
        if any(text in these for text, _ in lost):
            raise _refuse(
                themes.round,
                "comments.quote-recoded",
                "some of its quotes left under another theme or with other codes: they are public "
                "with those, and both together tell what was corrected",
                "Take the corrections of quoted comments back that were made since then.",
            )


def _render_kept(themes: ReleasedThemes, quotes: ReleasedQuotes) -> bytes:
    """What is published, with the codes of its quotes; the same content, the same bytes."""
    said = json.loads(render_said(themes, quotes.by_theme))
    content = said | {"codes": {text: list(codes) for text, codes in quotes.codes.items()}}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _list_marks(said: dict[str, dict[str, list[str]]]) -> frozenset[tuple[str, str]]:
    """Each quote with the themes that it stands under, and with the codes of its comments."""
    under = ((text, theme) for theme, texts in said["quotes"].items() for text in texts)
    coded = ((text, codes) for text, several in said["codes"].items() for codes in several)
    return frozenset(chain(under, coded))


def _refuse(name: str, code: str, problem: str, remedy: str) -> RoundError:
    return RoundError(code, f"round {name!r}", problem, remedy)
