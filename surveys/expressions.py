"""Routing expressions: an XLSForm-like subset of XPath 1.0, parsed once and evaluated per tap.

``${age} = '18_over' and not(selected(${concerns}, 'none'))``

Values follow XPath 1.0: text, number or boolean. A question without an answer is the empty
text; as a number that is NaN and not zero, so ``=``, ``<``, ``<=``, ``>`` and ``>=`` with it are
false (``!=`` is the opposite of ``=``). The answers of a multiple-choice question are its codes
joined by spaces, as in XLSForm. Evaluation is total: every expression that `parse` accepts has a
value for every set of answers.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import assert_never

from surveys.parsing import parse
from surveys.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    ExpressionError,
    Junction,
    Literal,
    Node,
    Reference,
    walk,
)

__all__ = [
    "Expression",
    "ExpressionError",
    "Value",
    "compared_codes",
    "equated_questions",
    "evaluate",
    "parse",
]

Value = str | float | bool

# Not float(): Python reads "18_24" as 1824, and "1e3" and "nan" as numbers; XPath does not.
_NUMBER = re.compile(r"\s*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*", re.ASCII)


Codes = Mapping[str, tuple[str, ...]]
"""The codes chosen for each question."""

_Run = Callable[[Codes], Value]


def evaluate(expression: Expression, codes: Codes) -> bool:
    """Whether the expression holds.

    Args:
        expression: What `parse` gave.
        codes: The codes chosen for each question; a question that is missing counts as empty.
    """
    return _boolean(_compiled(expression.text)(codes))


@lru_cache(maxsize=4096)
def _compiled(text: str) -> _Run:
    """An expression as nested functions: every tap evaluates dozens of them."""
    return _compile(parse(text).root)


def _compile(node: Node) -> _Run:
    match node:
        case Literal(value):
            return lambda _: value
        case Reference(name):
            return lambda codes: " ".join(codes.get(name, ()))
        case Comparison(sign, left, right):
            return _compile_comparison(sign, left, right)
        case Junction(word, operands):
            joined = all if word == "and" else any
            runs = tuple(map(_compile, operands))
            return lambda codes: joined(_boolean(run(codes)) for run in runs)
        case Call(name, arguments):
            function = _FUNCTIONS[name]
            runs = tuple(map(_compile, arguments))
            return lambda codes: function(*(run(codes) for run in runs))
        case Arithmetic(sign, left, right):
            combine, first, second = _ARITHMETIC[sign], _compile(left), _compile(right)
            return lambda codes: combine(_number(first(codes)), _number(second(codes)))
        case _:
            assert_never(node)


def _compile_comparison(sign: str, left: Node, right: Node) -> _Run:
    """A comparison; most test an answer for a code, where both sides are known to be texts."""
    first, second = _compile(left), _compile(right)
    match left, right:
        case Reference(), Literal(str()) if sign in _EQUALITY:
            equal = _EQUALITY[sign]
            return lambda codes: equal(first(codes), second(codes))
        case _:
            return lambda codes: _compare(sign, first(codes), second(codes))


def _boolean(value: Value) -> bool:
    """XPath boolean(): a text that is not empty, a number that is neither zero nor NaN."""
    return bool(value) and value == value  # noqa: PLR0124 - only NaN differs from itself


def _number(value: Value) -> float:
    """XPath number(): NaN for whatever is not written as a plain decimal number."""
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value) else math.nan
    return float(value)


def _text(value: Value) -> str:
    """XPath string(): whole numbers without a decimal point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def _compare(sign: str, left: Value, right: Value) -> bool:
    """XPath comparison: as booleans if either is one, then as numbers, then as texts."""
    if sign not in _EQUALITY:
        return _ORDER[sign](_number(left), _number(right))
    if isinstance(left, bool) or isinstance(right, bool):
        return _EQUALITY[sign](_boolean(left), _boolean(right))
    if isinstance(left, float) or isinstance(right, float):
        return _EQUALITY[sign](_number(left), _number(right))
    return _EQUALITY[sign](left, right)


def _divide(left: float, right: float) -> float:
    """IEEE division, which Python refuses at zero: infinity, or NaN for 0 div 0."""
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    """XPath mod: the sign of the left side; NaN where IEEE has no remainder."""
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


_EQUALITY: Mapping[str, Callable[[object, object], bool]] = MappingProxyType(
    {"=": operator.eq, "!=": operator.ne}
)
_ORDER: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
)
_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = MappingProxyType(
    {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "div": _divide,
        "mod": _remainder,
    }
)
_FUNCTIONS: Mapping[str, Callable[..., Value]] = MappingProxyType(
    {
        "not": lambda value: not _boolean(value),
        "selected": lambda chosen, code: _text(code) in _text(chosen).split(),
        "count-selected": lambda chosen: float(len(_text(chosen).split())),
        "coalesce": lambda first, second: _text(first) or _text(second),
        "if": lambda condition, yes, no: yes if _boolean(condition) else no,
        "string-length": lambda value: float(len(_text(value))),
        "number": _number,
        "true": lambda: True,
        "false": lambda: False,
    }
)


def compared_codes(expression: Expression) -> frozenset[tuple[str, str]]:
    """The pairs (question, option code) that the expression tests a question for.

    They are what ``${q} = 'x'``, ``'x' != ${q}`` and ``selected(${q}, 'x')`` name, so that a
    questionnaire that asks for an option which does not exist can be refused.
    """
    found: set[tuple[str, str]] = set()
    for node in walk(expression.root):
        match node:
            case (
                Comparison("=" | "!=", Reference(name), Literal(value))
                | Comparison("=" | "!=", Literal(value), Reference(name))
                | Call("selected", (Reference(name), Literal(value)))
            ):
                found.add((name, _text(value)))
            case _:
                pass
    return frozenset(found)


def equated_questions(expression: Expression) -> frozenset[str]:
    """The questions whose whole answer is compared with a text, as ``${q} = 'x'`` does."""
    found: set[str] = set()
    for node in walk(expression.root):
        match node:
            case Comparison("=" | "!=", Reference(name), Literal(str(value))) | Comparison(
                "=" | "!=", Literal(str(value)), Reference(name)
            ) if value:
                found.add(name)
            case _:
                pass
    return frozenset(found)
