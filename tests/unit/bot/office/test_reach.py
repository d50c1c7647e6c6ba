from __future__ import annotations

import csv
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.office import reach
from bot.office.context import Office
from bot.office.reach import Issued, issue_codes, make_posters
from bot.poster import Mark, Poster
from bot.settings import Settings, load_settings
from surveys.errors import CanvassError, RefusedFile, RoundError
from surveys.keyring import KeyRing, MasterKey
from surveys.loading import load_catalogue
from surveys.privacy import RoundKeys
from surveys.reach import PayloadKind, read_payload
from surveys.rounds import Audience, Round, RoundState
from surveys.store.audit import read_entries
from surveys.store.codes import CodeCount, count_codes, find_codes
from surveys.store.engine import Store
from surveys.store.questionnaires import save_questionnaire
from surveys.store.rounds import add_round, save_round
from surveys.store.venues import count_venue_start, find_venues
from surveys.strata import Stratum
from tests.support.launching import PARTNERSHIP
from tests.support.stores import QUESTIONNAIRE, draft

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
BOT = "ExampleSafetyBot"
STRATA = [Stratum("North", 12, 1.25), Stratum("South", 10, 2.0)]


class Town:
    """A database with one round that staff put to people."""

    def __init__(self, store: Store, ring: KeyRing, settings: Settings, round_: Round) -> None:
        self.store, self.ring, self.settings, self.round = store, ring, settings, round_
        self.random = random.Random(7).randbytes

    @asynccontextmanager
    async def office(self) -> AsyncIterator[Office]:
        async with self.store.write() as connection:
            yield Office(connection, self.ring, self.settings, "S-7QK4", NOW, self.random)

    async def change(self, **changes: object) -> None:
        self.round = replace(self.round, **changes)  # type: ignore[arg-type]  # any field
        async with self.store.write() as connection:
            await save_round(connection, self.round)

    async def posters(self, *venues: str) -> list[Poster]:
        async with self.office() as office:
            return await make_posters(office, "summer", BOT, venues)

    async def issue(self, path: Path, strata: Sequence[Stratum] = STRATA) -> Issued:
        async with self.office() as office:
            return await issue_codes(office, "summer", strata, BOT, path, "strata.csv")

    async def trail(self) -> list[tuple[str, str, str, str]]:
        async with self.store.write() as connection:
            entries = await read_entries(connection)
        return [(entry.who, entry.action, entry.subject, entry.after) for entry in entries]


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'canvass.db'}")
    ring = KeyRing(tmp_path / "keys", MasterKey(bytes(range(32))))
    await save_questionnaire(store, QUESTIONNAIRE)
    made = replace(draft("summer"), synthetic=False, audience=Audience.BOTH, decision="Patrols")
    round_ = await add_round(store, made)
    ring.create("round-summer")
    yield Town(store, ring, load_settings(partnership=str(PARTNERSHIP)), round_)
    await store.close()


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("canvass.db*"))


def letters_in(folder: Path) -> list[Path]:
    return list(folder.glob("letters*"))


