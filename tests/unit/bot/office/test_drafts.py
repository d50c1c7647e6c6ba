from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.office.drafts import (
    change_draft,
    copy_round,
    delete_draft,
    propose_dates,
)
from bot.office.launching import request_launch
from surveys.errors import RoundError
from surveys.questionnaire import Questionnaire
from surveys.rounds import Audience, Purpose, Round, RoundState
from surveys.store.codes import NewCode, add_codes
from surveys.store.interviews import StoredInterview, insert_interviews
from tests.unit.bot.office.conftest import ANNUAL, Workplace

NEXT: dict[str, Any] = {"opens_on": date(2027, 11, 1), "closes_on": date(2027, 11, 28)}


def translated(language: str, *, whole: bool) -> Questionnaire:
    """The annual survey in one more language, with or without its title."""
    content = _in_language(ANNUAL.model_dump(mode="json"), language)
    if not whole:
        del content["title"][language]
    return Questionnaire.model_validate({**content, "version": 2, "languages": ["en", language]})


def _in_language(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if isinstance(value.get("en"), str):
            return {**value, language: f"{language} {value['en']}"}
        return {key: _in_language(inner, language) for key, inner in value.items()}
    return [_in_language(one, language) for one in value] if isinstance(value, list) else value


class TestMaking:
    async def test_a_draft_is_pinned_has_a_key_and_its_line(self, workplace: Workplace) -> None:
        made = await workplace.draft()
        assert (made.state, made.series) == (RoundState.DRAFT, "annual-perception")
        assert made.questionnaire_hash == ANNUAL.hash
        assert len(made.plan_hash) == 64
        assert workplace.ring.find("round-winter") is not None
        ((who, action, subject, before, after),) = await workplace.trail()
        assert (who, action, subject, before) == ("terminal", "round.new", "winter", "")
        assert after.startswith("draft, 2026-11-21 to 2026-12-18, questionnaire ")

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            pytest.param({"opens_on": date(2026, 11, 20)}, "round.past", id="opens in the past"),
            pytest.param(
                {"opens_on": date(2026, 10, 1), "closes_on": date(2026, 11, 1)},
                "round.past",
                id="is past",
            ),
            pytest.param({"closes_on": date(2026, 11, 20)}, "round.dates", id="closes first"),
            pytest.param({"languages": ("en", "bn")}, "round.languages", id="no such translation"),
            pytest.param({"name": "Winter 1"}, "round.name", id="name"),
            pytest.param({"minimum_days": 84}, "round.window", id="shorter than its window"),
            pytest.param(
                {"purpose": Purpose.CONSULTATION}, "round.no-window", id="without a window"
            ),
        ],
    )
    async def test_what_cannot_be_used_is_refused_and_nothing_is_left(
        self, workplace: Workplace, changes: dict[str, Any], code: str
    ) -> None:
        with pytest.raises(RoundError) as refused:
            await workplace.draft(**changes)
        assert refused.value.code == code
        assert await workplace.names() == []
        assert await workplace.trail() == []
        assert workplace.ring.find("round-winter") is None

    async def test_an_incomplete_translation_is_refused_with_what_it_lacks(
        self, workplace: Workplace
    ) -> None:
        with pytest.raises(RoundError, match="'bn' lacks 1 texts, such as title") as refused:
            await workplace.draft(questionnaire=translated("bn", whole=False))
        assert refused.value.code == "round.languages"
        assert "Offer it in en" in refused.value.fault.remedy
        half = translated("bn", whole=False)
        assert (await workplace.draft("english", half, languages=("en",))).languages == ("en",)

    async def test_a_complete_translation_is_taken(self, workplace: Workplace) -> None:
        made = await workplace.draft(questionnaire=translated("bn", whole=True))
        assert made.languages == ()

    async def test_days_on_which_the_series_is_put_to_people_are_refused(
        self, workplace: Workplace
    ) -> None:
        await workplace.put(await workplace.draft("autumn"), state=RoundState.OPEN)
        with pytest.raises(RoundError, match="'autumn' of the same series") as refused:
            await workplace.draft("winter", opens_on=date(2026, 12, 18), closes_on=date(2027, 1, 1))
        assert refused.value.code == "round.overlap"
        await workplace.draft("spring", opens_on=date(2026, 12, 19), closes_on=date(2027, 1, 1))
        await workplace.draft("other", series="another")
        await workplace.draft("trial", rehearsal=True)


