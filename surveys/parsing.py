"""Reading routing expressions: tokens and a recursive descent parser; no `eval`.

    disjunction  = conjunction { "or" conjunction }
    conjunction  = comparison { "and" comparison }
    comparison   = sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]
    sum          = product { ( "+" | "-" ) product }
    product      = unary { ( "*" | "div" | "mod" ) unary }
    unary        = { "-" } primary
    primary      = "${" name "}" | string | number | function "(" [ arguments ] ")"
                 | "(" disjunction ")"

Size and depth are bounded here, so that whatever was read can be evaluated without limits of
its own. What an expression means is in `surveys.expressions`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from surveys.syntax import (
    ARGUMENTS,
    COMPARISONS,
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

MAX_LENGTH = 2_000
MAX_NESTING = 16
MAX_ARITHMETIC = 32

_TOKEN = re.compile(
    r"""(?P<reference>\$\{\s*[A-Za-z_][A-Za-z0-9_]*\s*\})
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
      | (?P<word>[A-Za-z][A-Za-z0-9_-]*)
      | (?P<symbol>!=|<=|>=|[=<>+*(),-])
      | (?P<space>\s+)
    """,
    re.VERBOSE | re.ASCII,
)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Read an expression.

    Raises:
        ExpressionError: It is not an expression of this language, or is too long or too deep.
    """
    if len(text) > MAX_LENGTH:
        problem = f"the expression is longer than {MAX_LENGTH} characters"
        raise ExpressionError(MAX_LENGTH, problem, "Split the condition over several questions.")
    root = _Parser(text).read()
    names = frozenset(node.name for node in walk(root) if isinstance(node, Reference))
    return Expression(text, root, names)


class _Token(NamedTuple):
    kind: str
    text: str
    position: int


def _read_tokens(text: str) -> list[_Token]:
    """All tokens, closed by one of kind ``end``."""
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise ExpressionError(at + 1, *_unreadable(text[at:]))
        if found.lastgroup != "space":
            tokens.append(_Token(found.lastgroup, found.group(), at + 1))
        at = found.end()
    return [*tokens, _Token("end", "", len(text) + 1)]


def _unreadable(rest: str) -> tuple[str, str]:
    if rest[0] in "'\"":
        return "a text in quotes is not closed", f"Close it with {rest[0]}."
    if rest[0] == "$":
        return "a reference is not complete", "Write it as ${question_name}."
    return f"'{rest[0]}' has no meaning here", "Use the operators = != < <= > >= + - * div mod."


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self._tokens = _read_tokens(text)
        self._at = 0
        self._nesting = 0
        self._arithmetic = 0

    def read(self) -> Node:
        node = self._disjunction()
        if self._next.kind != "end":
            raise _unexpected(self._next, "Join two conditions with 'and' or 'or'.")
        return node

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _accept(self, *texts: str) -> str:
        """Take the next token if it is one of these signs or words, else take nothing."""
        token = self._next
        if token.kind not in {"symbol", "word"} or token.text not in texts:
            return ""
        self._at += 1
        return token.text

    def _disjunction(self) -> Node:
        return self._chain("or", self._conjunction)

    def _conjunction(self) -> Node:
        return self._chain("and", self._comparison)

    def _chain(self, word: str, operand: Callable[[], Node]) -> Node:
        operands = [operand()]
        while self._accept(word):
            operands.append(operand())
        return operands[0] if len(operands) == 1 else Junction(word, tuple(operands))

    def _comparison(self) -> Node:
        left = self._sum()
        sign = self._accept(*COMPARISONS)
        if not sign:
            return left
        node = Comparison(sign, left, self._sum())
        if self._next.text in COMPARISONS:
            raise _unexpected(self._next, "Compare two values at a time and join with 'and'.")
        return node

    def _sum(self) -> Node:
        return self._arithmetic_chain(self._product, "+", "-")

    def _product(self) -> Node:
        return self._arithmetic_chain(self._unary, "*", "div", "mod")

    def _arithmetic_chain(self, operand: Callable[[], Node], *signs: str) -> Node:
        node = operand()
        while sign := self._accept(*signs):
            node = self._combine(sign, node, operand())
        return node

    def _unary(self) -> Node:
        negative = False
        while self._accept("-"):
            negative = not negative
        node = self._primary()
        return self._combine("-", Literal(0.0), node) if negative else node

    def _combine(self, sign: str, left: Node, right: Node) -> Node:
        """One step of arithmetic; they are counted because each makes the tree deeper."""
        self._arithmetic += 1
        if self._arithmetic > MAX_ARITHMETIC:
            problem = f"there are more than {MAX_ARITHMETIC} steps of arithmetic"
            raise ExpressionError(self._next.position, problem, "Ask for the sum instead.")
        return Arithmetic(sign, left, right)

    def _primary(self) -> Node:
        token = self._next
        if token.kind == "end":
            raise _unexpected(token, _expected(token))
        self._at += 1
        if token.kind == "reference":
            return Reference(token.text[2:-1].strip())
        if token.kind == "text":
            return Literal(token.text[1:-1])
        if token.kind == "number":
            return Literal(float(token.text))
        if token.kind == "word" and self._accept("("):
            return self._call(token)
        if token.text == "(":
            return self._bracketed(token)[0]
        raise _unexpected(token, _expected(token))

    def _call(self, name: _Token) -> Node:
        if name.text not in ARGUMENTS:
            known = ", ".join(ARGUMENTS)
            problem = f"'{name.text}' is not a function of this language"
            raise ExpressionError(name.position, problem, f"Use one of {known}.")
        arguments = () if self._accept(")") else self._bracketed(name, several=True)
        fewest, most = ARGUMENTS[name.text]
        if not fewest <= len(arguments) <= most:
            problem = f"{name.text}() has {len(arguments)} arguments"
            takes = fewest if fewest == most else f"{fewest} to {most}"
            raise ExpressionError(name.position, problem, f"Give it {takes}.")
        return Call(name.text, arguments)

    def _bracketed(self, opening: _Token, *, several: bool = False) -> tuple[Node, ...]:
        """What stands up to the closing bracket, which is taken too."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            problem = f"brackets are nested deeper than {MAX_NESTING}"
            raise ExpressionError(opening.position, problem, "Simplify the condition.")
        inside = [self._disjunction()]
        while several and self._accept(","):
            inside.append(self._disjunction())
        if not self._accept(")"):
            raise _unexpected(self._next, "A closing bracket is missing before this.")
        self._nesting -= 1
        return tuple(inside)


def _unexpected(token: _Token, remedy: str) -> ExpressionError:
    if token.kind == "end":
        return ExpressionError(token.position, "the expression ends too early", remedy)
    return ExpressionError(token.position, f"'{token.text}' is not expected here", remedy)


def _expected(token: _Token) -> str:
    if token.kind == "word" and token.text not in {"and", "or", "div", "mod"}:
        return f"Write ${{{token.text}}} for a question or '{token.text}' for an option code."
    return "A question, a text, a number or a bracket is expected here."
