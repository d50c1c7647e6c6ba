# English wording for staff: messages to people who asked for them.

menu-messages = Messages to people who asked for them
menu-remind = Remind people of an open survey
menu-actions = Say what was done about the results

## How far messages are

messages =
    { $list }

    { $hours }
messages-none = No message was sent to anybody yet.
messages-none-of = No message was sent about round { $name } yet.
sending =
    { $number }. { $name }, { $kind }, begun { $begun }: { $state }
    { $all } in all: { $waiting } waiting, { $sent } sent, { $left } left the list, { $unknown } unknown, { $refused } refused, { $skipped } passed over
sending-kind-invitation = invitation
sending-kind-reminder = reminder
sending-kind-results = results
sending-kind-actions = what was done
sending-waits = Request { $number } waits for a second officer: { $kind }, round { $name }, asked for by { $who }. The card of the round has the buttons.
sending-hours = Messages leave between { $first } and { $last }, London time.
sending-hours-over = Messages leave between { $first } and { $last }, London time. It is not that time now, so what waits is sent later.
sending-unknown =
    Messages { $number } ({ $kind }, round { $name }): of { $count ->
        [0] none is the outcome unknown.
        [one] 1 message the outcome is unknown. It may have arrived or not. It is not sent again, so that nobody gets it twice.
       *[other] { $count } messages the outcome is unknown. They may have arrived or not. They are not sent again, so that nobody gets one twice.
    }

    { $list }
sending-unknown-more = and { $count } more
sending-halted =
    Messages { $number } ({ $kind }, round { $name }) were paused by themselves. { $why ->
        [unknown] Nobody can tell whether the last ones arrived: Telegram did not answer, or failed. They are listed and not sent again.
        [left] So many in a row could not be delivered that it is not people leaving. Is the bot’s token the right one? Nobody was taken off the list.
        [refused] Telegram refused so many in a row that something is wrong with the message or with the way to Telegram.
       *[other] The message could not be made ({ $why }).
    }

    The others wait. Once the cause is found, /messages lets you resume.
sending-refresh = Refresh
sending-pause = Pause { $number }
sending-resume = Resume { $number }
sending-stop = Stop { $number }
sending-see-unknown = Unknown outcomes of { $number }
sending-stop-confirm =
    Stop messages { $number } ({ $kind }, round { $name })? { $waiting ->
        [0] None waits any more.
        [one] 1 message waits. It will never be sent.
       *[other] { $waiting } messages wait. They will never be sent.
    }

    Stopping is for good. To hold them back for a while, pause them.
sending-stop-yes = Yes, stop { $number } for good
sending-back = Back to the messages

## Asking for messages

ask-choose-reminder = People are reminded of which round?
ask-choose-actions = What was done about the results of which round?
ask-choose-none-reminder = No survey is open that people on the list could be reminded of.
ask-choose-none-actions = No results are published yet. Publish them first; then say what was done.
ask-nobody-reminder = Nobody asked to be told of surveys, so there is nobody to remind of { $name }. Posters and links reach more people.
ask-nobody-results = Nobody asked for the results of { $name }, so nothing is sent.
ask-reminder =
    Remind people of round { $name }

    { $people ->
        [one] 1 person asked to be told of surveys.
       *[other] { $people } people asked to be told of surveys.
    } Who has finished by the time a message leaves is passed over.
    { $left ->
        [one] This is the last reminder that the round can have.
       *[other] A round can have two reminders at most.
    }
    { $hours }

    Above is what they get.
ask-results =
    Send the results of round { $name }

    { $people ->
        [one] 1 person asked for them.
       *[other] { $people } people asked for them.
    } They are sent once.
    { $hours }

    Above is what they get.
ask-actions =
    What was done about the results of round { $name }

    { $people ->
        [0] Nobody asked for the results, so nothing is sent. Everybody can see it with /results.
        [one] 1 person asked for the results and is told, once. Everybody can see it with /results.
       *[other] { $people } people asked for the results and are told, once. Everybody can see it with /results.
    }
    { $hours }

    Above is what they get.
ask-correct =
    What was done about the results of round { $name }

    It was sent to people before and is not sent again. Everybody will see the new words, as above, with /results.
ask-yes-ask = Ask a second officer to approve it
ask-yes-send = { $people ->
        [0] Keep it; nobody is told
        [one] Send it to 1 person
       *[other] Send it to { $people } people
    }
ask-yes-correct = Show the new words
ask-again = Write it anew
ask-see = See it as people get it
ask-asked =
    Asked for. { $others ->
        [0] Nobody else can approve it: invite another officer, or set SECOND_APPROVAL=false and ask again after taking this back.
        [one] 1 other person can approve it and has been told.
       *[other] { $others } other people can approve it and have been told.
    } Nothing is sent before.
ask-begun = It is being sent. /messages shows how far it is.
ask-kept = It is kept. Nobody is told. Everybody can see it with /results.
ask-corrected = The new words are shown with /results. Nobody is told.
ask-shown = This is only how it looks. The button does nothing here.

## What was done

actions-language = In which language do you write? People get it in theirs, or else in English.
actions-write =
    Type what was done about the results of round { $name }, in { $language }. At most { $longest } characters, plain words, no names of people. You see it as people get it before anything is sent.

    /cancel leaves it as it is.
actions-now =
    Now it says:

    { $text }
