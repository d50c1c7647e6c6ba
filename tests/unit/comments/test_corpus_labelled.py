"""The labelled comments are fit to measure a coder with: whole, consistent, and rich enough."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import pytest

from tests.comments.labelled import (
    ALONE,
    CODES,
    DATA,
    SENTIMENTS,
    SPLITS,
    STANCES,
    Labels,
    Relabelled,
    load_clean,
    load_labelled,
    load_relabelled,
    load_second,
)

LABELLED = load_labelled()
CLEAN = load_clean()
RELABELLED = load_relabelled()
SECOND = load_second()
README = " ".join((DATA / "README.md").read_text(encoding="utf-8").split())
QUOTES = [
    (
        (
            "My area feels safe when there are visible and regular police and THEO patrols, "
            "council CCTV, adequate lighting."
        ),
        {"police_presence", "cctv", "lighting", "positive_safe"},
        {"protective"},
        "S001 L444",
    ),
    (
        "Good lighting, CCTV and activities for young people e.g. outdoor gyms is so important.",
        {"lighting", "cctv", "youth_provision"},
        {"ask"},
        "S001 L446",
    ),
    (
        (
            "My area doesn't feel very safe \N{EN DASH} there is a lack of police presence and "
            "this has given rise to ASB and drugs."
        ),
        {"police_presence", "asb_general", "drugs_unspecified"},
        {"problem"},
        "S001 L448",
    ),
    (
        "The area is far too male dominated. Street harassment is an issue.",
        {"street_harassment", "womens_safety"},
        {"problem"},
        "S001 L450",
    ),
    (
        (
            "The council need to set up youth centres and have activities for the young and "
            "vulnerable."
        ),
        {"youth_provision", "mental_health_support"},
        {"ask"},
        "S001 L452",
    ),
]


def plain(text: str) -> str:
    """The text without case, signs and spacing, so that a copy with a new full stop shows."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^\w]+", " ", folded).strip() or text


def agreement(first: Sequence[object], second: Sequence[object]) -> float:
    """Cohen's kappa of two readers' labels of the same things."""
    observed = sum(one == other for one, other in zip(first, second, strict=True)) / len(first)
    mine, theirs = Counter(first), Counter(second)
    by_chance = sum(mine[label] * theirs[label] for label in mine) / len(first) ** 2
    return (observed - by_chance) / (1 - by_chance)


def kappas(read: Sequence[Relabelled]) -> str:
    """Kappa of two readings as the README gives it."""

    def of(told: Callable[[Labels], Iterable[object]]) -> float:
        firsts = [label for twice in read for label in told(twice.first)]
        seconds = [label for twice in read for label in told(twice.second)]
        return agreement(firsts, seconds)

    codes = of(lambda labels: [code in labels.codes for code in CODES])
    pairs = [(code, stance) for code in CODES for stance in STANCES]
    stances = of(lambda labels: [pair in labels.stances for pair in pairs])
    tone = of(lambda labels: [labels.sentiment])
    return f"codes {codes:.3f}, codes with their stances {stances:.3f}, sentiment {tone:.3f}"


@pytest.mark.parametrize("number", range(len(QUOTES)), ids=lambda number: f"quote {number + 1}")
def test_the_resident_quotes_come_first_with_their_expected_labels(number: int) -> None:
    text, codes, stances, source = QUOTES[number]
    comment = LABELLED[number]
    assert (comment.text, set(comment.labels.codes)) == (text, codes)
    assert {stance for _, stance in comment.labels.stances} == stances
    assert source in comment.note


def has_known_labels(labels: Labels) -> bool:
    return (
        0 < len(labels.codes) == len(set(labels.codes) & set(CODES))
        and len(labels.stances) == len(set(labels.stances))
        and {stance for _, stance in labels.stances} <= set(STANCES)
        and labels.sentiment in SENTIMENTS
    )


def has_a_stance_for_each_theme(labels: Labels) -> bool:
    return {code for code, _ in labels.stances} == set(labels.codes) - set(ALONE)


def stands_alone_where_it_must(labels: Labels) -> bool:
    return len(labels.codes) == 1 or not {"other", *ALONE} & set(labels.codes)


def is_safe_only_as_a_help(labels: Labels) -> bool:
    return {stance for code, stance in labels.stances if code == "positive_safe"} <= {"protective"}


