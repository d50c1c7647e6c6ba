"""What `canvass comments` prints: agreement, the queue of risks, and what may be published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from analysis.comments.agreeing import Compared
from analysis.comments.agreement import Found, Kappa
from analysis.comments.risks import NOBODY_TRACED, Waiting
from analysis.comments.told import ToldTheme
from bot.quoting import Publishable

_INTERNAL = "INTERNAL: for staff, never for publication."


@contextmanager
def show_progress() -> Iterator[Callable[[int], Callable[[int], None]]]:
    """A progress bar on standard error, begun once it is known how long it is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as progress:

        def begin(total: int) -> Callable[[int], None]:
            task = progress.add_task("Reading comments", total=total)
            return lambda done: progress.advance(task, done)

        yield begin


def describe_agreement(compared: Compared) -> Iterator[str]:
    """A line for each code that either reading has, after all of them and their stances."""
    yield _INTERNAL
    yield f"{compared.read} comments read by analysts, {compared.blind} of them blind"
    yield "Who sees the machine's codes first tends to agree; judge the machine by blind ones."
    yield f"{'code':28} {'analyst':>8} {'machine':>8} {'precision':>9} {'recall':>7}  kappa (95 %)"
    found = compared.codes
    yield _describe_code("all codes together", found.overall)
    yield _describe_code("codes with their stances", compared.stances)
    for code, one in found.by_code.items():
        if one.both + one.extra + one.missed:
            yield _describe_code(code, one)
    if compared.same_stances is not None:
        yield f"same stances where both give the code: {compared.same_stances:.0%}"
    if compared.sentiment is not None:
        kappa = _say_kappa(compared.sentiment)
        yield f"sentiment, {compared.feelings} comments: kappa {kappa}; a help for reading alone"


def _describe_code(name: str, found: Found) -> str:
    analyst, machine = found.both + found.missed, found.both + found.extra
    precision, recall = _say(found.precision), _say(found.recall)
    kappa = _say_kappa(found.kappa)
    return f"{name:28} {analyst:8} {machine:8} {precision:>9} {recall:>7}  {kappa}"


def _say_kappa(kappa: Kappa) -> str:
    if kappa.value is None:
        return "-"
    return f"{kappa.value:.2f} ({_say(kappa.low)} to {_say(kappa.high)})"


def _say(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"


def describe_risks(queue: Sequence[Waiting]) -> Iterator[str]:
    """The queue, new and urgent ones first."""
    yield _INTERNAL
    yield NOBODY_TRACED
    if not queue:
        yield "The queue is empty: no comment has a cue, and none is marked."
    for one in queue:
        cues = ", ".join(one.cues) or "marked by an analyst"
        note = f" ({one.note})" if one.note else ""
        yield f"comment {one.said.number}, {one.state}{note}: {cues}"
        # on one line, so that no comment can look like another entry of the queue
        yield f"    {' '.join(one.said.text.split())}"


def describe_publishable(found: Publishable) -> Iterator[str]:
    """What may be published of comments, and which approved quotes are left out."""
    themes = found.themes
    if themes.synthetic:
        yield "SYNTHETIC: the comments are made up."
    yield f"{themes.wrote.say()} people wrote something"
    yield f"read by an analyst: comments of {themes.read}; elsewhere the machine's codes stand"
    for theme in themes.themes:
        yield _describe_theme(theme)
        for words in found.quotes.by_theme.get(theme.code, ()):
            yield f'    "{words}"'
    for quote in found.approved:
        if quote.left_out:
            yield f"not quoted: comment {quote.number}, {quote.left_out}"


def _describe_theme(theme: ToldTheme) -> str:
    share = "" if theme.share is None else f" ({theme.share} %)"
    stances = ", ".join(f"{stance} {people.say()}" for stance, people in theme.stances.items())
    return f"{theme.label}: {theme.people.say()}{share}" + (f"; {stances}" if stances else "")
