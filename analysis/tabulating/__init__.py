"""Every table of a released round, as workbook, files, report and board page show it.

marking     what stands in a cell where there is no value, and beside one
shares      headlines and breakdowns
changes     change since earlier rounds, the series
verdicts    the plan's targets
spreads     distributions and means
people      who took part
equality    what differs between groups
published   figures that others published
methods     how the figures were made, and from what
listing     all of them, in order
"""

from analysis.tabulating.listing import OF_OTHERS, list_tables

__all__ = ["OF_OTHERS", "list_tables"]
