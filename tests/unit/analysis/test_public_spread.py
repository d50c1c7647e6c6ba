from __future__ import annotations

from dataclasses import replace

from analysis.shown import Status
from analysis.spread import Distribution, OptionShown
from tests.support.released import release
from tests.support.results import make_results

SHARES = ("estimate", "ci_low", "ci_high", "unweighted", "all_asked")


def publish(name: str, domain: str = "all", base: int | None = None) -> Distribution:
    results = make_results()
    if base:
        enlarged = tuple(replace(one, base=base) for one in results.distributions)
        results = replace(results, distributions=enlarged)
    shown = release(results).results.distributions
    return next(one for one in shown if (one.name, one.domain) == (name, domain))


def list_shares(option: OptionShown) -> list[float | None]:
    return [getattr(option, name) for name in SHARES]


def test_all_shares_of_an_option_are_rounded() -> None:
    option = publish("after_dark").options[1]
    assert list_shares(option) == [0.4, 0.37, 0.43, 0.4, 0.38]
    assert list_shares(publish("after_dark", base=2000).options[1])[3:] == [0.399, 0.375]


def test_all_shares_of_an_option_are_hidden_with_it() -> None:
    shown = publish("concerns")
    hidden = [one for one in shown.options if one.status is Status.SUPPRESSED]
    assert [list_shares(one) for one in hidden] == [[None] * 5] * 2
    assert shown.base == 605


def test_a_distribution_of_too_few_tells_nothing_of_any_option() -> None:
    few = publish("after_dark", "women")
    assert (few.base, few.effective_base) == (None, None)
    assert [list_shares(one) for one in few.options] == [[None] * 5] * 5
