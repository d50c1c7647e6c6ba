# English wording for staff about rounds: lists, drafts, launching, approvals, the end of a round.

menu-rounds = All surveys and what can be done with them
menu-new = Make a new survey round
menu-launch = Launch a survey round, step by step

rounds-none = There are no rounds yet. /new makes one.
rounds =
    Rounds, the newest first. Tap one to see what can be done with it.

    { $list }

## What can be done with a round

card-rounds = All rounds
card-approve = Approve
card-decline = Decline
card-take-back = Take the request back
card-round-edit = Change
card-round-preview = Preview
card-launch-round = Launch
card-round-rehearse = Rehearse
card-round-unschedule = Make it a draft again
card-progress = Progress
card-export = Export
card-poster = Poster
card-codes = Invitation codes
card-messages = Messages
card-tell-reminder = Remind people
card-tell-results = Send the results
card-actions = Say what was done
card-round-close = Close
card-publish = Publish
card-round-withdraw = Withdraw
card-round-delete = Delete

round-unscheduled = { $name } is a draft again. It does not open by itself any more.
round-kept = Nothing was changed.
rehearsal-open =
    The rehearsal { $name } is open until { $until }. Only this link leads to it. It is marked as a rehearsal, and no result ever includes it.

    { $link }

## The end of a round

close-confirm = Close { $name }? Its answers are frozen and its key is destroyed. This is final.
close-confirm-early = Close { $name } early? People were told that they can answer until { $until }. Its answers are frozen and its key is destroyed. This is final.
close-yes = Yes, close it
close-yes-early = Yes, close it early
close-begun = { $name } takes no more answers. Its answers are now being frozen, and its key is then destroyed. You will be told.
close-goes-on = { $name } is closing already. Nothing was done twice.
withdraw-reason = Withdraw { $name }: all its answers will be destroyed, for good. Type the reason; it is kept in the audit trail. /cancel leaves everything as it is.
withdraw-name =
    Reason: { $reason }

    To withdraw the round and destroy its answers, type its name: { $name }
withdrawn = { $name } is withdrawn. Its answers and its key are destroyed. That it was, and why, stays in the audit trail.
delete-round-confirm = Delete { $name }? It was never open. That it was made and deleted stays in the audit trail.
delete-round-yes = Yes, delete it
deleted-round = { $name } is deleted.

## Making and changing a draft

new-origin = A new round. Like an earlier one, so that the two can be compared? Or from the catalogue?
new-like = Like { $name }
new-catalogue = From the catalogue
new-questionnaire = Which questionnaire?
new-place = Question { $step } of { $of }. /cancel leaves it.
new-made = { $name } is made, as a draft. Nobody is asked anything before it is launched.
ask-dates = First and last day, both included? Type them like this: 2027-03-01 2027-03-28
ask-name = A short name for its links, such as autumn-2027? Lower-case letters, digits and hyphens.
ask-title = What is it called for residents? Type a title, or keep that of the questionnaire.
ask-decision = Which strategy or decision do the answers feed? Residents read this. Type it in one line.
ask-audience = Who can take part?
ask-languages = In which languages? Type them with commas between them, or tap.
ask-minimum = For how many days does it have to be open at least? No law says how many; the twelve weeks of past convention are our proposal. For a poll at one meeting, type 1.
choice-title-none = The usual title
choice-decision-none = I will say later
choice-audience-open = Everybody
choice-audience-invited = Only with an invitation code
choice-audience-both = Everybody, and invited people
choice-audience-imported = Nobody in chat: imported answers
choice-languages-all = All languages of the questionnaire
edit-choose = { $name }: what is to be changed?
edit-dates = Dates
edit-title = Title
edit-decision = Decision
edit-audience = Who can take part
edit-languages = Languages
edit-minimum = Fewest days
edit-done = Changed.

## The launch wizard

launch-no-draft = There is no draft to launch. /new makes one.
launch-choose = Launch, step { $step } of { $of }: which draft?
launch-place = Launch of { $name }, step { $step } of { $of }
launch-back = Back
launch-next = Next
launch-do-preview = Preview it in this chat
launch-seen = I have seen it
launch-preview = Go through the whole conversation in this chat, as residents will see it. Nothing of it is kept.
launch-preview-again = Seen by { $seen }. You can go through the conversation again.
launch-previewing = Launch, step { $step } of { $of }: the preview begins below. When you have been through it, tap here.
launch-trend =
    The trend guard: can this round be compared with the last one?

    { $report }
