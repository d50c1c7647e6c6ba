from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import expressions
from surveys.expressions import (
    ExpressionError,
    compared_codes,
    equated_questions,
    evaluate,
    parse,
)
from surveys.parsing import MAX_ARITHMETIC, MAX_LENGTH, MAX_NESTING
from surveys.syntax import ARGUMENTS, COMPARISONS

CODES = {
    "age": ("18_over",),
    "band": ("18_24",),
    "number": ("7",),
    "half": ("2.5",),
    "concerns": ("noise", "drugs"),
    "empty": (),
    "place": ("north_west", "E05009317"),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("${age} = '18_over'", True, id="equal code"),
        pytest.param('${age} = "18_over"', True, id="double quotes"),
        pytest.param("${age} = 'under_16'", False, id="other code"),
        pytest.param("${age} != 'under_16'", True, id="not equal"),
        pytest.param("${ age } = '18_over'", True, id="spaces in a reference"),
        pytest.param("${empty} = ''", True, id="no answer is the empty text"),
        pytest.param("${never_heard_of} = ''", True, id="missing question is the empty text"),
        pytest.param("${empty} != 'x'", True, id="no answer differs from a code"),
        pytest.param("${number} = 7", True, id="text compared with a number"),
        pytest.param("${number} = 7.0", True, id="seven is seven"),
        pytest.param("'07' = '7'", False, id="two texts are compared as texts"),
        pytest.param("${number} >= 7 and ${number} < 8", True, id="order"),
        pytest.param("${half} > 2 and ${half} <= 2.5", True, id="decimals"),
        pytest.param("'10' > '9'", True, id="order is numeric even of texts"),
        pytest.param("${band} > 0", False, id="a code with an underscore is not a number"),
        pytest.param("${band} = 1824", False, id="a code with an underscore equals no number"),
        pytest.param("'1e3' > 0", False, id="an exponent is not a number"),
        pytest.param("'nan' = 'nan'", True, id="nan is a text like any"),
        pytest.param("${empty} = 0", False, id="empty is not zero"),
        pytest.param("${empty} < 1", False, id="empty is not below one"),
        pytest.param("${empty} >= 0", False, id="empty is not at least zero"),
        pytest.param("${empty} != 0", True, id="empty differs from zero"),
        pytest.param("number(${empty}) = number(${empty})", False, id="NaN equals nothing"),
        pytest.param("true() = 'anything'", True, id="a text beside a boolean is a boolean"),
        pytest.param("false() = ''", True, id="the empty text is false"),
        pytest.param("not(${empty})", True, id="no answer is false"),
        pytest.param("${age}", True, id="an answer is true"),
        pytest.param("0", False, id="zero is false"),
        pytest.param("number('x')", False, id="NaN is false"),
        pytest.param("selected(${concerns}, 'drugs')", True, id="selected"),
        pytest.param("selected(${concerns}, 'drug')", False, id="selected takes whole codes"),
        pytest.param("selected(${place}, 'E05009317')", True, id="ward of a place"),
        pytest.param("selected(${empty}, '')", False, id="nothing is selected"),
        pytest.param("count-selected(${concerns}) = 2", True, id="count"),
        pytest.param("count-selected(${empty}) = 0", True, id="count of none"),
        pytest.param("coalesce(${empty}, ${age}) = '18_over'", True, id="coalesce"),
        pytest.param("if(${empty} = '', 'a', 'b') = 'a'", True, id="if"),
        pytest.param("string-length(${age}) = 7", True, id="length"),
        pytest.param("string-length(10 div 4) = 3", True, id="a number written as text"),
        pytest.param("string-length(0.1 + 0.2) = 19", True, id="all digits of a number"),
        pytest.param("1 + 2 * 3 = 7", True, id="product before sum"),
        pytest.param("(1 + 2) * 3 = 9", True, id="brackets"),
        pytest.param("10 - 3 - 2 = 5", True, id="from the left"),
        pytest.param("7 mod 2 = 1 and -7 mod 2 = -1", True, id="mod keeps the sign of the left"),
        pytest.param("8 div 2 = 4", True, id="div"),
        pytest.param("1 div 0 > 1000000", True, id="division by zero is infinite"),
        pytest.param("-1 div 0 < -1000000", True, id="and has a sign"),
        pytest.param("0 div 0 = 0 div 0", False, id="zero by zero is no number"),
        pytest.param("1 mod 0 = 0", False, id="mod zero is no number"),
        pytest.param("--3 = 3 and -${number} = -7", True, id="minus"),
        pytest.param("true() or false() and false()", True, id="and before or"),
        pytest.param("(true() or false()) and false()", False, id="brackets change that"),
        pytest.param("${age} = '18_over'\n  and\t${number} = 7", True, id="any space"),
    ],
)
def test_an_expression_has_the_value_that_xpath_gives_it(text: str, expected: bool) -> None:
    assert evaluate(parse(text), CODES) is expected


