"""The screens before there is an interview: who asks, which round, language and display."""

from __future__ import annotations

from dataclasses import replace

from bot.fieldwork import LiveRound, write_date
from bot.keyboards import Button, KeyboardMaker
from bot.scenes import Scene, Shown
from bot.tokens import Token
from bot.wording import NAMES
from surveys.checklist import find_draft
from surveys.helping import asks_for_words
from surveys.interview import Stage
from surveys.rounds import Purpose


def start(scene: Scene) -> Shown | None:
    """The first screen: who asks, what for, and what becomes of answers."""
    live = scene.live
    if live is None:
        return scene.wording("no-round"), ()
    partnership = scene.fieldwork.partnership
    assisted = scene.session == "assisted"
    about = live.questionnaire.about
    dated = about is not None or live.round.purpose is Purpose.CONSULTATION
    text = scene.wording(
        f"start{'-dated' * dated}{'-assisted' * assisted}",
        title=round_title(live, scene.language),
        name=partnership.name,
        members=partnership.members,
        about=about[scene.language] if about else "none",
        plan=partnership.plan,
        decision=live.round.decision.rstrip(".") or "none",
        draft=find_draft(live.round) or "none",
        opens=write_date(live.round.opens_on),
        until=write_date(live.round.closes_on),
        minutes=live.questionnaire.minutes,
        youngest=live.questionnaire.youngest or 0,
        words="yes" if asks_for_words(live.questionnaire) else "no",
        website=(partnership.other_way or partnership.website).rstrip("."),
    )
    marks = {"start-rehearsal": live.round.rehearsal, "start-synthetic": live.round.synthetic}
    keys = [key for key, holds in marks.items() if holds]
    if scene.session == "preview":
        keys = ["start-preview"]
    text = "\n\n".join([*map(scene.wording, keys), text])
    display = scene.display
    rows = (("agree", "G" if display.another else "g"), ("not-now", "z"), ("options", "o"))
    keyboard = tuple(
        (Button(scene.wording(key), Token(action, live.id, value=display.write())),)
        for key, action in rows
    )
    return text, keyboard


def round_title(live: LiveRound, language: str) -> str:
    """What a round is called in front of residents."""
    return live.round.title or live.questionnaire.title[language]


def choose_round(scene: Scene) -> Shown | None:
    """Which of several rounds, where more than one can be answered."""
    names = str(scene.message.details.get("rounds", "")).split(",")
    rounds = [live for name in names if (live := scene.fieldwork.rounds.get(int(name or 0)))]
    keyboard = tuple(
        (Button(round_title(live, scene.language), Token("w", live.id)),) for live in rounds
    )
    return scene.wording("choose-round"), keyboard


def already(scene: Scene) -> Shown | None:
    """This chat has answered: no answer is shown without the receipt code."""
    live, interview = scene.live, scene.interview
    if live is None or interview is None:
        return scene.wording("no-round"), ()
    text = scene.wording("already", title=round_title(live, scene.language))
    maker = KeyboardMaker(live.id, live.questionnaire, interview, scene.wording)
    if interview.stage is not Stage.OFFERED:
        return text, maker.finished()
    offer = (maker.button("offer-yes", "a"),)
    return "\n\n".join([text, scene.wording("already-part")]), (offer, *maker.finished())


def options(scene: Scene) -> Shown | None:
    """Language and display, before an interview or during one."""
    interview, live, display = scene.interview, scene.live, scene.display
    if live is None:
        return scene.wording("no-round"), ()
    separate = interview.separate_messages if interview else display.separate
    offered = [name for name in live.languages if name in NAMES]
    names = ", ".join(NAMES[language] for language in offered)
    lines = (scene.wording("language-choose", languages=names), scene.wording("style-choose"))
    other = "style-edit" if separate else "style-separate"
    rows: list[tuple[Button, ...]]
    if interview:
        maker = KeyboardMaker(live.id, live.questionnaire, interview, scene.wording)
        rows = [(Button(NAMES[name], maker.token("L", name)),) for name in offered]
        rows.append((maker.button(other, "S", "edit" if separate else "separate"),))
        rows.append((maker.button("close-options", "v"),))
    else:
        choices = [(NAMES[name], replace(display, language=name)) for name in offered]
        choices.append((scene.wording(other), replace(display, separate=not separate)))
        rows = [(Button(text, Token("o", live.id, value=to.write())),) for text, to in choices]
        done = Token("w", live.id, value=display.write())
        rows.append((Button(scene.wording("close-options"), done),))
    return "\n\n".join(lines), tuple(rows)
