"""What the evidence pack says of itself: what it proves, what it does not, and how to check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analysis.consultation.consulted import Consulted
from analysis.consultation.contents import SHOWN
from analysis.phrases import say_fieldwork
from analysis.tabulating.listing import SYNTHETIC

SUMS, README = "SHA256SUMS", "README.txt"
_MADE_UP = f"{SYNTHETIC}: the answers are made up. No resident said any of this."

CONTENTS: Mapping[str, str] = {
    "round.json": "dates, decision, counts as they may be told, versions, fingerprint",
    "questionnaire.json": "the questionnaire that was asked, in all its languages, as frozen",
    "questionnaire-LANGUAGE.txt": "the same as people can read it",
    "start-LANGUAGE.txt": "the first screen: why it is asked, for which decision, until when",
    "privacy-LANGUAGE.txt": "the privacy notice",
    SHOWN: "hashes of these screens as the audit trail recorded them, from when on each was shown",
    "translations.csv": "languages: what is translated, and what was signed off",
    "plan.json": "how figures are made, as frozen with the round",
    "frozen-files.csv": "a hash of every file that was frozen",
    "results/": "every figure that may be published, as JSON and CSV",
    "themes.json": "themes and approved quotes, as published",
    "themes-codebook.json": "by which rules comments are coded",
    "agreement.json": "how far the program's codes agree with an analyst's, and with a reader's "
    "on made-up comments",
    "you-said-we-did.json": "what is recorded as done",
    SUMS: "a SHA-256 of every other file of this pack",
}
"""What a file of the pack is, by its name; a pack has those that its round has."""

_PROVES = """What it proves
- What was asked, in which languages, on which days, and which decision it fed.
- That the figures here were made from the frozen answers whose hashes are in frozen-files.csv, by
  the plan and the version named in round.json. Whoever holds the frozen round can make them again
  and get the same bytes.
- That the round was recorded as it says, up to the line of the audit trail whose fingerprint is in
  round.json.
{shown}
What it does not prove
- Who took part. Nobody's name is kept, and people chose to take part.
- When the pack was made, unless somebody else keeps a copy or its hash. The audit trail of the
  installation has the hash and the day, but who runs the installation keeps it. Give the hash of
  this file to somebody who can say when they got it.
{not_shown}- What single people answered or wrote: no answers are in here, no comments but
  approved quotes, and no number that disclosure control did not pass.
"""

_SHOWN = """\
- Which words people were shown before they agreed, and from which day on: shown.csv has the hashes
  that the audit trail recorded then. Where it says yes, they are the words of the file here.
"""
_OTHERS = """\
- What the first screen and the privacy notice said while another line of shown.csv held, one that
  says no: the files here are worded by the version named in round.json and the partnership's file
  of today.
"""
_NOT_SHOWN = """\
- That the first screen and the privacy notice were worded so on every day of the round: they are
  shown as the version named in round.json words them, with the partnership's file of today.
"""

_CHECK = """How to check it
1. That no file of the pack was changed. In the folder that it was unpacked in:
     sha256sum -c SHA256SUMS
2. That the frozen round is the one that it speaks of. Where the frozen round is:
     canvass evidence --round {round} --check PACK.zip
   Where the database of the round is as well, it refuses a file that is none of those that the
   audit trail says were made. Or by hand for the lines of frozen-files.csv that say sha256:
     sha256sum FILE
   Lines that say hmac-sha256 are of files that could be guessed from what is published of them.
   Their key is the SHA-256 of the line "canvass evidence 1", ended by a line feed, followed by the
   file responses.parquet.
3. That the audit trail still has the line:
     canvass audit --expect {fingerprint}
4. That the figures are those of the answers:
     canvass measures --round {round} --format json
"""


def write_readme(consulted: Consulted, files: Mapping[str, bytes], fingerprint: str) -> str:
    """The first file of the pack.

    Args:
        consulted: What it is about.
        files: The others.
        fingerprint: Of the audit trail.
    """
    manifest = consulted.asked.manifest
    days = say_fieldwork(manifest.opens_on, manifest.ended_on)
    head = [
        f"Evidence pack: {manifest.title or manifest.round}",
        f"Round {manifest.round}, {days}.",
    ]
    if consulted.results.synthetic:
        head.append(_MADE_UP)
    listed = "\n".join(_list_contents(files))
    check = _CHECK.format(round=manifest.round, fingerprint=fingerprint)
    proves = _PROVES.format(**_say_shown(files.get(SHOWN)))
    return "\n\n".join(["\n".join(head), f"What is in it\n{listed}", proves.rstrip(), check])


def _say_shown(recorded: bytes | None) -> dict[str, str]:
    """What the pack proves of the screens that people were shown, and what it does not."""
    if recorded is None:
        return {"shown": "", "not_shown": _NOT_SHOWN}
    others = any(line.endswith(b",no") for line in recorded.splitlines())
    return {"shown": _SHOWN, "not_shown": _OTHERS if others else ""}


def _list_contents(files: Mapping[str, bytes]) -> Iterator[str]:
    for name, what in CONTENTS.items():
        start, _, end = name.partition("LANGUAGE")
        if name == SUMS or any(one.startswith(start) and one.endswith(end) for one in files):
            yield f"- {name}: {what}"