@pytest.mark.parametrize(
    ("text", "position", "problem", "remedy"),
    [
        pytest.param("", 1, "ends too early", "expected", id="nothing"),
        pytest.param("${age} =", 9, "ends too early", "expected", id="no right side"),
        pytest.param("${age} = 'x", 10, "not closed", "Close it with '", id="open quote"),
        pytest.param("${age = 'x'", 1, "not complete", "${question_name}", id="open reference"),
        pytest.param("${1x} = 'x'", 1, "not complete", "${question_name}", id="bad reference"),
        pytest.param("${age} == 'x'", 9, "'=' is not expected", "expected", id="double equals"),
        pytest.param("${age} & 'x'", 8, "'&' has no meaning", "operators", id="unknown sign"),
        pytest.param("age = 'x'", 1, "'age' is not expected", "${age}", id="bare name"),
        pytest.param("${age} = x", 10, "'x' is not expected", "'x'", id="bare code"),
        pytest.param("1 = 2 = 3", 7, "'=' is not expected", "two values", id="chained comparison"),
        pytest.param("(1", 3, "ends too early", "bracket", id="open bracket"),
        pytest.param("1)", 2, "')' is not expected", "'and' or 'or'", id="stray bracket"),
        pytest.param("${a} ${b}", 6, "'${b}' is not expected", "'and' or 'or'", id="no operator"),
        pytest.param("and 1", 1, "'and' is not expected", "expected", id="operator first"),
        pytest.param("eval('1')", 1, "'eval' is not a function", "selected", id="function"),
        pytest.param("selected(${a})", 1, "has 1 arguments", "Give it 2", id="too few arguments"),
        pytest.param("true(1)", 1, "has 1 arguments", "Give it 0", id="too many arguments"),
        pytest.param("not(1,)", 7, "')' is not expected", "expected", id="stray comma"),
    ],
)
def test_a_faulty_expression_is_refused_with_place_problem_and_remedy(
    text: str, position: int, problem: str, remedy: str
) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert refused.value.position == position
    assert problem in refused.value.fault.problem
    assert remedy in refused.value.fault.remedy


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * (MAX_NESTING + 1) + "1" + ")" * (MAX_NESTING + 1), id="brackets"),
        pytest.param("not(" * (MAX_NESTING + 1) + "1" + ")" * (MAX_NESTING + 1), id="functions"),
        pytest.param("1" + "+1" * (MAX_ARITHMETIC + 1), id="arithmetic"),
        pytest.param("1 or " * (MAX_LENGTH // 5) + "1", id="length"),
    ],
)
def test_what_is_too_long_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * MAX_NESTING + "1" + ")" * MAX_NESTING, id="brackets"),
        pytest.param("1" + "+1" * MAX_ARITHMETIC, id="arithmetic"),
        pytest.param("-" * 1_900 + "1", id="signs"),
        pytest.param(" or ".join(["${a} = 'x'"] * 130), id="a long chain"),
    ],
)
def test_what_is_within_the_limits_is_evaluated(text: str) -> None:
    assert evaluate(parse(text), {"a": ("x",)})


def test_references_are_the_questions_looked_at() -> None:
    expression = parse("if(${a} = 1, ${b}, -${c}) = 2 or selected(${d}, ${e})")
    assert expression.references == {"a", "b", "c", "d", "e"}


def test_compared_codes_are_the_codes_that_a_question_is_tested_for() -> None:
    expression = parse(
        "${a} = 'x' or 'y' != ${b} or not(selected(${c}, 'z')) or ${d} = 8 or ${e} = ${f}"
    )
    assert compared_codes(expression) == {("a", "x"), ("b", "y"), ("c", "z"), ("d", "8")}
    assert equated_questions(expression) == {"a", "b"}


def test_an_expression_cannot_be_changed() -> None:
    expression = parse("${a} = 'x'")
    with pytest.raises(dataclasses.FrozenInstanceError):
        expression.text = ""  # type: ignore[misc]  # the point of the test


def test_every_function_that_can_be_parsed_can_be_evaluated() -> None:
    assert set(expressions._FUNCTIONS) == set(ARGUMENTS)


def _atoms() -> st.SearchStrategy[str]:
    return st.sampled_from(
        ["${a}", "${b}", "''", "'x'", "0", "1", "2.5", "'7'", "true()", "false()", "'x y'"]
    )


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from([*COMPARISONS, "+", "-", "*", "div", "mod", "and", "or"])
    calls = st.sampled_from(
        ["not({})", "number({})", "count-selected({})", "string-length({})", "-{}"]
    )
    return st.one_of(
        st.builds("({} {} {})".format, inner, signs, inner),
        st.builds(str.format, calls, inner),
        st.builds("if({}, {}, {})".format, inner, inner, inner),
        st.builds("selected({}, {})".format, inner, inner),
        st.builds("coalesce({}, {})".format, inner, inner),
    )


@given(
    st.recursive(_atoms(), _larger, max_leaves=12),
    st.dictionaries(st.sampled_from("ab"), st.lists(st.text(max_size=4), max_size=3).map(tuple)),
)
@settings(max_examples=300, deadline=None)
def test_evaluation_is_total(text: str, codes: dict[str, tuple[str, ...]]) -> None:
    try:
        expression = parse(text)
    except ExpressionError:
        return
    assert evaluate(expression, codes) in {True, False}


@given(st.text(alphabet="${}ab'\"()=<>!+-*.,0 \nnotdivmselct|é", max_size=60))
@settings(max_examples=500, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError as error:
        position = error.position
    else:
        position = 1
        evaluate(expression, {})
    assert 1 <= position <= len(text) + 1
