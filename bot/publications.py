"""Publications: the released results of a round as people get them, and as they are kept.

Everything here is made from `Released`, so nothing that disclosure control withholds can be in a
message, in a picture or in what is kept.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.leaving import PUBLICATION
from bot.settings import Settings
from bot.wording import FALLBACK
from surveys.errors import RoundError
from surveys.questionnaire import Questionnaire
from surveys.round_checks import check_move
from surveys.rounds import FROZEN, Round, RoundState
from surveys.store.engine import Store
from surveys.store.publications import find_publication_within
from surveys.store.rounds import find_rounds

if TYPE_CHECKING:
    from analysis.disclosure import Released
    from bot.measuring import Measured

Said = TypeVar("Said")

_WITHHELD = {
    "too_few": "too few answers",
    "suppressed": "withheld, because it would give others away",
}
"""Why a row is not shown, by its status."""


@dataclass(frozen=True, slots=True)
class Message:
    """The results in one language: a picture, and the short text that stands under it."""

    text: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class Findings:
    """The released results of a round, before anybody has published them.

    Attributes:
        measured: What may be published, and the way to record that it was.
        titles: What residents know the round by, for each language that it was offered in.
    """

    measured: Measured
    titles: Mapping[str, str]

    def __post_init__(self) -> None:
        """Nothing that disclosure control has not passed."""
        from analysis.disclosure import Released  # noqa: PLC0415  # numpy, and needed seldom

        if not isinstance(self.released, Released):
            raise TypeError("only released results are published")

    @property
    def released(self) -> Released:
        """What may be published."""
        return self.measured.released

    def write(self) -> str:
        """The results as JSON."""
        from analysis.results import render_json  # noqa: PLC0415  # numpy, and needed seldom

        return render_json(self.released)

    def record(self) -> None:
        """Put the results into the ledger of what was published: call it before they leave.

        Raises:
            RoundError, StoreError: As `Measured.record`; nothing may be published then.
        """
        self.measured.record(PUBLICATION)

    @property
    def digest(self) -> str:
        """SHA-256 of every figure and every word: what was seen is what is published, or not."""
        from bot.measuring import hash_results  # noqa: PLC0415  # numpy, and needed seldom

        said = [hash_results(self.released), *(self.describe(language) for language in self.titles)]
        return hashlib.sha256("\x00".join(said).encode()).hexdigest()

    def describe(self, language: str) -> str:
        """The short text in a language."""
        from analysis.summary import describe_results  # noqa: PLC0415  # numpy, and needed seldom

        return describe_results(self.released, language, title=self.titles[language])

    def draw(self, language: str) -> Message:
        """The message in a language; drawing it takes about half a second."""
        title = self.titles[language]
        from analysis.charts import draw_results  # noqa: PLC0415  # numpy, and needed seldom

        picture = draw_results(self.released, language, title=title)
        return Message(self.describe(language), picture)

    def list_withheld(self) -> list[str]:
        """What cannot be shown, and why: headline figures by measure, the others as a number.

        That the headline is of few people, where it is, comes first.
        """
        caution = self.released.results.method.caution
        rows = [row for row in self.released.results.rows if row.status != "released"]
        groups: dict[tuple[str, str], list[str]] = {}
        for row in rows:
            if row.breakdown is None:
                groups.setdefault((row.measure_label, row.status), []).append(row.group_label)
        lines = [caution] if caution else []
        lines += [
            f"{measure} ({', '.join(names)}): {_WITHHELD[status]}"
            for (measure, status), names in groups.items()
        ]
        others = len(rows) - sum(map(len, groups.values()))
        return [*lines, f"Figures in breakdowns: {others}"] if others else lines

    def list_breaks(self) -> list[str]:
        """What breaks the series with this round, as an officer wrote it."""
        results = self.released.results
        labels = {row.measure: row.measure_label for row in results.rows}
        return [
            f"{labels.get(one.measure, one.measure)}: {one.reason}"
            for one in results.series.breaks
            if one.round == results.round
        ]


@dataclass(frozen=True, slots=True)
class Publication:
    """The results of a round as they are published.

    Attributes:
        results: The released results, in the shape of the outside contract.
        messages: What people get, by language.
        plan: Name of the plan that they were measured by.
        digest: What `Findings.digest` was.
    """

    results: Mapping[str, object]
    messages: Mapping[str, Message]
    plan: str
    digest: str

    def write(self) -> str:
        """The publication as it is kept; `read` is its inverse."""
        messages = {
            language: {"text": one.text, "picture": base64.b64encode(one.picture).decode("ascii")}
            for language, one in self.messages.items()
        }
        body = {
            "results": self.results,
            "messages": messages,
            "plan": self.plan,
            "hash": self.digest,
        }
        return json.dumps(body, ensure_ascii=False)

    @classmethod
    def read(cls, body: str) -> Publication:
        """The publication behind `write`."""
        data = json.loads(body)
        messages = {
            language: Message(one["text"], base64.b64decode(one["picture"]))
            for language, one in data["messages"].items()
        }
        return cls(data["results"], messages, data["plan"], data["hash"])

    def get_message(self, language: str) -> Message:
        """The message in a language, in English where there is none, else in the first."""
        return choose_language(self.messages, language)


def choose_language(texts: Mapping[str, Said], language: str) -> Said:
    """What there is in a language, in English where there is none, else the first."""
    return texts.get(language) or texts.get(FALLBACK) or next(iter(texts.values()))


def find_findings(settings: Settings, round_: Round, questionnaire: Questionnaire) -> Findings:
    """The results of a closed round by the plan that was frozen with it, released.

    Reading and estimating take a second or so: call it in a thread.

    Args:
        settings: Where frozen rounds are.
        round_: The round.
        questionnaire: The version that it asked, for its title.

    Raises:
        RoundError: When it is not closed, is a rehearsal or withdrawn, or is published already.
    """
    if round_.rehearsal:
        raise RoundError(
            "round.rehearsal",
            f"round {round_.name!r}",
            "it is a rehearsal, and no result ever includes it",
            "Publish a round that asked residents.",
        )
    check_move(round_, RoundState.PUBLISHED)
    from bot.measuring import find_frozen  # noqa: PLC0415  # heavy, and needed once a round

    measured = find_frozen(settings, round_.name).measure()
    languages = round_.languages or questionnaire.languages
    titles = {one: round_.title or questionnaire.title[one] for one in languages}
    return Findings(measured, titles)


def make_publication(findings: Findings) -> Publication:
    """Draw the results in every language, about half a second each: call it in a thread."""
    return Publication(
        json.loads(findings.write()),
        {language: findings.draw(language) for language in findings.titles},
        findings.released.results.plan,
        findings.digest,
    )


async def find_latest_round(store: Store) -> Round | None:
    """The round that was published last, those of real answers before synthetic ones."""
    published = [
        round_
        for round_ in await find_rounds(store, RoundState.PUBLISHED)
        if not round_.rehearsal and round_.published_on is not None
    ]
    return max(published, key=_recency, default=None)


async def find_latest(store: Store) -> Publication | None:
    """What was published of that round."""
    round_ = await find_latest_round(store)
    if round_ is None:
        return None
    async with store.read() as connection:
        body = await find_publication_within(connection, round_.id)
    return Publication.read(body) if body else None


def _recency(round_: Round) -> tuple[bool, str, int]:
    return not round_.synthetic, str(round_.published_on), round_.id


def may_be_published(round_: Round) -> bool:
    """Whether a round can be published as it stands: closed, and no rehearsal."""
    return round_.state in FROZEN - {RoundState.PUBLISHED} and not round_.rehearsal
