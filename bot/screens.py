"""What a resident sees: a message's words and buttons, made at the moment of sending."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.fieldwork import Fieldwork, LiveRound, write_date
from bot.interview_screens import find_reviewed, question_text, review_text
from bot.keyboards import Button, Keyboard, KeyboardMaker, Written, as_markup, title_of
from bot.outgoing import Note, Outgoing, Show
from bot.tokens import Display, Token
from bot.wording import NAMES, Wording, load_wording
from surveys.interview import Interview, Stage
from surveys.messages import Topic

LONGEST_MESSAGE = 4096


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready for the Bot API.

    Attributes:
        text: Plain text; no markup, so nothing needs escaping. Under a picture or a document at
            most 1,024 characters.
        markup: Inline keyboard in the Bot API's shape; None for no keyboard.
        photo: A picture that the text stands under; None for none.
        document: A file that the text stands under, its name and its bytes; None for none.
    """

    text: str
    markup: dict[str, Any] | None
    photo: bytes | None = None
    document: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What rendering draws on.

    Attributes:
        message: The message to render.
        fieldwork: The rounds and who asks.
        interview: The interview that the message shows, as it stands now; None when there is none.
    """

    message: Outgoing
    fieldwork: Fieldwork
    interview: Interview | None

    @property
    def language(self) -> str:
        """The language of the interview, or of the message where there is none."""
        return self.interview.language if self.interview else self.message.language

    @property
    def wording(self) -> Wording:
        """The chat's words in that language."""
        return load_wording(self.language)

    @property
    def live(self) -> LiveRound | None:
        """The round concerned, while it is live."""
        return self.fieldwork.rounds.get(self.message.round)

    @property
    def display(self) -> Display:
        """How the first screens are shown, where there is no interview yet."""
        written = str(self.message.details.get("display", ""))
        return replace(Display.read(written), language=self.language)

    @property
    def session(self) -> str:
        """The kind of session that the message belongs to; empty in an ordinary chat."""
        return str(self.message.details.get("session", ""))

    @property
    def until(self) -> str:
        """The last day of the round, as it follows "until" or "by"."""
        if self.live is None:
            return self.wording("no-date")
        return self.wording("planned-day", day=write_date(self.live.round.closes_on))


def render(scene: Scene) -> Rendered | None:
    """The message as it is to be sent now; None when there is nothing left to show."""
    shown = _SCREENS[scene.message.show](scene)
    if shown is None:
        return None
    body, keyboard = shown
    notes = [_note(scene, note) for note in scene.message.notes]
    text = "\n\n".join([*notes, body] if body else notes)
    if not text:
        return None
    return Rendered(text[:LONGEST_MESSAGE], as_markup(keyboard) if keyboard else None)


Shown = tuple[str, Keyboard]


def _note(scene: Scene, note: Note) -> str:
    """A note; names of questions in it are shown by their titles."""
    key, variables = note
    if "questions" in variables and scene.live:
        questionnaire = scene.live.questionnaire
        names = str(variables["questions"]).split(",")
        titles = [title_of(questionnaire.by_name[name], scene.language) for name in names]
        variables = {**variables, "questions": "”, “".join(titles)}
        if len(names) > 1:
            variables["questions"] = f"“{variables['questions']}”"
    return scene.wording(key, **variables)


def _current(scene: Scene) -> Shown | None:
    """The interview as it stands."""
    interview, live = scene.interview, scene.live
    if interview is None or live is None:
        return "", ()
    maker = KeyboardMaker(live.id, live.questionnaire, interview, scene.wording)
    if interview.paused:
        key = "paused-part" if interview.submitted else "paused"
        return scene.wording(key, until=scene.until), maker.paused(alone=bool(scene.session))
    match interview.stage:
        case Stage.ASKING:
            return question_text(live.questionnaire, interview, scene.wording), maker.question()
        case Stage.REVIEWING:
            return review_text(live.questionnaire, interview, scene.wording), maker.review()
        case Stage.OFFERED:
            part = next(p for p in live.questionnaire.parts if p.name == interview.part)
            return (part.offer or part.title)[interview.language], maker.offer()
        case Stage.FINISHED:
            rows = update_rows(scene.wording, {Topic.RESULTS: maker.round, Topic.ROUNDS: 0})
            return scene.wording("finished-updates"), (*rows, *maker.finished())
        case _:
            return "", ()


def update_rows(wording: Wording, offered: Mapping[Topic, int]) -> Keyboard:
    """Buttons that put a chat on a list, each apart."""
    return tuple(
        (Button(wording(f"tell-{topic}"), Token("t", value=f"{topic}/{about}")),)
        for topic, about in offered.items()
    )


def _change_menu(scene: Scene) -> Shown | None:
    interview, live = scene.interview, scene.live
    if interview is None or live is None or interview.stage is not Stage.REVIEWING:
        return _current(scene)
    maker = KeyboardMaker(live.id, live.questionnaire, interview, scene.wording)
    questions = find_reviewed(live.questionnaire, interview)
    return scene.wording("change-which"), maker.change_menu(questions)


def _thanks(scene: Scene) -> Shown | None:
    """After submitting: neutral, with the receipt, and no answer."""
    receipt = str(scene.message.details["receipt"])
    key = {"assisted": "thanks-assisted", "preview": "thanks-preview"}.get(scene.session, "thanks")
    clear = (Button(scene.wording("receipt-clear"), Written("+interview-receipt")),)
    text = scene.wording(key, receipt=receipt, until=scene.until)
    return text, (clear,) if scene.session == "assisted" else ()


