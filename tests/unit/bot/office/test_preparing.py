from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest

from analysis.dataset import find_earlier_rounds
from analysis.plan import dump_plan
from analysis.trend import Mark
from bot.office.cards import render_card, render_readiness
from bot.office.launching import open_scheduled, request_launch
from bot.office.preparing import (
    expect_answers,
    find_last,
    guard_round,
    list_readiness,
    plan_answers,
    record_item,
    record_reason,
)
from surveys.errors import RoundError
from surveys.rounds import Audience, Round, RoundState
from surveys.store.codes import NewCode, add_codes
from surveys.store.frozen import FieldworkCounts, freeze
from surveys.store.plans import save_plan_within
from tests.unit.bot.office.conftest import ANNUAL, ASKER, PLAN, TODAY, Workplace


async def earlier(workplace: Workplace, name: str, days: int, **changes: object) -> Round:
    """A round of the series that opened so many days ago."""
    day = TODAY - timedelta(days=days)
    content = {"state": RoundState.CLOSED, "opens_on": day, "closes_on": day} | changes
    return await workplace.put(await workplace.draft(name), **content)


KINDS: dict[str, tuple[dict[str, object], bool]] = {
    "the same": ({}, True),
    "a plan of another name": ({"plan": "other"}, True),
    "no plan": ({"plan": "", "plan_hash": ""}, False),
    "another series": ({"series": "other"}, False),
    "a rehearsal": ({"rehearsal": True}, False),
    "made up": ({"synthetic": True}, False),
    "after it": ({"opens_on": TODAY + timedelta(1), "closes_on": TODAY + timedelta(2)}, False),
}
"""An earlier round, and whether the guard and the results set this one beside it."""


class TestRecording:
    @pytest.mark.parametrize(
        "item",
        ["equality", "dpia", "council_page", "other_way", "safeguarding_lead", "language:en"],
    )
    async def test_a_line_of_the_checklist_is_kept_and_audited(
        self, workplace: Workplace, item: str
    ) -> None:
        await workplace.draft(checklist={})
        async with workplace.office() as office:
            changed = await record_item(office, "winter", item, " example.test/page \n")
        assert changed.checklist == {item: "example.test/page"}
        assert (await workplace.trail())[-1] == (
            ASKER,
            "round.set-checklist",
            "winter",
            "",
            f"{item}: example.test/page",
        )

    async def test_the_decision_is_the_rounds_own(self, workplace: Workplace) -> None:
        await workplace.draft(decision="")
        async with workplace.office() as office:
            assert (await record_item(office, "winter", "decision", "Lights")).decision == "Lights"

    @pytest.mark.parametrize("item", ["confirmed", "helplines", "language:bn", "invite", "preview"])
    async def test_what_an_officer_cannot_sign_off_is_refused(
        self, workplace: Workplace, item: str
    ) -> None:
        before = await workplace.draft()
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await record_item(office, "winter", item, "yes")
        assert refused.value.code == "checklist.item"
        assert await workplace.round() == before

    async def test_a_line_taken_back_is_missing_again(self, workplace: Workplace) -> None:
        await workplace.draft()
        async with workplace.office() as office:
            round_ = await record_item(office, "winter", "equality", "")
            items = {one.name: one.satisfied for one in await list_readiness(office, round_)}
        assert [name for name, there in items.items() if not there] == ["equality"]


