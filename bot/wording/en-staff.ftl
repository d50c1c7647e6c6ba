# English wording for staff. Plain and short; staff read it on a phone.

staff-refused = { $reason }
staff-refused-more = { $more ->
    [one] There is one more fault.
   *[other] There are { $more } more faults.
  }
staff-failed = Something went wrong on our side. Nothing was changed. Please try again.
staff-place = this button or command
staff-unknown = it is not known here any more
staff-unknown-remedy = Send /staff to see what you can do.
staff-removed-meanwhile = you are staff no more, so nothing was done
staff-removed-remedy = Ask an administrator if that is a mistake.
staff-cancelled = Nothing is going on any more. Nothing was changed.
staff-no = No, leave it
staff-self =
    You are { $code }: { $role }, working for { $employer }.

    { $commands }
staff-welcome =
    Welcome. You are { $code }: { $role }, working for { $employer }.

    Send /staff to see what you can do. Residents never see these commands.
staff-list =
    Staff:
    { $list }

    Administrators come from the settings.

## Inviting and removing

role-officer = Officer
role-analyst = Analyst
role-interviewer = Interviewer
invite-role = Invite somebody as what?
invite-employer = Whom does the { $role } work for?
invite-made =
    Send this link to the { $role } ({ $employer }). It works once, until { $expires }. It is not shown again.

    { $link }
remove-one = Remove { $code }
remove-confirm = Remove { $code }? They lose access at once.
remove-yes = Yes, remove { $code }
removed = { $code } is removed and has no access any more.

## Interviewer mode and previews

disclosure-card =
    Before you begin: if somebody tells you of harm

    Stop the survey. In danger, call 999 with them. Do not promise to keep it secret, and do not ask more than you need. Tell the safeguarding lead today: { $lead }. Do not type names or what happened into this chat.

    { $contacts }

    Sit where nobody can listen or read along. Choose the survey when the person is ready:
disclosure-no-lead = not named yet; ask your officer before you begin
interview-no-round = No survey is open now.
session-begins-assisted = You are now typing for another person. Your own answers are not touched. /end stops.
session-begins-preview = The preview begins. /end stops it.
session-now-assisted = You are in an interview. Go on with it, or send /end: what was not submitted is deleted.
session-now-preview = You are in a preview. Go on with it, or send /end.
session-ended-assisted = The interview is over. What was not submitted is deleted. /interview begins with the next person.
session-ended-preview = The preview is over. Nothing of it was kept.
session-none = There is no interview and no preview to end.

## Telegram's menu

menu-staff = Who you are and what you can do
menu-cancel = Leave what you are doing
menu-invite = Invite somebody to the staff
menu-audit = Who did what, and whether the record is whole
menu-colleagues = Who is staff, and removing
menu-interview = Take answers from somebody without a phone
menu-end = End the interview or preview

## What the timetable tells

timetable-opened = Round { $name } is open now, as planned.
timetable-closed = Round { $name } is closed. Its answers are frozen.
timetable-not-opened =
    Round { $name } was to open and does not, for it lacks what it had at its launch.

    { $why }

    It stays scheduled, and opens by itself once that is mended. To change the round itself, make it a draft again.
timetable-missed = Round { $name } was to open, but the bot did not run on any of its days. It is a draft again: give it new dates.
