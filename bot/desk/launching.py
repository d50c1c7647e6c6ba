"""The launch wizard in chat: seven steps from a draft to a round that is scheduled or open."""

from __future__ import annotations

from bot.desk import interviewing
from bot.desk.approving import tell_approvers
from bot.desk.errands import Entry, Errand, Rows
from bot.desk.rounds import get_numbered_round, get_tapped_round
from bot.desk.steps import STEP_COUNT, check_seen, show_step
from bot.desk.tokens import StaffToken
from bot.fieldwork import write_date
from bot.office.drafts import change_draft
from bot.office.launching import Launched, request_launch
from bot.office.preparing import EVERY, guard_round, record_item, record_reason
from bot.sessions import SessionKind
from surveys.errors import RoundError
from surveys.rounds import RoundState, london_date
from surveys.staff import Permission
from surveys.store.rounds import find_rounds_within

MOST_ANSWERS = 1_000_000


async def choose_draft(errand: Errand) -> None:
    """``/launch``: the first step, which draft."""
    errand.forget()
    drafts = [
        one
        for one in await find_rounds_within(errand.office.connection)
        if one.state is RoundState.DRAFT and not one.rehearsal
    ]
    if not drafts:
        errand.say(errand.words("launch-no-draft"))
        return
    rows: Rows = [[(one.name, _step(one.id, 2))] for one in drafts]
    errand.say(errand.words("launch-choose", step="1", of=str(STEP_COUNT)), rows)


async def go_to_step(errand: Errand) -> None:
    """Go on, or back, to a step."""
    errand.forget()
    number = errand.argument(1)
    step = int(number) if number in {"3", "4", "5", "6"} else 2
    await show_step(errand, await get_tapped_round(errand), step)


async def begin(errand: Errand) -> None:
    """The wizard for a round chosen on its card: the second step."""
    errand.forget()
    await show_step(errand, await get_tapped_round(errand), 2)


async def preview(errand: Errand) -> None:
    """The whole conversation in this chat; the button to go on stays above it."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    rows: Rows = [[(errand.words("launch-seen"), StaffToken("launch-seen", (str(round_.id),)))]]
    errand.say(errand.words("launch-previewing", step="2", of=str(STEP_COUNT)), rows)
    await interviewing.preview(errand, round_)


async def note_seen(errand: Errand) -> None:
    """The officer has been through the conversation: on record, and on to the next step."""
    round_ = await get_tapped_round(errand)
    session = errand.session
    if session and session.kind is SessionKind.PREVIEW and session.round == round_.id:
        await interviewing.end(errand)
    seen = f"{errand.who.member.code}, {london_date(errand.now)}"
    checklist = {**round_.checklist, "preview": seen}
    round_ = await change_draft(errand.office, round_.name, checklist=checklist)
    await show_step(errand, round_, 3)


async def ask_break(errand: Errand) -> None:
    """Ask why a measure breaks its series."""
    round_ = await get_tapped_round(errand)
    report = await guard_round(errand.office, round_)
    number = errand.argument(1)
    broken = [one for one in report.measures if one.measure in report.list_breaks()]
    if number == EVERY:
        errand.ask("launch-break", round=round_.id, measure=EVERY)
        reasons = dict.fromkeys(reason for one in broken for reason in one.reasons)
        listed = "\n".join(f"- {reason}" for reason in reasons)
        errand.say(errand.words("launch-break-all", reasons=listed))
        return
    if not number.isdecimal() or int(number) >= len(broken):
        raise RoundError(
            "round.no-break", "this button", "that measure breaks no more", "Send /launch."
        )
    trend = broken[int(number)]
    errand.ask("launch-break", round=round_.id, measure=trend.measure)
    errand.say(
        errand.words(
            "launch-break", label=trend.label, reasons="\n".join(f"- {r}" for r in trend.reasons)
        )
    )


async def write_break(errand: Errand) -> None:
    """Take the reason, and show the trend guard again."""
    data = errand.data
    round_ = await get_numbered_round(errand, str(data["round"]))
    round_ = await record_reason(errand.office, round_.name, data["measure"], errand.text)
    errand.forget()
    await show_step(errand, round_, 3)


async def plan_sample(errand: Errand) -> None:
    """What a number of answers can show; the number was typed or tapped."""
    typed = errand.token is None
    if errand.token is None:
        round_ = await get_numbered_round(errand, str(errand.data["round"]))
        written = errand.text.strip().replace(",", "")
    else:
        round_ = await get_tapped_round(errand)
        written = errand.argument(1)
    valid = written.isascii() and written.isdecimal() and len(written) <= 7
    if not valid or not 1 <= int(written) <= MOST_ANSWERS:
        raise RoundError(
            "launch.answers",
            "how many answers" if typed else "this button",
            f"{written[:20]!r} is no number of answers",
            "Type a whole number such as 400.",
        )
    await show_step(errand, round_, 4, expected=int(written))


async def ask_item(errand: Errand) -> None:
    """Ask for a line of the checklist."""
    round_ = await get_tapped_round(errand)
    item = errand.argument(1).replace(".", ":")
    errand.ask("launch-check", round=round_.id, item=item)
    kind, _, language = item.partition(":")
    errand.say(errand.words("launch-check", item=kind, language=language))


async def write_item(errand: Errand) -> None:
    """Take the line, and show the checklist again."""
    data = errand.data
    round_ = await get_numbered_round(errand, str(data["round"]))
    round_ = await record_item(errand.office, round_.name, data["item"], errand.text)
    errand.forget()
    await show_step(errand, round_, 5)


async def confirm(errand: Errand) -> None:
    """The last step: what is going to happen, once more."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    await show_step(errand, round_, 7, invite=_wants_invite(errand))