class TestTheTrendGuard:
    async def test_the_last_real_round_of_the_series_is_compared(
        self, workplace: Workplace
    ) -> None:
        await earlier(workplace, "older", 700)
        await earlier(workplace, "last", 400)
        await earlier(workplace, "trial", 300, rehearsal=True)
        await earlier(workplace, "made-up", 200, synthetic=True)
        await earlier(workplace, "elsewhere", 100, series="other")
        await earlier(workplace, "withdrawn", 50, state=RoundState.WITHDRAWN)
        await earlier(workplace, "never", 40, state=RoundState.DRAFT)
        made = await workplace.draft()
        async with workplace.office() as office:
            found = await find_last(office, made)
            report = await guard_round(office, made)
        assert found is not None
        assert (found.name, report.earlier) == ("last", "last")
        assert {one.mark for one in report.measures} == {Mark.COMPARABLE}

    @pytest.mark.parametrize(("changes", "same"), KINDS.values(), ids=KINDS)
    async def test_results_take_the_same_rounds_for_a_series(
        self, workplace: Workplace, tmp_path: Path, changes: dict[str, object], same: bool
    ) -> None:
        before, made = await earlier(workplace, "last", 400, **changes), await workplace.draft()
        for one in (before, made):
            freeze(one, ANNUAL, [], tmp_path / "data" / one.name, FieldworkCounts())
        found = find_earlier_rounds(tmp_path / "data", tmp_path / "data" / made.name)
        async with workplace.office() as office:
            guarded = await find_last(office, made)
        assert [path.name for path in found] == (["last"] if same else [])
        assert (guarded is not None) is same

    async def test_a_plan_of_another_name_is_compared_by_its_definitions(
        self, workplace: Workplace
    ) -> None:
        first = PLAN.measures[0]
        other = PLAN.model_copy(
            update={
                "name": "other",
                "measures": (
                    first.model_copy(update={"positive": first.positive[:1]}),
                    *PLAN.measures[1:],
                ),
            }
        )
        before = await earlier(workplace, "last", 400)
        async with workplace.store.write() as connection:
            await save_plan_within(connection, other.name, other.hash, dump_plan(other))
        await workplace.put(before, plan="other", plan_hash=other.hash)
        made = await workplace.draft()
        async with workplace.office() as office:
            report = await guard_round(office, made)
        assert (report.earlier, report.list_breaks()) == ("last", (first.name,))

    @pytest.mark.parametrize("days", [0, 3], ids=["at once", "scheduled"])
    async def test_an_opened_round_remembers_what_it_was_compared_with(
        self, workplace: Workplace, days: int
    ) -> None:
        before = await earlier(workplace, "last", 400)
        opens_on = TODAY + timedelta(days=days)
        await workplace.draft(opens_on=opens_on, closes_on=opens_on + timedelta(days=27))
        async with workplace.office() as office:
            await request_launch(office, "winter", invite=False)
        workplace.now += timedelta(days=days)
        if days:
            async with workplace.office() as office:
                await open_scheduled(office, await workplace.round())
        await workplace.put(before, state=RoundState.WITHDRAWN)
        assert (await workplace.round()).compared_with == "last"

    async def test_the_first_of_a_series_was_compared_with_none(self, workplace: Workplace) -> None:
        await workplace.draft()
        async with workplace.office() as office:
            await request_launch(office, "winter", invite=False)
        assert (await workplace.round()).compared_with == ""

    async def test_without_one_every_measure_is_new(self, workplace: Workplace) -> None:
        made = await workplace.draft()
        async with workplace.office() as office:
            report = await guard_round(office, made)
        assert {one.mark for one in report.measures} == {Mark.NEW}

    async def test_a_reason_is_for_a_break_and_has_words(self, workplace: Workplace) -> None:
        await earlier(workplace, "last", 400, audience=Audience.INVITED)
        await workplace.draft()
        for measure, reason, code in (
            ("nothing", "why", "round.no-break"),
            ("listens", " \n", "round.no-reason"),
        ):
            with pytest.raises(RoundError) as refused:
                async with workplace.office() as office:
                    await record_reason(office, "winter", measure, reason)
            assert refused.value.code == code
        async with workplace.office() as office:
            changed = await record_reason(office, "winter", "listens", "Now\nfor everybody")
        assert changed.breaks == {"listens": "Now for everybody"}
        assert (await workplace.trail())[-1][1:3] == ("round.set-breaks", "winter")


class TestTheSamplePlanner:
    async def test_it_plans_with_the_larger_of_list_and_codes(self, workplace: Workplace) -> None:
        made = await workplace.draft(audience=Audience.BOTH)

        async def expected() -> int:
            async with workplace.office() as office:
                return await expect_answers(office, made)

        assert await expected() == 400
        await workplace.subscribers(3)
        assert await expected() == 3
        rows = [NewCode(random.Random(n).randbytes(16), "", None) for n in range(5)]
        async with workplace.store.write() as connection:
            await add_codes(connection, made.id, rows)
        assert await expected() == 5

    async def test_it_says_what_that_many_can_show(self, workplace: Workplace) -> None:
        made = await workplace.draft()
        async with workplace.office() as office:
            lines = await plan_answers(office, made, 400)
        assert any("With 400 answers you can see a change of" in line for line in lines)


async def test_the_card_of_a_draft_tells_what_its_launch_needs(workplace: Workplace) -> None:
    made = await workplace.draft(checklist={})
    async with workplace.office() as office:
        card, more = await render_card(office, made), await render_readiness(office, made)
    assert card.startswith("winter: draft\nTitle: Community safety survey\n")
    assert "[ ] Equality analysis reference" in more
    assert "There is no earlier round of the series" in more
    assert "Sample planner, for 400 answers" in more
