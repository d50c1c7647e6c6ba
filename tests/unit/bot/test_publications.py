"""What is published: only what disclosure control has released, and exactly what was seen."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.disclosure import Internal, Released
from analysis.measures import estimate_measures
from analysis.plan import dump_plan
from bot.measuring import find_frozen, find_ledger
from bot.publications import (
    Findings,
    Message,
    Publication,
    find_findings,
    find_latest,
    make_publication,
    may_be_published,
)
from bot.settings import Settings
from surveys.errors import RoundError
from surveys.loading import load_catalogue
from surveys.rounds import Round, RoundState
from surveys.store.engine import Store
from surveys.store.publications import save_publication
from surveys.store.questionnaires import save_questionnaire
from surveys.store.rounds import add_round, save_round
from tests.support.frozen import add_file
from tests.support.plans import make_plan
from tests.support.released import release
from tests.support.stores import QUESTIONNAIRE, draft
from tests.unit.analysis.test_measures import write_small

FORM = load_catalogue("annual-perception")
CLOSED = replace(draft("spring"), title="How safe?", state=RoundState.CLOSED, synthetic=False)
PNG = b"\x89PNG"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Where one small round is frozen: many women, and few men."""
    folder = write_small(tmp_path / "data" / "spring", (70, 42), (9, 8))
    add_file(folder, "plan.json", dump_plan(make_plan()))
    return Settings.model_construct(data_dir=tmp_path / "data")


@pytest.fixture
def findings(settings: Settings) -> Findings:
    return find_findings(settings, CLOSED, FORM)


def numbers_in(content: Any) -> list[float]:
    if isinstance(content, dict):
        return [number for value in content.values() for number in numbers_in(value)]
    if isinstance(content, list):
        return [number for value in content for number in numbers_in(value)]
    return [content] if isinstance(content, int | float) and not isinstance(content, bool) else []


class TestFindings:
    def test_they_are_released(self, findings: Findings) -> None:
        assert isinstance(findings.released, Released)
        assert findings.titles == {"en": "How safe?"}

    def test_what_is_withheld_is_told_without_its_figure(self, findings: Findings) -> None:
        withheld = findings.list_withheld()
        assert withheld
        assert not any(character.isdigit() for character in "".join(withheld[:-1]))
        assert withheld[-1] == "Figures in breakdowns: 2"

    def test_that_few_invited_stand_for_all_comes_first(self, findings: Findings) -> None:
        results = findings.released.results
        method = replace(results.method, caution="Of the invited alone.")
        released = release(replace(results, method=method))
        thin = replace(findings, measured=replace(findings.measured, released=released))
        assert thin.list_withheld() == ["Of the invited alone.", *findings.list_withheld()]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"rehearsal": True}, "round.rehearsal"),
            ({"state": RoundState.OPEN}, "round.move"),
            ({"state": RoundState.CLOSING}, "round.move"),
            ({"state": RoundState.PUBLISHED}, "round.move"),
            ({"state": RoundState.WITHDRAWN}, "round.move"),
        ],
        ids=["rehearsal", "open", "closing", "published", "withdrawn"],
    )
    def test_what_cannot_be_published_is_refused(
        self, settings: Settings, changes: dict[str, Any], code: str
    ) -> None:
        round_ = replace(CLOSED, **changes)
        with pytest.raises(RoundError) as refused:
            find_findings(settings, round_, FORM)
        assert refused.value.code == code
        assert not may_be_published(round_)

    def test_another_answer_gives_another_digest(self, settings: Settings, tmp_path: Path) -> None:
        seen = find_findings(settings, CLOSED, FORM).digest
        assert find_findings(settings, CLOSED, FORM).digest == seen
        folder = write_small(tmp_path / "other" / "spring", (69, 43), (9, 8))
        add_file(folder, "plan.json", dump_plan(make_plan()))
        other = Settings.model_construct(data_dir=tmp_path / "other")
        assert find_findings(other, CLOSED, FORM).digest != seen

    def test_what_the_audit_counted_is_not_what_was_seen(self, findings: Findings) -> None:
        results = findings.measured.frozen.estimate()
        assert results.audit is not None
        audit = replace(results.audit, counts=results.audit.counts + 1, releases=9)
        later = release(replace(results, audit=audit))
        again = replace(findings, measured=replace(findings.measured, released=later))
        assert again.released != findings.released
        assert again.digest == findings.digest

    def test_they_are_recorded_as_what_was_published(
        self, settings: Settings, findings: Findings
    ) -> None:
        assert find_ledger(settings).find("spring") == ()
        findings.record()
        [entry] = find_ledger(settings).find("spring")
        assert (entry.kind, entry.said_by) == ("publication", "spring")

    def test_another_title_gives_another_digest(
        self, settings: Settings, findings: Findings
    ) -> None:
        renamed = replace(CLOSED, title="How secure?")
        assert find_findings(settings, renamed, FORM).digest != findings.digest

    def test_a_title_of_its_own_is_not_needed(self, settings: Settings) -> None:
        untitled = find_findings(settings, replace(CLOSED, title=""), FORM)
        assert untitled.titles == {"en": FORM.title["en"]}


