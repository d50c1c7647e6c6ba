"""What `canvass export --respondent-level` does: a row for each respondent, for restricted sharing.

That is no publication: files are k-anonymous, not for everybody, and not in the ledger.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.auditing import note
from bot.exportable import check_exportable
from bot.files import Drafts, check_folder_to_be, list_files
from bot.leaving import EXPORT, RESPONDENTS
from bot.measuring import find_frozen
from bot.outputs import PEOPLE, Form
from bot.reaching import check_folder
from bot.settings import Settings


async def export_respondents(
    settings: Settings, name: str, to: Path, form: Form, *, plan: str = ""
) -> list[str]:
    """Write a row for each respondent, for analysts under an agreement; which files, a line each.

    Respondent-level files are no publication: they are made k-anonymous, are not for everybody, and
    are not in the ledger. That they were made is in the audit trail.

    Args:
        settings: Where everything is.
        name: The round.
        to: The folder; made where it is not there.
        form: ``csv``, ``sav``, ``parquet`` or all three.
        plan: A name or file of another plan, whose groupings are kept.
    """
    from analysis import exports  # noqa: PLC0415  # pandas, and needed here only
    from analysis.dataset import open_round  # noqa: PLC0415  # the same
    from analysis.exports.respondents import render_respondents  # noqa: PLC0415  # the same

    check_folder_to_be(to)
    check_folder(to)
    await check_exportable(settings, name)
    frozen = find_frozen(settings, name, plan)
    dataset = await asyncio.to_thread(open_round, frozen.folder)
    files: dict[Path, bytes] = {}
    for one in PEOPLE if form is Form.ALL else (form,):
        made = await asyncio.to_thread(render_respondents, dataset, frozen.plan, exports.Form(one))
        files |= {to / file: content for file, content in made.items()}
    with Drafts(files, to, private=True) as drafts:
        await note(settings, EXPORT, name, f"{RESPONDENTS} {form}")
        drafts.keep()
    return [*list_files(files, to), "Restricted: a row for each respondent. Not for publication."]
