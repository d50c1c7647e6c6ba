"""Before residents are asked: an earlier round, the staff, the draft, letters, and the launch."""

from __future__ import annotations

import csv
from datetime import timedelta

from bot.app import now_utc
from surveys.rounds import london_date
from surveys.staff import EMPLOYERS, Employer
from tests.faults.people import WORDS
from tests.fieldwork.crowd import Respondent, side_by_side
from tests.fieldwork.stage import Stage
from tests.support.launching import DECISION, ready_checklist

EARLIER = "spring"
ROUND = "autumn"
DAYS = 27


async def play_earlier_round(stage: Stage, listed: int) -> list[Respondent]:
    """An earlier round, after which people asked to be told of the next one; returns them anew."""
    stage.record.heading(
        "An earlier round",
        f"A year ago, {listed} residents answered and asked to be told of the next round. "
        "That round was made and closed at the terminal.",
    )
    await stage.canvass("round", "new", EARLIER, "--audience", "both", "--decision", DECISION)
    checks = [f"{item}={words}" for item, words in ready_checklist().items()]
    await stage.canvass("round", "set", EARLIER, *(x for one in checks for x in ("--check", one)))
    await stage.canvass("round", "open", EARLIER)
    people = [await stage.add_resident("", "rounds") for _ in range(listed)]
    await side_by_side(one.take_part() for one in people)
    await stage.canvass("round", "close", EARLIER, "--early")
    stage.pass_a_year(EARLIER)
    return [stage.meet_again(one, place) for place, one in enumerate(people)]


async def play_joining(stage: Stage) -> None:
    """The administrator, whom the settings name, invites the others."""
    stage.record.heading("Staff join", "Each invitation link works once.")
    administrator = stage.staff["Administrator"]
    await administrator.types("/staff")
    for label, role in (
        ("Officer 1", "officer"),
        ("Officer 2", "officer"),
        ("Interviewer", "interviewer"),
    ):
        await administrator.types("/invite", WORDS(f"role-{role}"))
        employer = EMPLOYERS[Employer.COUNCIL]
        await administrator.taps(WORDS(f"role-{role}"), employer)
        await administrator.taps(employer, "t.me")
        await stage.staff[label].follows(administrator.link, "/staff")
    await stage.staff["Officer 1"].types("/staff")


async def play_draft(stage: Stage) -> None:
    """A draft like the earlier round, from today on."""
    stage.record.heading("A draft", "Officer 1 makes a round like the last one.")
    officer = stage.staff["Officer 1"]
    first = london_date(now_utc())
    await officer.types("/new", f"Like {EARLIER}")
    await officer.taps(f"Like {EARLIER}", "First and last day")
    yesterday = first - timedelta(days=1)
    await officer.types(f"{yesterday} {first + timedelta(days=DAYS)}", "is past")
    await officer.types(f"{first} {first + timedelta(days=DAYS)}", "A short name")
    await officer.types(ROUND, f"{ROUND} is made")


async def issue_letters(stage: Stage, letters: int) -> list[str]:
    """Invitation codes for letters to a random sample of addresses; returns their links."""
    file = stage.folder / "letters.csv"
    stage.record.heading(
        "Letters",
        f"{letters} invitation codes, made at the terminal. They are in that file and nowhere "
        "else: the database has only keyed hashes of them.",
    )
    await stage.canvass("round", "codes", ROUND, "--to", str(file), "--number", str(letters))
    with file.open(encoding="utf-8", newline="") as rows:
        return [row["link"] for row in csv.DictReader(rows)]


async def play_launch(stage: Stage, listed: int) -> None:
    """Officer 1 goes through the wizard and asks; officer 2 approves."""
    stage.record.heading(
        "The launch", "Seven steps. Telling everybody on the list needs a second officer."
    )
    officer, second = stage.staff["Officer 1"], stage.staff["Officer 2"]
    await officer.types("/launch", ROUND)
    await officer.taps(ROUND, "Preview it in this chat")
    await officer.taps("Preview it in this chat", WORDS("agree"))
    await officer.taps(WORDS("agree"), "18 or over")
    await officer.taps("I have seen it", "step 3")
    await officer.taps("Next", "step 4")
    await officer.types("200", "step 4")
    await officer.taps("Next", "step 5")
    await record_signatures(stage)
    await officer.taps("Next", "step 6")
    await officer.taps(f"Tell {listed} people", "step 7")
    await officer.taps("Yes, launch it", "nothing was asked for again", times=2)
    await second.reads("Approve")


async def play_opening(stage: Stage) -> None:
    """Officer 2 approves; the bot is killed while it opens the round, and while it tells people."""
    stage.record.heading(
        "The opening, with the bot killed twice",
        "Officer 2 approves. The bot gets SIGKILL, as a power cut would, in the middle of the "
        "transaction that opens the round; and once more in the middle of the invitations.",
    )
    officer, second = stage.staff["Officer 1"], stage.staff["Officer 2"]
    assert await stage.bot.stop() == 0
    await second.presses("Approve")
    await stage.die(
        "inside-an-opening",
        "The bot is killed within the opening. Nothing of it remains; the tap waits in the inbox.",
    )
    await stage.die(
        "bulk-sent-not-recorded",
        "The bot, started again, has opened the round and is killed while it sends invitations.",
    )
    stage.record.remark("The bot is started again, and goes on.")
    await stage.bot.start()
    await stage.bot.started(stage.sandbox)
    await second.reads("Approved")
    await officer.reads("It is open")
    await stage.until_sent("invitation")
    await officer.types("/messages", "invitation")
    await officer.taps("Unknown outcomes", "not sent again")
    await stage.canvass("round", "messages", ROUND)


async def record_signatures(stage: Stage) -> None:
    """What the checklist lacks is typed into the chat."""
    officer = stage.staff["Officer 1"]
    typed = {
        "decision": DECISION,
        "equality": "EQIA-EXAMPLE-1",
        "signed off": "Example translation desk, 2026-10-20",
    }
    while button := officer.find_button("Record:"):
        await officer.taps(button, "")
        words = next((words for part, words in typed.items() if part in button.casefold()), "")
        await officer.types(words or DECISION, "step 5")