class TestPublication:
    def test_it_reads_back_the_same(self, findings: Findings) -> None:
        made = make_publication(findings)
        assert Publication.read(made.write()) == made
        assert made.digest == findings.digest

    def test_its_body_has_this_shape(self, findings: Findings) -> None:
        body = json.loads(make_publication(findings).write())
        assert set(body) == {"results", "messages", "plan", "hash"}
        assert body["results"]["round"] == "spring"
        assert body["plan"] == "small"
        message = body["messages"]["en"]
        assert message["text"].startswith("Results: How safe?")
        assert len(message["text"]) <= 1024
        assert base64.b64decode(message["picture"]).startswith(PNG)

    def test_no_figure_that_was_not_released_is_in_it(
        self, settings: Settings, findings: Findings
    ) -> None:
        exact = estimate_measures(settings.data_dir / "spring", make_plan(), [])
        withheld = {
            round(row.estimate, 6)
            for row in exact.rows
            if row.estimate is not None and row.category == "male"
        }
        assert withheld
        body = json.loads(make_publication(findings).write())
        assert withheld.isdisjoint(round(one, 6) for one in numbers_in(body["results"]))
        rows = [row for row in body["results"]["results"] if row["category"] == "male"]
        assert [row["estimate"] for row in rows] == [None]

    @pytest.mark.parametrize("given", [Internal, lambda results: results], ids=["internal", "raw"])
    def test_nothing_but_released_results_can_be_made_into_one(
        self, settings: Settings, given: Any
    ) -> None:
        results = estimate_measures(settings.data_dir / "spring", make_plan(), [])
        measured = find_frozen(settings, "spring").measure()
        with pytest.raises(TypeError):
            make_publication(
                Findings(replace(measured, released=given(results)), {"en": "How safe?"})
            )
        make_publication(Findings(measured, {"en": "How safe?"}))

    @pytest.mark.parametrize(
        ("written", "wanted", "given"),
        [
            (("en", "bn"), "bn", "bn"),
            (("en", "bn"), "so", "en"),
            (("bn", "so"), "fr", "bn"),
        ],
        ids=["own", "english", "first"],
    )
    def test_a_language_falls_back(self, written: tuple[str, ...], wanted: str, given: str) -> None:
        messages = {language: Message(language, PNG) for language in written}
        assert Publication({}, messages, "", "").get_message(wanted).text == given


class TestLatest:
    @pytest.fixture
    async def store(self, tmp_path: Path) -> Any:
        store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'canvass.db'}")
        await save_questionnaire(store, QUESTIONNAIRE)
        yield store
        await store.close()

    async def publish(self, store: Store, name: str, **changes: Any) -> Round:
        added = await add_round(store, draft(name))
        content: dict[str, Any] = {"state": RoundState.PUBLISHED, "synthetic": False}
        round_ = replace(added, **(content | changes))
        async with store.write() as connection:
            await save_round(connection, round_)
            body = Publication({}, {"en": Message(name, PNG)}, "", "").write()
            await save_publication(connection, round_.id, body)
        return round_

    async def latest(self, store: Store) -> str:
        found = await find_latest(store)
        return found.get_message("en").text if found else ""

    async def test_without_any_there_is_none(self, store: Store) -> None:
        await add_round(store, draft("spring"))
        assert await self.latest(store) == ""

    async def test_it_is_the_last_published(self, store: Store) -> None:
        await self.publish(store, "later", published_on=date(2026, 9, 1))
        await self.publish(store, "earlier", published_on=date(2026, 8, 1))
        assert await self.latest(store) == "later"

    async def test_real_answers_come_before_synthetic_ones(self, store: Store) -> None:
        await self.publish(store, "real", published_on=date(2026, 8, 1))
        await self.publish(store, "demo", published_on=date(2026, 9, 1), synthetic=True)
        assert await self.latest(store) == "real"

    async def test_synthetic_ones_are_shown_where_there_are_no_others(self, store: Store) -> None:
        await self.publish(store, "demo", published_on=date(2026, 9, 1), synthetic=True)
        assert await self.latest(store) == "demo"

    @pytest.mark.parametrize(
        "changes",
        [{"state": RoundState.WITHDRAWN}, {"rehearsal": True}],
        ids=["withdrawn", "trial"],
    )
    async def test_what_is_withdrawn_or_a_trial_is_never_shown(
        self, store: Store, changes: dict[str, Any]
    ) -> None:
        await self.publish(store, "gone", published_on=date(2026, 9, 1), **changes)
        assert await self.latest(store) == ""