async def launch(errand: Errand) -> None:
    """Launch, or ask a second officer for it. A second tap finds it done and says so."""
    errand.forget()
    round_ = await get_tapped_round(errand)
    check_seen(round_, errand.argument(2))
    launched = await request_launch(errand.office, round_.name, invite=_wants_invite(errand))
    if launched.approval is None:
        errand.say(_tell_launched(errand, launched))
        return
    others = len(errand.colleagues(Permission.APPROVE))
    number = (str(launched.approval.id),)
    rows: Rows = [[(errand.words("card-take-back"), StaffToken("decline", number))]]
    key = "launch-asked" if others else "launch-asked-nobody"
    text = errand.words(key, name=round_.name, number=number[0], others=others)
    errand.say(text, rows)
    tell_approvers(errand, launched.approval, round_)


def _tell_launched(errand: Errand, launched: Launched) -> str:
    round_ = launched.round
    key = "launched-open" if round_.state is RoundState.OPEN else "launched-scheduled"
    return errand.words(
        key,
        name=round_.name,
        opens=write_date(round_.opens_on),
        closes=write_date(round_.closes_on),
        people=launched.people,
    )


def _wants_invite(errand: Errand) -> bool:
    return errand.argument(1) == "yes"


def _step(number: int, step: int) -> StaffToken:
    return StaffToken("launch-step", (str(number), str(step)))


COMMANDS = {
    "launch": Entry(choose_draft, Permission.LAUNCH, menu="menu-launch"),
}
TAPS = {
    "launch-choose": Entry(choose_draft, Permission.LAUNCH),
    "launch-round": Entry(begin, Permission.LAUNCH),
    "launch-step": Entry(go_to_step, Permission.LAUNCH),
    "launch-preview": Entry(preview, Permission.PREVIEW),
    "launch-seen": Entry(note_seen, Permission.LAUNCH),
    "launch-break": Entry(ask_break, Permission.LAUNCH),
    "launch-answers": Entry(plan_sample, Permission.LAUNCH),
    "launch-check": Entry(ask_item, Permission.LAUNCH),
    "launch-ready": Entry(confirm, Permission.LAUNCH),
    "launch-yes": Entry(launch, Permission.LAUNCH),
}
STEPS = {
    "launch-break": Entry(write_break, Permission.LAUNCH),
    "launch-answers": Entry(plan_sample, Permission.LAUNCH),
    "launch-check": Entry(write_item, Permission.LAUNCH),
}
