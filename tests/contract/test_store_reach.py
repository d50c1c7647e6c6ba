"""What every store must keep of venues and invitation codes."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from surveys.rounds import Round
from surveys.store import codes, rounds, venues
from surveys.store.codes import CodeCount, NewCode, StoredCode
from surveys.store.engine import Store
from surveys.store.tables import codes as table
from surveys.store.venues import Venue
from tests.support.stores import draft


def hash_of(number: int) -> bytes:
    return number.to_bytes(16)


@pytest.fixture
async def autumn(store: Store, round_: Round) -> Round:
    return await rounds.add_round(store, draft("autumn"))


class TestVenues:
    async def test_they_read_back_by_name(self, store: Store, round_: Round, autumn: Round) -> None:
        async with store.write() as connection:
            market = await venues.add_venue(connection, round_.id, "7QK4M2", "Market")
            library = await venues.add_venue(connection, round_.id, "9TB0V5", "Library")
            await venues.add_venue(connection, autumn.id, "XD9TB0", "Library")
            assert await venues.find_venues_within(connection, round_.id) == [library, market]
        assert library == Venue("9TB0V5", "Library", 0)
        assert await venues.find_venues(store, round_.id) == [library, market]
        assert await venues.find_all_venues(store) == {
            round_.id: {"7QK4M2": "Market", "9TB0V5": "Library"},
            autumn.id: {"XD9TB0": "Library"},
        }

    async def test_a_code_stands_for_one_venue_of_all_rounds(
        self, store: Store, round_: Round, autumn: Round
    ) -> None:
        async with store.write() as connection:
            await venues.add_venue(connection, round_.id, "7QK4M2", "Market")
        with pytest.raises(IntegrityError):
            async with store.write() as connection:
                await venues.add_venue(connection, autumn.id, "7QK4M2", "Library")
        assert await venues.find_venues(store, autumn.id) == []

    async def test_starts_are_counted_for_each(
        self, store: Store, round_: Round, autumn: Round
    ) -> None:
        async with store.write() as connection:
            await venues.add_venue(connection, round_.id, "7QK4M2", "Market")
            await venues.add_venue(connection, round_.id, "9TB0V5", "Library")
            for _ in range(3):
                assert await venues.count_venue_start(connection, round_.id, "7QK4M2")
            assert not await venues.count_venue_start(connection, autumn.id, "7QK4M2")
            assert not await venues.count_venue_start(connection, round_.id, "000000")
        counted = {
            venue.name: venue.started for venue in await venues.find_venues(store, round_.id)
        }
        assert counted == {"Market": 3, "Library": 0}


class TestCodes:
    async def test_they_read_back_for_their_round_alone(
        self, store: Store, round_: Round, autumn: Round
    ) -> None:
        async with store.write() as connection:
            await codes.add_codes(connection, round_.id, [NewCode(hash_of(1), "north", 1.25)])
            await codes.add_codes(connection, autumn.id, [NewCode(hash_of(2)), NewCode(hash_of(1))])
        asked = [(one, hash_of(number)) for one in (round_.id, autumn.id) for number in (1, 2, 3)]
        assert await codes.find_codes(store, asked) == {
            (round_.id, hash_of(1)): StoredCode("north", 1.25, spent=False),
            (autumn.id, hash_of(1)): StoredCode(None, None, spent=False),
            (autumn.id, hash_of(2)): StoredCode(None, None, spent=False),
        }
        assert await codes.find_codes(store, []) == {}

    async def test_one_is_spent_once(self, store: Store, round_: Round, autumn: Round) -> None:
        async with store.write() as connection:
            await codes.add_codes(connection, round_.id, [NewCode(hash_of(1)), NewCode(hash_of(2))])
            await codes.add_codes(connection, autumn.id, [NewCode(hash_of(1))])
        async with store.write() as connection:
            assert await codes.spend_code(connection, round_.id, hash_of(1))
            assert not await codes.spend_code(connection, round_.id, hash_of(1))
            assert not await codes.spend_code(connection, round_.id, hash_of(3))
        asked = [(round_.id, hash_of(1)), (round_.id, hash_of(2)), (autumn.id, hash_of(1))]
        found = await codes.find_codes(store, asked)
        assert [found[key].spent for key in asked] == [True, False, False]

    async def test_a_transaction_that_fails_spends_nothing(
        self, store: Store, round_: Round
    ) -> None:
        async with store.write() as connection:
            await codes.add_codes(connection, round_.id, [NewCode(hash_of(1))])

        async def spend_and_fail() -> None:
            async with store.write() as connection:
                assert await codes.spend_code(connection, round_.id, hash_of(1))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await spend_and_fail()
        found = await codes.find_codes(store, [(round_.id, hash_of(1))])
        assert not found[round_.id, hash_of(1)].spent

    async def test_none_is_issued_twice_and_none_by_halves(
        self, store: Store, round_: Round
    ) -> None:
        twice = [NewCode(hash_of(1)), NewCode(hash_of(2)), NewCode(hash_of(2))]
        with pytest.raises(IntegrityError):
            async with store.write() as connection:
                await codes.add_codes(connection, round_.id, twice)
        assert await codes.count_codes(store, round_.id) == []

    async def test_issued_and_spent_are_counted_by_stratum_and_weight(
        self, store: Store, round_: Round, autumn: Round
    ) -> None:
        rows = [
            NewCode(hash_of(number), "north" if number < 5 else "south", 1.0 if number < 9 else 2.0)
            for number in range(12)
        ]
        async with store.write() as connection:
            await codes.add_codes(connection, round_.id, rows)
            await codes.add_codes(connection, autumn.id, [NewCode(hash_of(1))])
            for number in (0, 1, 11):
                await codes.spend_code(connection, round_.id, hash_of(number))
            await codes.spend_code(connection, autumn.id, hash_of(1))
        assert await codes.count_codes(store, round_.id) == [
            CodeCount("north", 1.0, 5, 2),
            CodeCount("south", 1.0, 4, 0),
            CodeCount("south", 2.0, 3, 1),
        ]
        assert await codes.count_codes(store, autumn.id) == [CodeCount(None, None, 1, 1)]

    async def test_those_of_a_round_are_deleted_and_no_others(
        self, store: Store, round_: Round, autumn: Round
    ) -> None:
        async with store.write() as connection:
            await codes.add_codes(connection, round_.id, [NewCode(hash_of(1)), NewCode(hash_of(2))])
            await codes.add_codes(connection, autumn.id, [NewCode(hash_of(1))])
            assert await codes.delete_codes(connection, round_.id) == 2
            assert await codes.delete_codes(connection, round_.id) == 0
        assert await codes.count_codes(store, round_.id) == []
        assert await codes.count_codes(store, autumn.id) == [CodeCount(None, None, 1, 0)]

    async def test_the_order_of_rows_tells_nothing_of_the_order_of_letters(
        self, store: Store, round_: Round
    ) -> None:
        letters = [NewCode(hash_of(number)) for number in (7, 3, 9, 1)]
        async with store.write() as connection:
            await codes.add_codes(connection, round_.id, letters)
            place = {"sqlite": "rowid", "postgresql": "ctid"}[connection.dialect.name]
            rows = await connection.exec_driver_sql(f"SELECT hash FROM codes ORDER BY {place}")
            assert [bytes(row[0]) for row in rows] == sorted(one.hash for one in letters)

    def test_no_row_leads_to_an_interview_or_a_moment(self) -> None:
        assert set(select(table).selected_columns.keys()) == {
            "round_id",
            "hash",
            "stratum",
            "design_weight",
            "spent",
        }