class TestCopying:
    async def test_a_copy_asks_the_same_and_was_signed_off_by_nobody(
        self, workplace: Workplace
    ) -> None:
        last = await workplace.put(
            await workplace.draft(
                audience=Audience.BOTH, title="Safer streets", minimum_days=7, languages=("en",)
            ),
            state=RoundState.PUBLISHED,
            breaks={"listens": "new"},
            actions={"en": "done"},
            published_on=date(2026, 12, 30),
            closing_position=9,
        )
        async with workplace.office() as office:
            copy = await copy_round(office, "winter", "next", **NEXT)
        same = ("title", "questionnaire_hash", "plan_hash", "series", "audience", "minimum_days")
        for name in (*same, "languages", "decision"):
            assert getattr(copy, name) == getattr(last, name), name
        assert (copy.state, copy.opens_on) == (RoundState.DRAFT, NEXT["opens_on"])
        assert (copy.checklist, copy.breaks, copy.actions) == ({}, {}, {})
        assert (copy.published_on, copy.closing_position) == (None, None)
        assert copy.id != last.id

    @pytest.mark.parametrize("field", ["rehearsal", "synthetic"])
    async def test_a_trial_is_copied_only_as_a_trial(
        self, workplace: Workplace, field: str
    ) -> None:
        marked: dict[str, Any] = {field: True}
        await workplace.draft(**marked)
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await copy_round(office, "winter", "next", **NEXT, rehearsal=False)
        assert refused.value.code == "round.copies-trial"
        assert await workplace.names() == ["winter"]
        async with workplace.office() as office:
            copy = await copy_round(office, "winter", "next", **NEXT, rehearsal=True)
        assert not copy.is_real

    async def test_a_copy_can_ask_another_version_in_the_same_series(
        self, workplace: Workplace
    ) -> None:
        await workplace.draft(series="yearly")
        newer = ANNUAL.model_copy(update={"version": 2})
        async with workplace.office() as office:
            copy = await copy_round(office, "winter", "next", **NEXT, questionnaire=newer)
        assert (copy.series, copy.questionnaire_hash) == ("yearly", newer.hash)

    @pytest.mark.parametrize(
        ("opened", "closed", "wanted"),
        [
            ("2026-11-01", "2026-11-28", "2027-11-01 2027-11-28"),
            ("2023-11-01", "2023-11-10", "2027-11-01 2027-11-10"),
            ("2026-11-30", "2027-01-03", "2027-11-30 2028-01-03"),
            ("2024-02-29", "2024-03-01", "2027-02-28 2027-03-01"),
        ],
        ids=["a year later", "never in the past", "over new year", "leap day"],
    )
    def test_the_dates_proposed_are_as_long_and_later_by_years(
        self, opened: str, closed: str, wanted: str
    ) -> None:
        last = Round(
            1,
            "last",
            "",
            "",
            "",
            "",
            RoundState.CLOSED,
            date.fromisoformat(opened),
            date.fromisoformat(closed),
        )
        first, end = propose_dates(last, datetime(2026, 11, 21, 9, tzinfo=UTC))
        assert f"{first} {end}" == wanted


