"""Answers collected another way: a file of rows and a mapping to a questionnaire's items.

Every row becomes a finished interview by the same rules that hold in chat: its codes must be on
offer, routing must have asked for them, and whoever the questionnaire screens out is refused. All
rows are read before any is kept, and every row refused is told with its line and reason.

mapping   how the columns of a file fit a questionnaire
draws     what must have been drawn, from what was asked
values    one value of a row as the answer to its question
rows      a whole file as finished interviews
"""

from surveys.importing.mapping import FileMapping, Item, load_mapping
from surveys.importing.rows import ImportedFile, ImportedInterview, read_answers

__all__ = [
    "FileMapping",
    "ImportedFile",
    "ImportedInterview",
    "Item",
    "load_mapping",
    "read_answers",
]