launch-trend-missing = Where the series breaks, write the reason. It is printed beside every later result.
launch-do-break = Reason for { $measure }
launch-do-break-all = One reason for all { $count }
launch-break-all =
    Why does the series break? Type the reason in a sentence or two; it is printed beside every later result of every measure that has none yet.

    { $reasons }
launch-break =
    Why does the series of "{ $label }" break? Type the reason in a sentence or two; it is printed beside every later result.

    { $reasons }
launch-sample =
    The sample planner: what can the answers show? Tap another number, or type the number of answers that you expect.

    { $lines }
launch-do-check = Record: { $label }
launch-check-complete = Nothing is missing.
launch-check-missing = The round cannot be launched before every line has its mark. What can be recorded here has a button below.
launch-check-free = This round asks no real residents, so it needs none of this.
launch-check = { $item ->
    [decision] Which strategy or decision do the answers feed? Residents read this. Type it in one line.
    [dpia] Type the reference of the data protection impact assessment for this round.
    [equality] Type the reference of the equality analysis for this round.
    [language] Who signed off the wording in "{ $language }", and when? A role or a body, not a person's name.
    [safeguarding_lead] Who leads on safeguarding? A role or post, not a person's name.
    [safeguarding_procedure] What happens to a disclosure? Type it in a sentence or two.
    [council_page] Type the address of the council's page that names the bot.
    [other_way] Which other way is there to take part? Type it as residents will read it.
   *[other] Type what is to be recorded.
}
launch-audience =
    Who can take part: { $audience }. Invitation codes issued: { $codes }.

    { $people ->
        [0] Nobody is on the contact list yet.
        [one] One person is on the contact list and asked to be told of new surveys.
       *[other] { $people } people are on the contact list and asked to be told of new surveys.
    } Are they to be told at the opening?
launch-audience-nobody = Who can take part: { $audience }. Invitation codes issued: { $codes }. Nobody on the contact list is told of this round.
launch-do-tell = { $people ->
    [0] Tell whoever is on the list by then
    [one] Tell 1 person
   *[other] Tell { $people } people
}
launch-do-tell-nobody = Tell nobody
launch-last =
    { $when ->
        [now] It opens at once, until { $closes }.
       *[later] It opens by itself on { $opens } and closes after { $closes }.
    }

    { $told ->
        [no] Nobody is told.
       *[yes] { $people ->
            [0] Whoever is on the contact list by the opening is told; nobody is now.
            [one] One person is told at the opening.
           *[other] { $people } people are told at the opening.
        }
    }
launch-last-approval = A second officer has to approve this.
launch-do-yes = Yes, launch it
launched-open = { $name } is open, until { $closes }.{ $people ->
    [0] {""}
    [one] {" "}One person is being told.
   *[other] {" "}{ $people } people are being told.
}
launched-scheduled = { $name } is scheduled. It opens by itself on { $opens } and closes after { $closes }.{ $people ->
    [0] {""}
    [one] {" "}One person is told at the opening.
   *[other] {" "}{ $people } people are told at the opening.
}
launch-asked =
    The launch of { $name } waits for a second officer (request { $number }). { $others ->
        [one] One colleague was asked.
       *[other] { $others } colleagues were asked.
    } You will be told.
launch-asked-nobody =
    The launch of { $name } waits for a second officer (request { $number }), and nobody else in chat can approve it.

    An administrator can invite an officer with /invite, or approve at the terminal: canvass round approve { $number }. Or take the request back and launch without telling anybody. SECOND_APPROVAL=false in the settings switches this off.

## The second officer

request = { $subject ->
    [launch] { $who } asks you to approve the launch of { $name }, { $opens } to { $closes } (request { $number }). { $people ->
        [0] Whoever is on the contact list by the opening is told.
        [one] One person on the contact list is told at the opening.
       *[other] { $people } people on the contact list are told at the opening.
    }
   *[other] { $who } asks you to approve messages about { $name } (request { $number }). { $subject ->
        [reminder] A reminder to
        [results] The results to
       *[actions] What was done about the results to
    } { $people ->
        [one] one person.
       *[other] { $people } people.
    }
}
approved-open = Approved. { $name } is open.
approved-scheduled = Approved. { $name } is scheduled and opens on { $opens }.
approved-messages = Approved. The messages about { $name } are being sent.
told-approved-open = { $who } approved the launch of { $name }. It is open.
told-approved-scheduled = { $who } approved the launch of { $name }. It opens on { $opens }.
told-approved-messages = { $who } approved the messages about { $name }. They are being sent.
request-declined = Declined. Nothing was done with { $name }.
request-declined-told = { $who } declined what you asked for { $name }. Nothing was done.
request-taken-back = Your request for { $name } is taken back. Nothing was done.
