"""The tree of a routing expression: what the parser makes and the evaluation walks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from surveys.errors import CanvassError

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")

ARGUMENTS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "not": (1, 1),
        "selected": (2, 2),
        "count-selected": (1, 1),
        "coalesce": (2, 2),
        "if": (3, 3),
        "string-length": (1, 1),
        "number": (1, 1),
        "true": (0, 0),
        "false": (0, 0),
    }
)
"""The functions, each with the fewest and the most arguments it takes."""


class ExpressionError(CanvassError):
    """Raised when an expression cannot be read; `position` counts characters from 1."""

    def __init__(self, position: int, problem: str, remedy: str) -> None:
        self.position = position
        super().__init__("expression.syntax", f"character {position}", problem, remedy)


@dataclass(frozen=True, slots=True)
class Literal:
    """A text or a number written in the expression."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Reference:
    """The answer to a question: ``${name}``."""

    name: str


@dataclass(frozen=True, slots=True)
class Junction:
    """Operands joined by ``and`` or ``or``; one node however long the chain, to stay shallow."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values compared."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers combined."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Node, ...]


Node = Literal | Reference | Junction | Comparison | Arithmetic | Call


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read.

    Attributes:
        text: As written.
        root: Its tree.
        references: Names of the questions whose answers it looks at.
    """

    text: str
    root: Node
    references: frozenset[str]


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    match node:
        case Junction(_, below) | Call(_, below):
            children = below
        case Comparison(_, left, right) | Arithmetic(_, left, right):
            children = (left, right)
        case _:
            children = ()
    for child in children:
        yield from walk(child)
