"""What a resident sees: a message's words and buttons, made at the moment of sending."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from bot.first_screens import already, choose_round, options, start
from bot.interview_screens import find_reviewed, question_text, review_text
from bot.keyboards import Button, Keyboard, KeyboardMaker, Written, as_markup, title_of
from bot.outgoing import Note, Outgoing, Show
from bot.scenes import Rendered, Scene, Shown
from bot.tokens import Token
from bot.wording import Wording
from surveys.helping import find_help
from surveys.interview import Interview, Stage
from surveys.messages import Topic
from surveys.questionnaire import UNREAD, Questionnaire
from surveys.safeguarding import Cue

LONGEST_MESSAGE = 4096

_URGENT = frozenset({Cue.DANGER, Cue.DOMESTIC_ABUSE, Cue.CHILD_AT_RISK, Cue.WEAPONS})
"""Cues whose card begins with the emergency number and nothing before it, but not beside
self-harm: who writes of that is met gently first."""


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
    words = "yes" if scene.live and _asks_for_words(scene.live.questionnaire) else "no"
    text = scene.wording(key, receipt=receipt, until=scene.until, words=words)
    return text, (clear,) if scene.session == "assisted" else ()


def _help(scene: Scene) -> Shown | None:
    lines = [
        scene.wording("help-line", name=contact.name, ways=contact.ways)
        for contact in scene.fieldwork.contacts.shown
    ]
    text = scene.wording("help", contacts="\n".join(lines))
    return "\n\n".join([text, scene.wording("help-commands")]), _way_back(scene)


def _support(scene: Scene) -> Shown | None:
    """Where help is for what somebody wrote of. It asks nothing and promises nothing."""
    cues = str(scene.message.details["cues"]).split(",")
    contacts = "\n".join(
        scene.wording("help-line", name=contact.name, ways=contact.ways)
        for contact in find_help(scene.fieldwork.contacts, cues)
    )
    gentle = Cue.SELF_HARM in cues or _URGENT.isdisjoint(cues)
    urgent = "no" if gentle else "yes"
    words = str(scene.message.details.get("words", "no"))
    key = "support-assisted" if scene.session == "assisted" else "support"
    return scene.wording(key, contacts=contacts, urgent=urgent, words=words), ()


def _privacy(scene: Scene) -> Shown | None:
    partnership = scene.fieldwork.partnership
    text = scene.wording(
        "privacy",
        controller=partnership.controller,
        data_protection=partnership.data_protection,
        planned="yes" if scene.live else "no",
        until=scene.until,
        words="yes" if scene.live and _asks_for_words(scene.live.questionnaire) else "no",
    )
    draft = [] if partnership.confirmed else [scene.wording("privacy-unconfirmed")]
    return "\n\n".join([text, *draft]), _way_back(scene)


def _asks_for_words(questionnaire: Questionnaire) -> bool:
    """Whether a questionnaire has questions that are answered in one's own words or by a place."""
    return any(question.kind in UNREAD for question in questionnaire.questions)


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
    Show.START: start,
    Show.CHOOSE_ROUND: choose_round,
    Show.ALREADY: already,
    Show.OPTIONS: options,
    Show.HELP: _help,
    Show.PRIVACY: _privacy,
    Show.SCREENED_OUT: _screened_out,
    Show.SUPPORT: _support,
    Show.DELETE_CONFIRM: _delete_confirm,
    Show.PLAIN: _plain,
    Show.NOTHING: _nothing,
    Show.WITHDRAW_CONFIRM: _withdraw_confirm,
    Show.STAFF: _staff,
}
