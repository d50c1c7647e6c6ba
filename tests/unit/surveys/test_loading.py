from __future__ import annotations

from pathlib import Path

import pytest

from surveys.errors import CanvassError, Fault, QuestionnaireRefused
from surveys.loading import load_catalogue, load_questionnaire
from surveys.questionnaire import Kind, OptionKind, Questionnaire

GOOD = """\
name: example
version: 3
languages: [en, bn]
title: {en: Example, bn: উদাহরণ}
scales:
  yes_no:
    - {code: yes, label: {en: "Yes", bn: হ্যাঁ}}
    - {code: no, label: {en: "No", bn: না}}
    - {code: dont_know, label: {en: Don't know, bn: জানি না}, kind: dont_know}
parts:
  - {name: main, title: {en: Main, bn: প্রধান}}
  - {name: more, title: {en: More, bn: আরও}, offer: {en: More, bn: আরও}}
questions:
  - name: lives_here
    kind: single
    required: true
    text: {en: Do you live here, bn: আপনি কি এখানে থাকেন}
    options:
      - {code: 1, label: {en: "Yes", bn: হ্যাঁ}}
      - {code: 2, label: {en: "No", bn: না}}
    endings:
      - {name: elsewhere, when: "${lives_here} = '2'", message: {en: Thanks., bn: ধন্যবাদ।}}
  - name: concerns
    kind: multiple
    maximum: 2
    text: {en: What concerns you, bn: কী আপনাকে চিন্তিত করে}
    options:
      - {code: noise, label: {en: Noise, bn: শব্দ}}
      - {code: drugs, label: {en: Drugs, bn: মাদক}}
      - {code: none, label: {en: None, bn: কিছুই না}, exclusive: true}
  - name: reported
    kind: scale
    relevant: "not(selected(${concerns}, 'none'))"
    text: {en: Did you report it, bn: আপনি কি জানিয়েছেন}
    options: $yes_no
  - name: health
    kind: single
    part: more
    personal: true
    sensitive: true
    text: {en: How is your health, bn: আপনার স্বাস্থ্য কেমন}
    why: {en: We ask to compare., bn: তুলনার জন্য।}
    options:
      - {code: good, label: {en: Good, bn: ভালো}}
      - {code: bad, label: {en: Bad, bn: খারাপ}, relevant: "${reported} = 'yes'"}
      - {code: refused, label: {en: No answer, bn: উত্তর নেই}, kind: prefer_not_to_say}
  - name: years
    kind: number
    part: more
    minimum: 0
    maximum: 99
    text: {en: How many years, bn: কত বছর}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def _load(folder: Path, text: str) -> Questionnaire:
    path = folder / "example.yaml"
    path.write_text(text, encoding="utf-8")
    return load_questionnaire(path)


def _faults(folder: Path, text: str) -> tuple[Fault, ...]:
    with pytest.raises(QuestionnaireRefused) as refused:
        _load(folder, text)
    return refused.value.faults


def test_a_file_becomes_a_questionnaire(folder: Path) -> None:
    questionnaire = _load(folder, GOOD)
    assert (questionnaire.name, questionnaire.version) == ("example", 3)
    assert questionnaire.languages == ("en", "bn")
    assert questionnaire.by_name["concerns"].kind is Kind.MULTIPLE
    assert questionnaire.by_name["years"].maximum == 99


def test_codes_stay_as_written_where_yaml_would_make_numbers_and_booleans(folder: Path) -> None:
    questionnaire = _load(folder, GOOD)
    assert [option.code for option in questionnaire.by_name["lives_here"].options] == ["1", "2"]
    assert [option.code for option in questionnaire.by_name["reported"].options] == [
        "yes",
        "no",
        "dont_know",
    ]


def test_a_scale_gives_its_options_to_each_question_that_names_it(folder: Path) -> None:
    option = _load(folder, GOOD).by_name["reported"].option("dont_know")
    assert option is not None
    assert option.kind is OptionKind.DONT_KNOW
    assert option.label["bn"] == "জানি না"


def test_a_plain_text_is_in_the_first_language(folder: Path) -> None:
    text = GOOD.replace("languages: [en, bn]", "languages: [en]")
    lines = [line for line in text.splitlines() if "bn:" not in line]
    plain = [
        "title: Example",
        "questions:",
        "  - {name: mood, kind: text, text: How are you}",
        "parts:",
        "  - {name: main, title: Main}",
    ]
    questionnaire = _load(folder, "\n".join([*lines[:3], *plain]))
    assert dict(questionnaire.by_name["mood"].text) == {"en": "How are you"}


def test_areas_come_from_the_places_file_beside_the_questionnaire(folder: Path) -> None:
    text = GOOD + "  - {name: home, kind: place, part: more, text: {en: Where, bn: কোথায়}, "
    (folder / "places").mkdir()
    (folder / "places" / "town.yaml").write_text(
        "areas:\n"
        "  - code: east\n"
        "    label: {en: East, bn: পূর্ব}\n"
        "    wards: [{code: E1, label: {en: Bow, bn: বো}}]\n",
        encoding="utf-8",
    )
    home = _load(folder, text + "areas_from: town}\n").by_name["home"]
    ward = home.ward("E1")
    assert ward is not None
    assert ward.label["en"] == "Bow"


CHANGES = [
    pytest.param("title: {en: Example", "title: {en: Ex: ample", "file.yaml", "line 4", id="yaml"),
    pytest.param("version: 3", "version: 3\nversion: 4", "file.repeated-field", "line 3", id="key"),
    pytest.param("version: 3", "version: three", "questionnaire.version", "line 2", id="version"),
    pytest.param("version: 3\n", "", "file.missing-field", "version", id="top field missing"),
    pytest.param("version: 3", "version: 3\nvesion: 3", "file.unknown-field", "line 3", id="top"),
    pytest.param("name: example", "name: Example 1", "questionnaire.name", "line 1", id="name"),
    pytest.param(
        "version: 3",
        "version: 3\nabout: {en: how it is}",
        "questionnaire.missing-language",
        "about",
        id="about in one language",
    ),
    pytest.param(
        "version: 3",
        f"version: 3\nabout: {{en: {'x' * 101}, bn: x}}",
        "questionnaire.too-long",
        "about",
        id="about too long",
    ),
    pytest.param(
        "version: 3", "version: 3\nyoungest: 0", "file.wrong-value", "youngest", id="youngest"
    ),
    pytest.param("[en, bn]", "[en, bn, bn]", "questionnaire.languages", "line 3", id="twice"),
    pytest.param("[en, bn]", "[en, bn, b7]", "questionnaire.languages", "line 3", id="language"),
    pytest.param("[en, bn]", "en", "questionnaire.languages", "line 3", id="languages no list"),
    pytest.param(
        "[en, bn]", "[en, bn, so]", "questionnaire.missing-language", "", id="language everywhere"
    ),
    pytest.param(
        "bn: কত বছর", "so: immisa", "questionnaire.missing-language", "'years'", id="one language"
    ),
    pytest.param(
        "bn: কত বছর", "bm: x", "questionnaire.unknown-language", "'years'", id="other language"
    ),
    pytest.param(
        "offer: {en: More", "offer: {en: ''", "questionnaire.blank-text", "'more'", id="blank"
    ),
    pytest.param("en: Noise", f"en: {'x' * 61}", "questionnaire.too-long", "'noise'", id="label"),
    pytest.param(
        "en: How many", f"en: {'x' * 1000}", "questionnaire.too-long", "'years'", id="text"
    ),
    pytest.param(
        "why: {en: We ask to compare.",
        f"lead_in: {{en: {'x ' * 490}, bn: x}}\n    why: {{en: We ask to compare.",
        "questionnaire.too-long",
        "'health'",
        id="text with its lead-in",
    ),
    pytest.param(
        'en: "No", bn: না}}\n    - {code: d',
        'en: "N\\no", bn: না}}\n    - {code: d',
        "questionnaire.several-lines",
        "scale 'yes_no', option 'no'",
        id="several lines",
    ),
    pytest.param("kind: number", "kind: numbr", "file.unknown-kind", "'years', kind", id="kind"),
    pytest.param(
        "    kind: number\n", "", "file.missing-field", "question 'years', kind", id="field missing"
    ),
    pytest.param(
        "minimum: 0", "minimun: 0", "file.unknown-field", "question 'years', minimun", id="field"
    ),
    pytest.param(
        "exclusive: true", "exlusive: true", "file.unknown-field", "option 'none'", id="deep field"
    ),
    pytest.param("minimum: 0", "minimum: none", "file.wrong-value", "minimum", id="no number"),
    pytest.param("required: true", "required: maybe", "file.wrong-value", "required", id="switch"),
    pytest.param(
        "text: {en: How many years, bn: কত বছর}",
        "text: [How many]",
        "file.wrong-value",
        "'years', text",
        id="text no text",
    ),
    pytest.param("  - name: years", "  - years", "file.yaml", "line", id="question no mapping"),
    pytest.param("name: years", "name: Years", "questionnaire.name", "'Years'", id="upper case"),
    pytest.param(
        "name: years", f"name: {'y' * 25}", "questionnaire.name", "name", id="name too long"
    ),
    pytest.param(
        "name: years", "name: a__b", "questionnaire.name", "name", id="name that splits columns"
    ),
    pytest.param(
        "name: years", "name: health", "questionnaire.name-taken", "'health'", id="name twice"
    ),
    pytest.param(
        "name: years", "name: language", "questionnaire.name-taken", "'language'", id="column"
    ),
    pytest.param("code: noise", "code: a b", "questionnaire.code", "option 'a b'", id="code"),
    pytest.param(
        "code: noise", f"code: {'n' * 29}", "questionnaire.code", "option", id="long code"
    ),
    pytest.param(
        "code: noise", "code: drugs", "questionnaire.code-taken", "option 'drugs'", id="code twice"
    ),
    pytest.param(
        "en: Noise", "en: Drugs", "questionnaire.same-label", "option 'drugs'", id="label twice"
    ),
    pytest.param(
        "code: no,", "code: no!,", "questionnaire.code", "line 8, scale 'yes_no'", id="in a scale"
    ),
    pytest.param(
        "options: $yes_no", "options: $yes_on", "questionnaire.unknown-scale", "'reported'", id="$"
    ),
    pytest.param(
        "kind: number", "kind: scale", "questionnaire.options", "'years'", id="no options"
    ),
    pytest.param(
        "kind: multiple", "kind: text", "questionnaire.options", "'concerns'", id="text, options"
    ),
    pytest.param(
        "kind: multiple", "kind: single", "questionnaire.exclusive", "'concerns'", id="exclusive"
    ),
    pytest.param(
        "{code: yes,",
        "{code: yes, kind: outside,",
        "questionnaire.options",
        "'reported'",
        id="too few substantive options",
    ),
    pytest.param("maximum: 2", "maximum: 4", "questionnaire.bounds", "'concerns'", id="too many"),
    pytest.param("maximum: 2", "maximum: 1.5", "questionnaire.bounds", "'concerns'", id="half"),
    pytest.param("minimum: 0", "minimum: 100", "questionnaire.bounds", "'years'", id="crossed"),
    pytest.param("minimum: 0", "minimum: nan", "questionnaire.bounds", "'years'", id="NaN"),
    pytest.param(
        "required: true", "minimum: 1", "questionnaire.bounds", "'lives_here'", id="single, bounds"
    ),
    pytest.param("kind: number", "kind: place", "questionnaire.areas", "'years'", id="no areas"),
    pytest.param(
        "kind: number",
        "kind: place\n    areas_from: tower-hamlet",
        "questionnaire.unknown-places",
        "'years'",
        id="places",
    ),
    pytest.param(
        "kind: number",
        "kind: place\n    areas_from: ../places/tower-hamlets",
        "questionnaire.unknown-places",
        "'years'",
        id="places elsewhere",
    ),
    pytest.param(
        "    minimum: 0\n",
        "    areas: [{code: a, label: {en: A, bn: A}, wards: [{code: b, label: {en: B}}]}]\n",
        "questionnaire.areas",
        "'years'",
        id="areas in a number",
    ),
    pytest.param(
        "kind: prefer_not_to_say",
        "kind: dont_know",
        "questionnaire.no-refusal",
        "'health'",
        id="no",
    ),
    pytest.param(
        "kind: prefer_not_to_say",
        "kind: prefer_not_to_say, relevant: \"${reported} = 'yes'\"",
        "questionnaire.no-refusal",
        "'health'",
        id="a refusal that is not always offered",
    ),
    pytest.param(
        "    why: {en: We ask to compare., bn: তুলনার জন্য।}\n",
        "",
        "questionnaire.no-reason",
        "'health'",
        id="no reason",
    ),
    pytest.param(
        "    personal: true\n", "", "questionnaire.sensitive", "'health'", id="sensitive only"
    ),
    pytest.param(
        "sensitive: true", "required: true", "questionnaire.required", "'health'", id="required"
    ),
    pytest.param("name: main", "name: mian", "questionnaire.unknown-part", "lives", id="part"),
    pytest.param("name: main", "name: mian", "questionnaire.empty-part", "'mian'", id="empty part"),
    pytest.param("name: more", "name: main", "questionnaire.name-taken", "'main'", id="part twice"),
    pytest.param(
        ", offer: {en: More, bn: আরও}", "", "questionnaire.offer", "part 'more'", id="no offer"
    ),
    pytest.param(
        "bn: প্রধান}",
        "bn: প্রধান}, offer: {en: Go, bn: Go}",
        "questionnaire.offer",
        "'main'",
        id="offer",
    ),
    pytest.param(
        "kind: number\n    part: more",
        "kind: number",
        "questionnaire.part-order",
        "'years'",
        id="part order",
    ),
    pytest.param(
        "${reported} = 'yes'", "${reported = 'yes'", "questionnaire.condition", "'bad'", id="syntax"
    ),
    pytest.param(
        "${reported}",
        "${reportd}",
        "questionnaire.unknown-question",
        "'bad'",
        id="unknown question",
    ),
    pytest.param(
        "not(selected(${concerns}, 'none'))",
        "${years} > 3",
        "questionnaire.later-question",
        "question 'reported', relevant",
        id="later question",
    ),
    pytest.param(
        "not(selected(${concerns}, 'none'))",
        "${reported} = ''",
        "questionnaire.own-answer",
        "question 'reported', relevant",
        id="own answer",
    ),
    pytest.param(
        "${concerns}, 'none'",
        "${concerns}, 'nine'",
        "questionnaire.unknown-option",
        "",
        id="option",
    ),
    pytest.param(
        "not(selected(${concerns}, 'none'))",
        "${concerns} = 'drugs'",
        "questionnaire.use-selected",
        "question 'reported'",
        id="equal to one of several",
    ),
    pytest.param(
        "${lives_here} = '2'", "true()", "questionnaire.ending", "'elsewhere'", id="ending"
    ),
    pytest.param(
        "${lives_here} = '2'",
        "${lives_here} = '1' and ${lives_here} = '2'",
        "questionnaire.never",
        "'elsewhere'",
        id="ending never reached",
    ),
    pytest.param(
        "not(selected(${concerns}, 'none'))",
        "${lives_here} = '2'",
        "questionnaire.never",
        "question 'reported'",
        id="asked only of those whose interview ended",
    ),
    pytest.param(
        "${reported} = 'yes'",
        "${reported} = 'yes' and ${reported} = 'no'",
        "questionnaire.never",
        "option 'bad'",
        id="option never shown",
    ),
]


@pytest.mark.parametrize(("old", "new", "code", "place"), CHANGES)
def test_a_fault_is_refused_with_its_code_and_place(
    folder: Path, old: str, new: str, code: str, place: str
) -> None:
    assert old in GOOD
    found = [fault for fault in _faults(folder, GOOD.replace(old, new, 1)) if fault.code == code]
    assert found
    assert any(place in fault.place for fault in found)
    for fault in found:
        assert fault.place.startswith("example.yaml")
        assert fault.problem
        assert fault.remedy.endswith((".", "?"))


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        pytest.param("kind: number", "kind: numbr", "Did you mean 'number'?", id="kind"),
        pytest.param("minimum: 0", "minimun: 0", "Did you mean 'minimum'?", id="field"),
        pytest.param("minimum: 0", "areas_form: 0", "Did you mean 'areas_from'?", id="shorthand"),
        pytest.param("exclusive:", "exlusive:", "Did you mean 'exclusive'?", id="option field"),
        pytest.param("version: 3", "vesion: 3", "Did you mean 'version'?", id="top field"),
        pytest.param("$yes_no", "$yes_on", "Did you mean 'yes_no'?", id="scale"),
        pytest.param("${reported}", "${reportd}", "Did you mean 'reported'?", id="question"),
        pytest.param("${concerns}, 'none'", "${concerns}, 'nine'", "'none'?", id="option"),
        pytest.param("kind: dont_know", "kind: dontknow", "'dont_know'?", id="option kind"),
        pytest.param("part: more", "part: mores", "Did you mean 'more'?", id="part"),
    ],
)
def test_the_nearest_known_word_is_suggested(folder: Path, old: str, new: str, remedy: str) -> None:
    faults = _faults(folder, GOOD.replace(old, new, 1))
    assert any(fault.remedy.endswith(remedy) for fault in faults)


def test_all_faults_are_told_at_once(folder: Path) -> None:
    text = (
        GOOD.replace("version: 3", "version: 0")
        .replace("code: noise", "code: a b")
        .replace("kind: number", "kind: numbr")
        .replace("${reported}", "${reportd}")
        .replace(", offer: {en: More, bn: আরও}", "")
    )
    codes = {fault.code for fault in _faults(folder, text)}
    assert codes == {
        "questionnaire.version",
        "questionnaire.code",
        "file.unknown-kind",
        "questionnaire.unknown-question",
        "questionnaire.offer",
    }


def test_texts_are_not_blamed_for_a_broken_list_of_languages(folder: Path) -> None:
    faults = _faults(folder, GOOD.replace("languages: [en, bn]", "languages: en"))
    assert [fault.code for fault in faults] == ["questionnaire.languages"]


def test_a_fault_of_a_scale_is_told_once_however_many_questions_use_it(folder: Path) -> None:
    text = GOOD.replace("code: no,", "code: no!,") + (
        "  - {name: again, kind: single, part: more, text: {en: Again, bn: আবার}, "
        "options: $yes_no}\n"
    )
    assert [fault.code for fault in _faults(folder, text)] == ["questionnaire.code"]


def test_a_fault_of_a_places_file_names_that_file(folder: Path) -> None:
    (folder / "places").mkdir()
    (folder / "places" / "town.yaml").write_text(
        "areas:\n"
        "  - {code: east, label: {en: East, bn: পূর্ব}, wards: []}\n"
        "  - {code: not_sure, label: {en: West, bn: পশ্চিম}, wards: [{code: east, "
        "label: {en: Bow}}]}\n",
        encoding="utf-8",
    )
    text = GOOD + "  - {name: home, kind: place, part: more, text: {en: Where, bn: কোথায়}, "
    faults = _faults(folder, text + "areas_from: town}\n")
    assert {fault.code for fault in faults} == {
        "questionnaire.no-wards",
        "questionnaire.code-taken",
        "questionnaire.reserved-code",
        "questionnaire.missing-language",
    }
    assert all(fault.place.startswith("town.yaml, line") for fault in faults)


def test_the_message_of_a_refusal_is_a_line_for_each_fault(folder: Path) -> None:
    text = GOOD.replace("code: noise", "code: a b").replace("kind: number", "kind: numbr")
    with pytest.raises(QuestionnaireRefused) as refused:
        _load(folder, text)
    first, second = str(refused.value).splitlines()
    assert first.startswith("example.yaml, line 28, question 'concerns', option 'a b': 'a b' is")
    assert second == (
        "example.yaml, line 48, question 'years', kind: 'numbr' is not a kind. "
        "Did you mean 'number'? [file.unknown-kind]"
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "file.shape", id="empty"),
        pytest.param(b"- a\n- b\n", "file.shape", id="a list"),
        pytest.param(b"\xff\xfe\x00", "file.encoding", id="not UTF-8"),
        pytest.param(b"name: \x07", "file.yaml", id="control character"),
        pytest.param(b"[" * 5_000, "file.yaml", id="nested without end"),
        pytest.param(b"a: &x [1]\nb: *x\n", "file.alias", id="alias"),
        pytest.param(b"a: &x {b: *x}\n", "file.alias", id="alias of itself"),
        pytest.param(b"? [1]\n: 2\n", "file.unknown-field", id="a key that is no text"),
        pytest.param(b"#" * 1_000_001, "file.too-large", id="too large"),
        pytest.param(b"name: x\nquestions: 7\nparts:\n", "file.wrong-value", id="no lists"),
        pytest.param(b"name: x\nquestions: [7]\n", "file.wrong-value", id="no questions"),
        pytest.param(b"name: x\nscales: [7]\n", "file.wrong-value", id="no scales"),
        pytest.param(b"name: x\nscales: {a: 7}\n", "file.wrong-value", id="no options"),
        pytest.param(b"name: [x]\n", "questionnaire.name", id="name no text"),
        pytest.param(b"questions: [{name: [x], kind: note}]\n", "file.wrong-value", id="odd name"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_refused(
    folder: Path, content: bytes, code: str
) -> None:
    path = folder / "example.yaml"
    path.write_bytes(content)
    with pytest.raises(QuestionnaireRefused) as refused:
        load_questionnaire(path)
    assert code in {fault.code for fault in refused.value.faults}


def test_a_file_that_cannot_be_read_is_refused(folder: Path) -> None:
    for path in (folder / "nowhere.yaml", folder):
        with pytest.raises(QuestionnaireRefused) as refused:
            load_questionnaire(path)
        assert refused.value.code == "file.unreadable"


@pytest.mark.parametrize("name", ["annual-perceptions", "../annual-perception", ""])
def test_a_name_that_the_catalogue_has_not_is_refused(name: str) -> None:
    with pytest.raises(CanvassError) as refused:
        load_catalogue(name)
    assert refused.value.code == "questionnaire.unknown"


def test_a_question_refused_for_its_kind_has_its_other_faults_told_as_well(folder: Path) -> None:
    text = GOOD.replace("name: years\n    kind: number", "name: concerns\n    kind: numbr")
    assert text != GOOD
    codes = {fault.code for fault in _faults(folder, text)}
    assert {"file.unknown-kind", "questionnaire.name-taken"} <= codes