def _start(scene: Scene) -> Shown | None:
    """The first screen: who asks, what for, and what becomes of answers."""
    live = scene.live
    if live is None:
        return scene.wording("no-round"), ()
    partnership = scene.fieldwork.partnership
    text = scene.wording(
        "start-assisted" if scene.session == "assisted" else "start",
        title=round_title(live, scene.language),
        name=partnership.name,
        members=partnership.members,
        plan=partnership.plan,
        decision=live.round.decision.rstrip(".") or "none",
        until=write_date(live.round.closes_on),
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


def _choose_round(scene: Scene) -> Shown | None:
    names = str(scene.message.details.get("rounds", "")).split(",")
    rounds = [live for name in names if (live := scene.fieldwork.rounds.get(int(name or 0)))]
    keyboard = tuple(
        (Button(round_title(live, scene.language), Token("w", live.id)),) for live in rounds
    )
    return scene.wording("choose-round"), keyboard


def _already(scene: Scene) -> Shown | None:
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


def _options(scene: Scene) -> Shown | None:
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


def _help(scene: Scene) -> Shown | None:
    lines = [
        scene.wording("help-line", name=contact.name, ways=contact.ways)
        for contact in scene.fieldwork.contacts.shown
    ]
    text = scene.wording("help", contacts="\n".join(lines))
    return "\n\n".join([text, scene.wording("help-commands")]), _way_back(scene)


def _privacy(scene: Scene) -> Shown | None:
    partnership = scene.fieldwork.partnership
    text = scene.wording(
        "privacy",
        controller=partnership.controller,
        data_protection=partnership.data_protection,
        planned="yes" if scene.live else "no",
        until=scene.until,
    )
    draft = [] if partnership.confirmed else [scene.wording("privacy-unconfirmed")]
    return "\n\n".join([text, *draft]), _way_back(scene)


def _way_back(scene: Scene) -> Keyboard:
    """A button that puts the interview below the message just read, while there is one."""
    interview, live = scene.interview, scene.live
    if interview is None or live is None or interview.stage in {Stage.OFFERED, Stage.FINISHED}:
        return ()
    maker = KeyboardMaker(live.id, live.questionnaire, interview, scene.wording)
    return ((maker.button("resume", "v", "new"),),)


def _screened_out(scene: Scene) -> Shown | None:
    """The survey is not for this person; says so kindly, with help where the ending names it."""
    live = scene.live
    if live is None:
        return scene.wording("nothing-kept"), ()
    question = live.questionnaire.by_name[str(scene.message.details["question"])]
    ending = next(e for e in question.endings if e.name == scene.message.details["ending"])
    contacts = [
        scene.wording("help-line", name=contact.name, ways=contact.ways)
        for contact in scene.fieldwork.contacts.of_groups(ending.help)
    ]
    lines = [ending.message[scene.language], *contacts, scene.wording("nothing-kept")]
    return "\n\n".join(lines), ()


def _delete_confirm(scene: Scene) -> Shown | None:
    interview, live = scene.interview, scene.live
    if interview is None or live is None:
        return scene.wording("nothing-to-delete"), ()
    maker = KeyboardMaker(live.id, live.questionnaire, interview, scene.wording)
    no = (maker.button("delete-no", "N"),)
    count = int(scene.message.details.get("count", 1))
    if count == 1:
        key = "delete-confirm-session" if scene.session else "delete-confirm"
        return scene.wording(key), ((maker.button("delete-yes", "Y", "one"),), no)
    one = (maker.button("delete-one", "Y", "one"),)
    everyone = (maker.button("delete-everyone", "Y", "all"),)
    text = scene.wording("delete-confirm-several", count=count, which=_which_set(interview))
    return text, (one, everyone, no)


def _which_set(interview: Interview) -> str:
    """Which of several sets of answers would go: as the person at the phone can know it."""
    if interview.reopened:
        return "opened"
    if interview.stage in {Stage.OFFERED, Stage.FINISHED}:
        return "latest"
    return "stopped" if interview.paused else "now"


def _plain(scene: Scene) -> Shown | None:
    """One wording by its key, without buttons."""
    key, day = (str(scene.message.details.get(name, "")) for name in ("key", "day"))
    return (scene.wording(key, until=scene.until, day=day) if key else ""), ()


def _nothing(_: Scene) -> Shown | None:
    return None


def _withdraw_confirm(scene: Scene) -> Shown | None:
    """Whether answers that an interviewer took are to go; only the receipt is known of them."""
    live = scene.live
    if live is None:
        return scene.wording("nothing-to-delete"), ()
    value = str(scene.message.details["receipt"]).replace("-", "")
    yes = Button(scene.wording("delete-yes"), Token("W", live.id, value=value))
    no = Button(scene.wording("delete-no"), Token("N", live.id))
    return scene.wording("withdraw-confirm"), ((yes,), (no,))


def _staff(scene: Scene) -> Shown | None:
    """What staff read: worded already."""
    return str(scene.message.details["text"]), staff_rows(scene.message)


def staff_rows(message: Outgoing) -> Keyboard:
    """The buttons of a message to staff."""
    rows = json.loads(str(message.details.get("rows", "[]")))
    return tuple(tuple(Button(label, Written(data)) for label, data in row) for row in rows)


_SCREENS: dict[Show, Callable[[Scene], Shown | None]] = {
    Show.CURRENT: _current,
    Show.CHANGE_MENU: _change_menu,
    Show.THANKS: _thanks,
    Show.START: _start,
    Show.CHOOSE_ROUND: _choose_round,
    Show.ALREADY: _already,
    Show.OPTIONS: _options,
    Show.HELP: _help,
    Show.PRIVACY: _privacy,
    Show.SCREENED_OUT: _screened_out,
    Show.DELETE_CONFIRM: _delete_confirm,
    Show.PLAIN: _plain,
    Show.NOTHING: _nothing,
    Show.WITHDRAW_CONFIRM: _withdraw_confirm,
    Show.STAFF: _staff,
}
