"""After fieldwork: closing early, publishing, sending the results, and what was done about them."""

from __future__ import annotations

from tests.fieldwork.before import ROUND
from tests.fieldwork.staff import Colleague
from tests.fieldwork.stage import Stage

DONE = "You said: Example Street is dark. We did: the council put in four new lights in March."


async def play_closing(stage: Stage) -> None:
    """Officer 1 closes the round before its last day."""
    stage.record.heading("Closing", "Early, because the example needs no four weeks.")
    officer = stage.staff["Officer 1"]
    await officer.types("/rounds", ROUND)
    await officer.taps(ROUND, "Close")
    await officer.taps("Close", "Yes, close it early")
    await officer.taps("Yes, close it early", "takes no more answers")
    await officer.reads("is closed")
    await stage.staff["Officer 2"].looks()


async def play_publishing(stage: Stage) -> None:
    """Officer 1 sees the results as people get them, publishes, and asks to send them."""
    stage.record.heading("Publishing", "Only what disclosure control has released is shown.")
    officer = stage.staff["Officer 1"]
    await officer.types("/publish", ROUND)
    await officer.taps(ROUND, "Breaks of the series")
    await officer.taps("Publish", "Send them the results")
    await officer.taps("Send them the results", "Ask a second officer")
    await officer.taps("Ask a second officer")
    await approve_messages(stage, "results")


async def play_actions(stage: Stage) -> None:
    """Officer 1 says what was done about the results; officer 2 approves."""
    stage.record.heading("You said, we did")
    officer = stage.staff["Officer 1"]
    await officer.types("/actions")
    await officer.types(DONE, "Ask a second officer")
    await officer.taps("Ask a second officer")
    await approve_messages(stage, "actions")


async def approve_messages(stage: Stage, kind: str) -> None:
    """Officer 2 approves messages; wait until all have left."""
    second = stage.staff["Officer 2"]
    await second.reads("Approve")
    await second.taps("Approve", "Approved")
    await stage.until_sent(kind)
    await stage.staff["Officer 1"].looks()


async def play_stranger(stage: Stage) -> None:
    """Somebody who never took part asks for the results."""
    stage.record.heading("Anybody asks for the results")
    phone = await stage.sandbox.add_phone("Stranger")
    stranger = Colleague("Stranger", phone, stage.record)
    await stranger.types("/results", "Example Street")


async def play_terminal(stage: Stage) -> None:
    """The messages and the audit trail at the terminal."""
    stage.record.heading("At the terminal")
    await stage.canvass("round", "messages", ROUND)
    await stage.canvass("audit")