class TestPosters:
    async def test_a_venue_is_added_with_a_code_that_its_link_carries(self, town: Town) -> None:
        (poster,) = await town.posters("  Library,  Example Road ")
        (venue,) = await find_venues(town.store, town.round.id)
        assert venue.name == "Library, Example Road"
        assert poster.link == f"https://t.me/{BOT}?start=v_{venue.code}"
        assert poster.venue == venue
        assert await town.trail() == [
            ("S-7QK4", "venue.add", "summer", f"Library, Example Road ({venue.code})")
        ]

    async def test_a_venue_keeps_its_code_and_its_count(self, town: Town) -> None:
        (first,) = await town.posters("Market")
        assert first.venue
        async with town.store.write() as connection:
            await count_venue_start(connection, town.round.id, first.venue.code)
        again, library = await town.posters("MARKET", "Library", "market")
        assert again.link == first.link
        assert library.link != first.link
        assert [venue.started for venue in await find_venues(town.store, town.round.id)] == [0, 1]
        assert len(await town.trail()) == 2

    async def test_without_names_all_venues_have_one(self, town: Town) -> None:
        (only,) = await town.posters()
        assert only.venue is None
        assert only.link == f"https://t.me/{BOT}?start=summer"
        await town.posters("Market", "Library")
        found = [poster.venue.name for poster in await town.posters() if poster.venue]
        assert found == ["Library", "Market"]

    async def test_it_says_what_the_round_and_the_partnership_say(self, town: Town) -> None:
        await town.change(title="", languages=("en",))
        (poster,) = await town.posters()
        assert poster.title == "Walking"
        assert poster.until == "30 June 2026"
        assert poster.decision == "Patrols"
        assert poster.languages == ["English"]
        assert poster.partnership.name == "Example Borough Community Safety Partnership"
        assert poster.mark is None

    @pytest.mark.parametrize(
        ("name", "youngest"), [("event-poll", 16), ("annual-perception", 0)], ids=["poll", "asked"]
    )
    async def test_it_says_the_age_that_no_question_asks(
        self, town: Town, name: str, youngest: int
    ) -> None:
        questionnaire = load_catalogue(name)
        await save_questionnaire(town.store, questionnaire)
        await town.change(questionnaire_hash=questionnaire.hash)
        (poster,) = await town.posters()
        assert poster.youngest == youngest

    @pytest.mark.parametrize(
        ("changes", "partnership", "mark"),
        [
            pytest.param({"rehearsal": True}, str(PARTNERSHIP), Mark.REHEARSAL, id="rehearsal"),
            pytest.param({"synthetic": True}, str(PARTNERSHIP), Mark.SYNTHETIC, id="synthetic"),
            pytest.param({}, "tower-hamlets", Mark.DRAFT, id="lines not signed off"),
            pytest.param({"synthetic": True}, "tower-hamlets", Mark.SYNTHETIC, id="both"),
        ],
    )
    async def test_one_not_for_residents_is_marked(
        self, town: Town, changes: dict[str, object], partnership: str, mark: Mark
    ) -> None:
        await town.change(**changes)
        town.settings = load_settings(partnership=partnership)
        (poster,) = await town.posters()
        assert poster.mark is mark

    @pytest.mark.parametrize(
        ("changes", "venue", "code"),
        [
            pytest.param({"audience": Audience.INVITED}, "Market", "reach.audience", id="invited"),
            pytest.param({"audience": Audience.IMPORTED}, "Market", "reach.audience", id="paper"),
            pytest.param({"state": RoundState.CLOSED}, "Market", "reach.over", id="closed"),
            pytest.param({"state": RoundState.WITHDRAWN}, "Market", "reach.over", id="withdrawn"),
            pytest.param({}, "=cmd", "reach.venue", id="a formula"),
        ],
    )
    async def test_what_cannot_be_is_refused_and_nothing_is_added(
        self, town: Town, changes: dict[str, object], venue: str, code: str
    ) -> None:
        await town.change(**changes)
        with pytest.raises(RoundError) as refused:
            await town.posters("Library", venue)
        assert refused.value.code == code
        assert await find_venues(town.store, town.round.id) == []
        assert await town.trail() == []