class TestChanging:
    async def test_each_change_is_a_line_with_before_and_after(self, workplace: Workplace) -> None:
        await workplace.draft()
        async with workplace.office() as office:
            await change_draft(
                office, "winter", title="Safer", closes_on=date(2026, 12, 20), decision="Lights"
            )
        kept = await workplace.round()
        assert (kept.title, kept.closes_on) == ("Safer", date(2026, 12, 20))
        assert (await workplace.trail())[1:] == [
            ("S-AAAA", "round.set-title", "winter", "", "Safer"),
            ("S-AAAA", "round.set-closes_on", "winter", "2026-12-18", "2026-12-20"),
            (
                "S-AAAA",
                "round.set-decision",
                "winter",
                "Where the partnership sends its street patrols from 2027",
                "Lights",
            ),
        ]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"closes_on": date(2026, 11, 1)}, "round.dates"),
            ({"opens_on": date(2026, 11, 20)}, "round.past"),
            ({"languages": ("cy",)}, "round.languages"),
            ({"minimum_days": 29}, "round.window"),
            ({"purpose": Purpose.CONSULTATION}, "round.no-window"),
        ],
        ids=["closes first", "past", "translation", "window", "consultation"],
    )
    async def test_a_change_that_cannot_be_used_changes_nothing(
        self, workplace: Workplace, changes: dict[str, Any], code: str
    ) -> None:
        before = await workplace.draft()
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await change_draft(office, "winter", title="Other", **changes)
        assert refused.value.code == code
        assert await workplace.round() == before
        assert await workplace.actions() == ["round.new"]

    @pytest.mark.parametrize("state", sorted(set(RoundState) - {RoundState.DRAFT}))
    async def test_only_a_draft_can_be_changed(
        self, workplace: Workplace, state: RoundState
    ) -> None:
        await workplace.put(await workplace.draft(), state=state)
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await change_draft(office, "winter", title="Other")
        assert refused.value.code == "round.not-draft"

    @pytest.mark.parametrize(
        ("before", "after", "refuses"),
        [
            (Audience.BOTH, Audience.OPEN, True),
            (Audience.INVITED, Audience.IMPORTED, True),
            (Audience.BOTH, Audience.INVITED, False),
            (Audience.INVITED, Audience.BOTH, False),
        ],
    )
    async def test_people_who_hold_codes_are_not_left_out(
        self, workplace: Workplace, before: Audience, after: Audience, refuses: bool
    ) -> None:
        made = await workplace.draft(audience=before)
        async with workplace.store.write() as connection:
            await add_codes(connection, made.id, [NewCode(b"c" * 16, "E1", 1.5)])
        if refuses:
            with pytest.raises(RoundError, match="1 invitation codes are issued") as refused:
                async with workplace.office() as office:
                    await change_draft(office, "winter", audience=after)
            assert refused.value.code == "round.codes-issued"
        else:
            async with workplace.office() as office:
                await change_draft(office, "winter", audience=after)
        assert (await workplace.round()).audience is (before if refuses else after)

    async def test_without_codes_the_audience_can_change(self, workplace: Workplace) -> None:
        await workplace.draft(audience=Audience.INVITED)
        async with workplace.office() as office:
            changed = await change_draft(office, "winter", audience=Audience.OPEN)
        assert changed.audience is Audience.OPEN

    async def test_what_waits_for_approval_cannot_change_meanwhile(
        self, workplace: Workplace
    ) -> None:
        await workplace.draft()
        await workplace.subscribers(2)
        async with workplace.office() as office:
            await request_launch(office, "winter", invite=True)
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await change_draft(office, "winter", closes_on=date(2027, 3, 1))
        assert refused.value.code == "round.launch-waits"


class TestDeleting:
    @pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.SCHEDULED])
    async def test_a_round_without_answers_goes_with_its_line(
        self, workplace: Workplace, state: RoundState
    ) -> None:
        made = await workplace.put(await workplace.draft(), state=state)
        preview = StoredInterview(7, made.id, bytes(16), 1, b"sealed", mode="preview")
        async with workplace.store.write() as connection:
            await insert_interviews(connection, [preview])
        async with workplace.office() as office:
            assert (await delete_draft(office, "winter")).id == made.id
        assert await workplace.names() == []
        assert (await workplace.trail())[-1][1] == "round.delete"
        # The key goes once that is committed, so that giving it up loses nothing.
        assert workplace.ring.find("round-winter") is not None

    @pytest.mark.parametrize(
        "state", sorted(set(RoundState) - {RoundState.DRAFT, RoundState.SCHEDULED})
    )
    async def test_one_that_was_open_stays(self, workplace: Workplace, state: RoundState) -> None:
        await workplace.put(await workplace.draft(), state=state)
        withdrawn = state is RoundState.WITHDRAWN
        remedy = "nothing more to do" if withdrawn else "Withdraw it instead"
        with pytest.raises(RoundError, match=remedy) as refused:
            async with workplace.office() as office:
                await delete_draft(office, "winter")
        assert refused.value.code == "round.has-answers"
        assert await workplace.names() == ["winter"]

    async def test_one_with_answers_stays_whatever_its_state(self, workplace: Workplace) -> None:
        made = await workplace.draft()
        answered = StoredInterview(7, made.id, bytes(16), 1, b"sealed")
        async with workplace.store.write() as connection:
            await insert_interviews(connection, [answered])
        with pytest.raises(RoundError) as refused:
            async with workplace.office() as office:
                await delete_draft(office, "winter")
        assert refused.value.code == "round.has-answers"
