"""The pictures of a consultation, each with its words and its table: for pages, files and chat.

They show what the report says and nothing else. A panel for each measure, as the annual survey has
it, would show one dot: a consultation has no series and no target.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.consultation.consulted import Consulted
from analysis.consultation.following import find_concerns, say_who_named
from analysis.consultation.issues import make_issues_figure
from analysis.consultation.opening import list_safe
from analysis.consultation.share_figure import make_shares_figure
from analysis.consultation.theme_figure import make_themes_figure
from analysis.distributing import SEVERAL
from analysis.figures import Figure, Kind, list_figures
from analysis.figures.saying import find_digits
from analysis.figures.spreads import list_options, make_spread_figure
from analysis.figures.words import FALLBACK, find_words
from analysis.origin import say_origin
from analysis.phrases import say_within
from analysis.places import make_map
from analysis.spread import Distribution, Spread
from analysis.tables import Column, Unit
from analysis.tabulating.marking import mark as mark_cell

SHARES_OF_THEM = "Shares of these people, who could choose several; they do not add up to 100 %."
ALL_ASKED = Column(
    "all_asked",
    "Share with “don't know” in the base",
    Unit.SHARE,
    "Of everybody who answered the question, those who did not know with them.",
)


def list_pictures(consulted: Consulted) -> tuple[Figure, ...]:
    """Issues, concerns, how safe people feel, themes, who took part and the map; none drawn yet.

    Answers of which nothing may be shown have no picture; the report says that they were asked for.

    Args:
        consulted: What may be said of the consultation; nothing else can be drawn.

    Raises:
        TypeError: Something else was given.
    """
    if not isinstance(consulted, Consulted):
        raise TypeError("only what is released of a consultation is drawn")
    figures = (
        *list_answer_pictures(consulted),
        *_list_themes(consulted),
        *list_taking_part(consulted),
        *_list_maps(consulted),
    )
    hidden = {_name(one) for one in consulted.results.distributions if not _is_shown(one)}
    origin = say_origin(consulted.results)
    return tuple(replace(one, origin=origin) for one in figures if one.name not in hidden)


def list_answer_pictures(consulted: Consulted) -> tuple[Figure, ...]:
    """What people answered: issues, concerns, and the other questions."""
    issues = make_issues_figure(consulted)
    return (
        *([issues] if issues else []),
        *list_concern_pictures(consulted),
        *list_other_pictures(consulted),
    )


def list_concern_pictures(consulted: Consulted) -> tuple[Figure, ...]:
    """What people chose several of, or named first, with whom the shares are of.

    "Don't know" is not in their base, and many can say it: the share of all who answered, with
    those, stands in the table.
    """
    found = find_concerns(consulted)
    results, words = consulted.results, find_words(FALLBACK)
    mark = words["synthetic"] if results.synthetic else ""
    return tuple(
        _add_all_asked(make_spread_figure(_say_of_whom(consulted, one), results, words, mark), one)
        for one in found
    )


def _say_of_whom(consulted: Consulted, one: Distribution) -> Distribution:
    who = f"Of {say_within(one.domain_label)}, those who {say_who_named(consulted, one)}"
    notes = tuple(SHARES_OF_THEM if note == SEVERAL else note for note in one.notes)
    return replace(one, domain_label=who, notes=notes)


def _add_all_asked(figure: Figure, one: Distribution) -> Figure:
    """The picture with a column more in its table."""
    digits = find_digits(one.base)
    shares = [mark_cell(option.all_asked, option.status) for option in list_options(one)]
    rows = tuple((*row, share) for row, share in zip(figure.table.rows, shares, strict=True))
    column = replace(ALL_ASKED, digits=digits)
    table = replace(figure.table, columns=(*figure.table.columns, column), rows=rows)
    return replace(figure, table=table)


def list_other_pictures(consulted: Consulted) -> tuple[Figure, ...]:
    """Answers of which one was chosen, but those to issues.

    Where the plan tells of no question all its answers, as one made up for a demo, the shares of
    its measures stand together in one picture.
    """
    scored = {one.answers for one in consulted.asked.issues}
    spreads = [
        one
        for one in consulted.results.distributions
        if one.kind is Spread.OPTIONS
        and one.name not in consulted.asked.named
        and one.domain == consulted.asked.domain
        and one.name not in scored
    ]
    if spreads:
        return _pick(consulted, spreads)
    shares = make_shares_figure(consulted, list_safe(consulted))
    return (shares,) if shares else ()


def list_taking_part(consulted: Consulted) -> tuple[Figure, ...]:
    """Who took part, beside the census."""
    return tuple(one for one in list_figures(consulted.released) if one.kind is Kind.TOOK_PART)


def _list_themes(consulted: Consulted) -> Iterator[Figure]:
    if figure := make_themes_figure(consulted):
        yield figure


def _list_maps(consulted: Consulted) -> Iterator[Figure]:
    if consulted.places and (figure := make_map(consulted.places, consulted.outlines)):
        yield figure


def _pick(consulted: Consulted, wanted: Sequence[Distribution]) -> tuple[Figure, ...]:
    """The pictures of these distributions, in their order."""
    figures = {one.name: one for one in list_figures(consulted.released)}
    return tuple(figures[name] for name in map(_name, wanted) if name in figures)


def _name(one: Distribution) -> str:
    return f"answers-{one.name}-{one.domain}".replace("_", "-")


def _is_shown(one: Distribution) -> bool:
    return any(option.estimate is not None for option in one.options)