class TestCodes:
    async def test_the_file_holds_codes_that_are_valid(self, town: Town, tmp_path: Path) -> None:
        issued = await town.issue(tmp_path / "letters.csv")
        assert (issued.codes, issued.earlier) == (22, False)
        issued.file.finish()
        with (tmp_path / "letters.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        keys = RoundKeys(town.ring.get("round-summer"))
        hashes = [(town.round.id, keys.code_hash(row["code"])) for row in rows]
        found = await find_codes(town.store, hashes)
        assert [found[key].stratum for key in hashes] == [row["stratum"] for row in rows]
        assert [found[key].design_weight for key in hashes] == [1.25] * 12 + [2.0] * 10
        for row in rows:
            payload = read_payload(row["link"].partition("?start=")[2])
            assert payload
            assert (payload.kind, payload.code) == (PayloadKind.INVITATION, row["code"])
        assert await town.trail() == [("S-7QK4", "codes.issue", "summer", "22 codes")]

    async def test_the_codes_are_nowhere_else(self, town: Town, tmp_path: Path) -> None:
        issued = await town.issue(tmp_path / "letters.csv")
        codes = issued.file.find_draft()
        assert codes
        on_disk = bytes_on_disk(tmp_path)
        assert b"North" in on_disk  # the search finds what is there
        for code in codes:
            assert code.encode() not in on_disk
            assert code.replace("-", "").encode() not in on_disk

    async def test_more_can_be_issued_into_another_file(self, town: Town, tmp_path: Path) -> None:
        (await town.issue(tmp_path / "one.csv")).file.finish()
        (await town.issue(tmp_path / "two.csv", [Stratum("North", 3, 1.25)])).file.finish()
        assert await count_codes(town.store, town.round.id) == [
            CodeCount("North", 1.25, 15, 0),
            CodeCount("South", 2.0, 10, 0),
        ]
        assert [after for *_, after in await town.trail()] == ["22 codes", "25 codes"]

    async def test_a_run_killed_after_the_commit_is_finished_by_the_next(
        self, town: Town, tmp_path: Path
    ) -> None:
        killed = await town.issue(tmp_path / "letters.csv")
        again = await town.issue(tmp_path / "letters.csv")
        assert (again.codes, again.earlier) == (killed.codes, True)
        again.file.finish()
        assert (tmp_path / "letters.csv").exists()
        assert sum(count.issued for count in await count_codes(town.store, town.round.id)) == 22
        assert len(await town.trail()) == 1

    @pytest.mark.parametrize(
        "left",
        [
            pytest.param("code,link,stratum\n7QK4-M2XD-9TB0-V5HC,x,\n", id="killed before commit"),
            pytest.param("code,li", id="killed while it wrote"),
            pytest.param("code,link,stratum\n7QK4-M2", id="killed within a code"),
        ],
    )
    async def test_a_draft_whose_codes_are_not_valid_is_told_and_kept(
        self, town: Town, tmp_path: Path, left: str
    ) -> None:
        (tmp_path / "letters.csv.draft").write_text(left, "utf-8")
        with pytest.raises(RoundError, match="unless another round") as refused:
            await town.issue(tmp_path / "letters.csv")
        assert refused.value.code == "codes.draft"
        assert (tmp_path / "letters.csv.draft").read_text("utf-8") == left
        assert await count_codes(town.store, town.round.id) == []

    async def test_what_fails_after_the_draft_leaves_nothing(
        self, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def fail(*_: object) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(reach, "add_codes", fail)
        with pytest.raises(ZeroDivisionError):
            await town.issue(tmp_path / "letters.csv")
        assert letters_in(tmp_path) == []
        assert await town.trail() == []

    @pytest.mark.parametrize(
        ("changes", "strata", "code"),
        [
            pytest.param({"audience": Audience.OPEN}, STRATA, "reach.audience", id="open to all"),
            pytest.param({"state": RoundState.CLOSING}, STRATA, "reach.over", id="closing"),
            pytest.param({"state": RoundState.PUBLISHED}, STRATA, "reach.over", id="published"),
            pytest.param({}, [Stratum("Bow", 9, 1.0)], "strata.too-few", id="too few alike"),
            pytest.param({}, [Stratum(None, 5)], "strata.too-few", id="too few at all"),
        ],
    )
    async def test_what_cannot_be_is_refused_and_nothing_is_written(
        self,
        town: Town,
        tmp_path: Path,
        changes: dict[str, object],
        strata: list[Stratum],
        code: str,
    ) -> None:
        await town.change(**changes)
        with pytest.raises((RoundError, RefusedFile)) as refused:
            await town.issue(tmp_path / "letters.csv", strata)
        assert refused.value.code == code
        assert letters_in(tmp_path) == []
        assert await count_codes(town.store, town.round.id) == []

    async def test_a_file_that_is_there_is_not_overwritten(
        self, town: Town, tmp_path: Path
    ) -> None:
        (tmp_path / "letters.csv").write_text("kept", "utf-8")
        with pytest.raises(RoundError) as refused:
            await town.issue(tmp_path / "letters.csv")
        assert refused.value.code == "codes.file-exists"
        assert (tmp_path / "letters.csv").read_text("utf-8") == "kept"

    async def test_a_round_without_its_key_issues_nothing(self, town: Town, tmp_path: Path) -> None:
        town.ring.destroy("round-summer")
        with pytest.raises(CanvassError) as refused:
            await town.issue(tmp_path / "letters.csv")
        assert refused.value.code == "key.not-found"
        assert town.ring.find("round-summer") is None
