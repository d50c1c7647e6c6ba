"""Everything that walks a questionnaire, on one that has what only a consultation has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from surveys.checklist import find_missing
from surveys.contacts import load_contacts
from surveys.differences import Aspect
from surveys.loading import load_catalogue
from surveys.outline import render_outline
from surveys.partnership import load_partnership
from surveys.quality import find_sets
from surveys.questionnaire import Question, Questionnaire
from surveys.rounds import Purpose, Round, RoundState
from surveys.store.columns import columns_of
from surveys.trend import compare_questionnaires
from surveys.untranslated import find_untranslated
from tests.support.questionnaires import load_apart

FORM = load_apart()
CONSULTATION = load_catalogue("safety-consultation")


def changed(name: str, **fields: Any) -> Questionnaire:
    """The questionnaire with other fields of one question."""
    return replaced(name, lambda question: question.model_copy(update=fields))


def replaced(name: str, change: Callable[[Question], Question]) -> Questionnaire:
    questions = tuple(change(q) if q.name == name else q for q in FORM.questions)
    return FORM.model_copy(update={"questions": questions})


def with_dogs(question: Question) -> Question:
    dogs = question.options[0].model_copy(update={"code": "dogs", "label": {"en": "Dogs"}})
    return question.model_copy(update={"options": (*question.options, dogs)})


class TestTrend:
    @pytest.mark.parametrize(
        ("now", "item", "aspect", "words"),
        [
            pytest.param(
                changed("spot", cells=FORM.by_name["spot"].cells[:3]),
                "spot",
                Aspect.SCALE,
                'which squares can be given: was "4 squares (',
                id="other squares",
            ),
            pytest.param(
                changed("spot", maximum=2),
                "spot",
                Aspect.LIMITS,
                'was "3", is "2"',
                id="fewer squares",
            ),
            pytest.param(
                changed("focus", maximum=600),
                "focus",
                Aspect.LIMITS,
                'the most that is accepted: was "60", is "600"',
                id="longer text",
            ),
            pytest.param(
                changed("drawn", maximum=1),
                "drawn",
                Aspect.LIMITS,
                'was "2", is "1"',
                id="fewer drawn",
            ),
            pytest.param(
                changed("drawn", maximum=1),
                "noise",
                Aspect.ROUTING,
                "who is asked depends on drawn",
                id="who is asked what is drawn",
            ),
            pytest.param(
                replaced("drawn", with_dogs),
                "drawn",
                Aspect.SCALE,
                "answer dogs",
                id="more to draw from",
            ),
        ],
    )
    def test_what_changes_what_can_be_given_breaks(
        self, now: Questionnaire, item: str, aspect: Aspect, words: str
    ) -> None:
        breaks = compare_questionnaires(now, FORM).items[item].breaks
        assert [one.aspect for one in breaks if words in str(one)] == [aspect]

    @pytest.mark.parametrize(
        ("now", "item", "words"),
        [
            pytest.param(
                changed("noise", layout="list"),
                "noise",
                'how its options stand: was "row", is "list"',
                id="layout",
            ),
            pytest.param(
                changed("sort", kept=None),
                "sort",
                'what it is kept with: was "places", is "answers"',
                id="kept",
            ),
        ],
    )
    def test_what_may_only_have_an_influence_is_told(
        self, now: Questionnaire, item: str, words: str
    ) -> None:
        trend = compare_questionnaires(now, FORM).items[item]
        assert words in [str(one) for one in trend.differences]
        assert not trend.breaks

    def test_the_same_squares_in_another_order_are_the_same(self) -> None:
        now = changed("spot", cells=FORM.by_name["spot"].cells[::-1])
        assert not compare_questionnaires(now, FORM).items["spot"].differences


class TestOutline:
    @pytest.mark.parametrize(
        "line",
        [
            "drawn (draw)",
            "   never asked: 2 of 3 are drawn at random for each",
            "   options side by side",
            "   typed, at most 60 characters, redacted and confirmed",
            "   kept with the comments, apart from the answers",
            "   sent as a location, at most 3 of 4 squares of 250 m",
            "   kept with the places, apart from the answers",
            "   asked if: selected(${drawn}, 'noise')",
        ],
    )
    def test_what_is_not_in_the_wording_is_told(self, line: str) -> None:
        assert line in render_outline(FORM).splitlines()

    def test_a_limit_that_the_file_leaves_out_is_told(self) -> None:
        text = render_outline(changed("focus", maximum=None))
        assert "typed, at most 2000 characters" in text
        assert "at most 5 of 4 squares" in render_outline(changed("spot", maximum=None))

    def test_squares_are_counted_and_not_listed(self) -> None:
        assert "E5" not in render_outline(CONSULTATION).replace("E05", "")


class TestOthers:
    def test_texts_of_the_new_kinds_are_to_be_translated(self) -> None:
        assert find_untranslated(FORM, "en") == ()
        lacking = find_untranslated(FORM, "bn")
        assert {"focus text", "spot text", "noise hint", "drawn noise label"} <= set(lacking)
        assert not [line for line in lacking if "E534" in line]

    def test_the_issues_are_one_set_of_items_on_one_scale(self) -> None:
        assert [len(items) for items in find_sets(CONSULTATION)] == [18]

    def test_a_launch_needs_what_any_other_needs(self) -> None:
        days = date(2026, 12, 1), date(2026, 12, 31)
        round_ = Round(
            1, "winter", "", CONSULTATION.hash, "", "", RoundState.DRAFT, *days,
            purpose=Purpose.CONSULTATION,
        )  # fmt: skip
        partnership, contacts = load_partnership("tower-hamlets"), load_contacts("tower-hamlets")
        missing = find_missing(round_, partnership, contacts, CONSULTATION)
        names = {item.name for item in missing}
        assert {"decision", "other_way", "safeguarding_lead", "language:en"} <= names
        assert all(item.remedy for item in missing)

    def test_words_and_places_have_no_column_among_the_answers(self) -> None:
        columns = [column.name for column in columns_of(FORM)]
        assert columns == [
            "drawn__noise", "drawn__theft", "drawn__litter", "lives", "noise", "theft", "litter",
            "age",
        ]  # fmt: skip

    def test_what_other_questionnaires_do_not_use_leaves_their_hash_alone(self) -> None:
        annual = load_catalogue("annual-perception")
        assert '"layout"' not in annual.canonical_json()
        assert Questionnaire.from_canonical(CONSULTATION.canonical_json()) == CONSULTATION