def is_afraid_only_without_a_reason(labels: Labels) -> bool:
    """Plain fear is a problem, beside no theme that is a problem or wanted."""
    if "unsafe_unspecified" not in labels.codes:
        return True
    troubling = [pair for pair in labels.stances if pair[1] != "protective"]
    return troubling == [("unsafe_unspecified", "problem")]


def feels_nothing_where_nothing_is_read(labels: Labels) -> bool:
    return labels.sentiment == "none" or not set(ALONE) & set(labels.codes)


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(rule, id=rule.__name__)
        for rule in (
            has_known_labels,
            has_a_stance_for_each_theme,
            stands_alone_where_it_must,
            is_safe_only_as_a_help,
            is_afraid_only_without_a_reason,
            feels_nothing_where_nothing_is_read,
        )
    ],
)
def test_every_comment_is_labelled_by_the_rules_of_the_guide(
    rule: Callable[[Labels], bool],
) -> None:
    assert [comment.id for comment in LABELLED if not rule(comment.labels)] == []


def test_the_guide_tells_of_every_code_and_of_no_other() -> None:
    guide = (DATA / "GUIDE.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", guide, flags=re.MULTILINE) == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_each_code_is_met_at_least_eight_times_and_in_both_splits(code: str) -> None:
    splits = Counter(comment.split for comment in LABELLED if code in comment.labels.codes)
    assert splits.total() >= 8
    assert min(splits[split] for split in SPLITS) >= 3


@pytest.mark.parametrize("stance", STANCES)
@pytest.mark.parametrize("split", SPLITS)
def test_each_stance_is_met_in_both_splits(stance: str, split: str) -> None:
    held = [
        comment
        for comment in LABELLED
        if comment.split == split and stance in {taken for _, taken in comment.labels.stances}
    ]
    assert len(held) >= 30


@pytest.mark.parametrize("sentiment", SENTIMENTS)
@pytest.mark.parametrize("split", SPLITS)
def test_each_sentiment_is_met_in_both_splits(sentiment: str, split: str) -> None:
    held = [
        comment
        for comment in LABELLED
        if comment.split == split and comment.labels.sentiment == sentiment
    ]
    assert len(held) >= 5


@pytest.mark.parametrize(
    ("pairs", "least"),
    [
        pytest.param([(one.id, one.split, one.text) for one in LABELLED], 340, id="labelled"),
        pytest.param([(one.id, one.split, one.text) for one in CLEAN], 400, id="clean"),
    ],
)
def test_a_corpus_is_large_enough_without_repeats_and_mostly_held_out(
    pairs: list[tuple[str, str, str]], least: int
) -> None:
    assert len(pairs) >= least
    assert [one[0] for one in pairs] == sorted({one[0] for one in pairs})
    repeated = [
        text for text, times in Counter(plain(one[2]) for one in pairs).items() if times > 1
    ]
    assert repeated == []
    splits = Counter(one[1] for one in pairs)
    assert set(splits) == set(SPLITS)
    assert 0.55 <= splits["held_out"] / len(pairs) <= 0.65


def test_no_comment_is_in_both_corpora() -> None:
    assert {plain(one.text) for one in LABELLED} & {plain(one.text) for one in CLEAN} == set()


@pytest.mark.parametrize(
    "read", [pytest.param(RELABELLED, id="again"), pytest.param(SECOND, id="second reader")]
)
def test_what_was_read_twice_is_in_the_corpus_and_the_readme_gives_its_agreement(
    read: Sequence[Relabelled],
) -> None:
    assert len({twice.id for twice in read}) == len(read) >= 120
    assert {twice.id for twice in read} <= {comment.id for comment in LABELLED}
    assert kappas(read) in README


def test_both_passes_of_one_reader_were_made_before_plain_fear_had_a_code() -> None:
    used = {
        code for twice in RELABELLED for one in (twice.first, twice.second) for code in one.codes
    }
    assert set(CODES) - used == {"unsafe_unspecified", "untranslated"}
    assert "before the code `unsafe_unspecified` existed" in README


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("labelled.csv", len(LABELLED)),
        ("relabelled.csv", len(RELABELLED)),
        ("second_reader.csv", len(SECOND)),
        ("clean.csv", len(CLEAN)),
    ],
)
def test_the_readme_gives_the_size_of_each_file(file: str, rows: int) -> None:
    assert re.search(rf"\| `{re.escape(file)}` \|[^|]*\| {rows} \|", README)
