"""While the round is open: posters, residents, an interviewer, watching, and one reminder."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox import Phone
from tests.faults.people import PLAIN_ITEMS, WORDS
from tests.fieldwork.crowd import Respondent, side_by_side
from tests.fieldwork.stage import Stage

VENUES = ("Idea Store Example", "Example Market stall")
STOPS = PLAIN_ITEMS[3].name


@dataclass(slots=True)
class Groups:
    """Residents by how they came to the round.

    Attributes:
        listed: Those on the contact list, who are sent the invitation.
        venues: Those who followed the link of a venue's poster, by venue.
        letters: Those who got a letter with a code.
        assisted: How many answered through the interviewer.
        left: Those of the list who left it by one tap.
        blocked: Those of the list who blocked the bot.
    """

    listed: list[Respondent]
    venues: dict[str, list[Respondent]] = field(default_factory=dict)
    letters: list[Respondent] = field(default_factory=list)
    assisted: int = 0
    left: list[Respondent] = field(default_factory=list)
    blocked: list[Respondent] = field(default_factory=list)

    @property
    def everybody(self) -> list[Respondent]:
        """All who have a phone of their own."""
        at_venues = [one for people in self.venues.values() for one in people]
        return [*self.listed, *at_venues, *self.letters]


async def play_posters(stage: Stage) -> dict[str, str]:
    """Two venues, each with its poster; returns their links."""
    stage.record.heading("Posters", "Officer 1 makes a poster for each of two venues.")
    officer = stage.staff["Officer 1"]
    for venue in VENUES:
        await officer.types("/poster", "A new venue")
        await officer.taps("A new venue", "Type the name")
        await officer.types(venue, "t.me")
        stage.links[venue] = officer.link
        document = next(one for one in officer.new if one.kind == "document")
        assert (await officer.phone.download(document.message_id)).startswith(b"%PDF-")
    return stage.links


async def answer_from_list(stage: Stage, groups: Groups) -> None:
    """Half of those who were written to answer; some stop, some leave, some do nothing."""
    stage.record.heading("Residents")
    people = [one for one in groups.listed if await one.has_button(WORDS("message-open"))]
    half, some = len(people) // 2, len(people) // 5
    finish, stop, rest = people[:half], people[half : half + some], people[half + some :]
    for one in stop:
        one.stops_at = STOPS
    await side_by_side(one.follow_message(WORDS("message-open")) for one in [*finish, *stop])
    leaves, blocks = rest[0], rest[1]
    await leaves.phone.tap(WORDS("stop-messages"))
    await leaves.phone.wait(lambda view: WORDS("note-left-rounds") in view.last.text, 20)
    await blocks.phone.block()
    groups.left, groups.blocked = [leaves], [blocks]
    stage.record.tell(
        f"{len(finish)} of the {len(people)} who were invited answer to the end, {len(stop)} stop "
        f"half-way, {len(rest)} do nothing yet. One of these taps “{WORDS('stop-messages')}”, one "
        "blocks the bot."
    )


async def answer_elsewhere(
    stage: Stage, groups: Groups, links: dict[str, str], letters: list[str], at_venue: int
) -> None:
    """Residents at the venues and with letters; every tenth stops half-way."""
    for venue, link in links.items():
        groups.venues[venue] = [
            await stage.add_resident(link, *_wants(place)) for place in range(at_venue)
        ]
    groups.letters = [
        await stage.add_resident(link, *_wants(place)) for place, link in enumerate(letters)
    ]
    for place, one in enumerate(groups.letters):
        one.types_code = place % 3 == 0
    coming = [one for one in groups.everybody if one not in groups.listed]
    for one in coming[9::10]:
        one.stops_at, one.wants = STOPS, ()
    await side_by_side(one.take_part() for one in coming)
    typed = sum(one.types_code for one in groups.letters)
    stage.record.tell(
        f"{at_venue} residents come by the poster of each venue. {len(letters)} have a letter: "
        f"{typed} type its code, the others follow its link. Of all these every tenth stops "
        "half-way. Of those who finish, every second asks for the results."
    )


async def play_interviews(stage: Stage, groups: Groups, number: int) -> None:
    """The interviewer takes the answers of some people without a phone."""
    stage.record.heading(
        "Interviews",
        f"The interviewer types for {number} people without a phone, one after another. The first "
        "is shown: its beginning, and what the chat shows when it is over.",
    )
    interviewer = stage.staff["Interviewer"]
    await interviewer.types("/interview", "999")
    title = interviewer.new[-1].labels[-1]
    await interviewer.taps(title, WORDS("agree"))
    await answer_aloud(stage, interviewer.phone)
    await interviewer.reads(WORDS("finished-assisted"))
    for _ in range(number - 1):
        await interviewer.phone.send("/interview")
        await interviewer.phone.wait(lambda view: title in view.last.labels, 20)
        await interviewer.phone.tap(title)
        await answer_aloud(stage, interviewer.phone)
    await interviewer.skips()
    groups.assisted = number


async def answer_aloud(stage: Stage, phone: Phone) -> None:
    """Type the answers of somebody else, to the end."""
    persona = stage.personas.draw()
    voice = Respondent(phone, stage.random, corrects="", persona=persona)
    await voice.answer()


async def play_watching(stage: Stage) -> None:
    """Officer 1 looks at who has taken part, in text and picture."""
    stage.record.heading("Watching", "No result can be seen while the round is open.")
    officer = stage.staff["Officer 1"]
    await officer.types("/progress", "in 100 residents")
    assert any(message.kind == "photo" for message in officer.new)


async def play_reminder(stage: Stage, groups: Groups) -> list[Respondent]:
    """One reminder to those who have not finished; returns those who do then."""
    stage.record.heading("One reminder", "It goes to people on the list who have not finished.")
    officer, second = stage.staff["Officer 1"], stage.staff["Officer 2"]
    await officer.types("/remind", "Ask a second officer")
    await officer.taps("Ask a second officer")
    await second.reads("Approve")
    await second.taps("Approve", "Approved")
    await stage.until_sent("reminder")
    await officer.types("/messages", "reminder")
    late = [one for one in groups.listed if not one.has_finished]
    late = [one for one in late if one not in [*groups.left, *groups.blocked]]
    for one in late:
        one.stops_at = ""
    return_now = late[: len(late) * 2 // 3]
    await side_by_side(one.follow_message(WORDS("message-open")) for one in return_now)
    stage.record.tell(f"{len(return_now)} of the {len(late)} who got it answer to the end.")
    return late


def _wants(place: int) -> tuple[str, ...]:
    return ("results",) if place % 2 else ()
