"""The gate for themes: what may be published of how many people speak of what.

Every theme of the codebook is listed, also one that nobody speaks of. How a number is told is in
`told`, and what more is withheld so that subtraction gives nothing away in `protecting`. A share is
made from the published number and the published base, so that it tells nothing that they do not;
there is none on a base below 30. There is no breakdown by group, ever.

What this does not guard against. Two releases with corrections or another codebook between them say
something of what was corrected, so whoever lets them leave refuses the second (`bot.quoting`). Why
something is withheld says that something near it is small. Somebody who knows that a person wrote,
and of what, knows that they are counted. And beside the number who took part the base says how many
wrote nothing that is counted, even where they are few; of what anybody wrote it says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from analysis.comments.agreeing import ToldAgreement, tell_agreement
from analysis.comments.protecting import Telling, protect
from analysis.comments.themes import Themes
from analysis.comments.told import People, Read, Told, ToldTheme, tell, tell_read, tell_theme
from analysis.comments.trial import Trial

LEAST_BASE = 30
"""Smallest base of a share."""


class Gate:
    """Held by the releases of this package alone: nothing else can make what is released."""


_GATE = Gate()


def check_gate(passed: Gate) -> None:
    """Refuse any other than the one gate.

    Raises:
        TypeError: Something else than a release makes this.
    """
    if passed is not _GATE:
        raise TypeError("only release_themes and release_quotes make what is released")


def open_gate() -> Gate:
    """The gate, for the functions of this package that release something."""
    return _GATE


@dataclass(frozen=True, slots=True)
class ReleasedThemes:
    """The themes of a round as they may be published. Only `release_themes` makes one.

    Attributes:
        wrote: People who wrote something, the base.
        read: Which part of those who wrote, comments without content included, an analyst read a
            comment of; for the others the machine's codes stand.
        themes: Every theme, in the order of the codebook.
        codebook: SHA-256 of the codebook.
        trial: How far the program agreed with a reader on comments written for that; None where
            that was not measured.
        agreement: How far it agrees with the analysts of this round; None where they read too few
            comments to say.
    """

    round: str
    synthetic: bool
    wrote: People
    read: Read
    themes: tuple[ToldTheme, ...]
    codebook: str
    passed: Gate
    trial: Trial | None = None
    agreement: ToldAgreement | None = None

    def __post_init__(self) -> None:
        """Refuse themes that did not come through the gate."""
        check_gate(self.passed)


def release_themes(themes: Themes) -> ReleasedThemes:
    """What may be published of the themes of a round."""
    told = {one.code: tell_theme(one, themes.wrote) for one in themes.themes}
    telling = protect(Telling(tell(themes.wrote), told, themes.each))
    base = telling.wrote.number if themes.wrote >= LEAST_BASE else None
    return ReleasedThemes(
        round=themes.round,
        synthetic=themes.synthetic,
        wrote=telling.wrote,
        read=tell_read(themes.read, themes.wrote + themes.empty),
        themes=tuple(
            replace(one, share=_find_share(one.people, base)) for one in telling.themes.values()
        ),
        codebook=themes.codebook,
        passed=open_gate(),
        trial=themes.trial,
        agreement=tell_agreement(themes.compared),
    )


def _find_share(people: People, base: int | None) -> int | None:
    """Whole per cent; 15 of 40 is 38, as published, whether 13 or 17 people are behind it."""
    if base is None or people.told is not Told.COUNT or people.number is None:
        return None
    return round(100 * people.number / base)


def render_said(themes: ReleasedThemes, quotes: Mapping[str, tuple[str, ...]]) -> bytes:
    """What is published of comments, as it is recorded; the same content, the same bytes."""
    content = {
        "format": 1,
        "round": themes.round,
        "synthetic": themes.synthetic,
        "codebook": themes.codebook,
        "wrote": themes.wrote.say(),
        "read": themes.read.value,
        "themes": [_say_theme(one) for one in themes.themes],
        "quotes": {code: list(texts) for code, texts in quotes.items()},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _say_theme(theme: ToldTheme) -> dict[str, object]:
    stances = {stance.value: people.say() for stance, people in theme.stances.items()}
    return {
        "code": theme.code,
        "people": theme.people.say(),
        "share": theme.share,
        "stances": stances,
    }
