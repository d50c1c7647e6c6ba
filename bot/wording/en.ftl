# English wording of the chat. Wordings of questions live in the questionnaires.
# One idea a sentence, plain words, no title in capitals, at most one emoji and never alone.

## First screen, at most 120 words

duration = { $minutes ->
        [1] one minute
        [2] two minutes
        [3] three minutes
        [4] four minutes
        [5] five minutes
        [6] six minutes
       *[other] { $minutes } minutes
    }

about = { $about ->
        [none] what worries people, what would help and where
       *[other] { $about }
    }
for-ages = { $youngest ->
        [0] {""}
       *[other] For people aged { $youngest } or over.{" "}
    }
police = { $words ->
        [yes] The police get totals. They may see words you let us quote, or of someone at risk.
       *[no] The police get totals, never your answers.
    }

start =
    { $title }

    { $name } ({ $members }) asks how safe people feel, for { $plan }.{ $decision ->
        [none] {""}
       *[other] {" "}Your answers feed into: { $decision }.
    }

    Taking part is your choice. It takes about { duration }. You can skip questions and stop at any time.

    We keep no name, username or phone number. Until the survey closes, planned for { $until }, we keep a scrambled code, so that you can change or delete your answers. { police }

    Telegram, and anyone who has your phone, can see this chat. Nobody reads it live. In danger call 999.

    Other ways to take part: { $website }. More: /privacy

start-dated =
    { $title }

    { $name } ({ $members }) asks { about }{ $decision ->
        [none] , for { $plan }.
       *[other] . Answers feed into: { $decision }.
    }{ $draft ->
        [none] {""}
       *[other] {" "}The draft or evidence: { $draft }
    }

    Open from { $opens }, planned until { $until }. { for-ages }Taking part is your choice. It takes { duration }. Skip questions or stop anytime.

    We keep no name, username or phone number. Until it closes, a scrambled code lets you change or delete answers. { police }

    Telegram, and anyone with your phone, can see this chat. Nobody reads it live. In danger call 999.

    Another way to answer: { $website }. More: /privacy

agree = I agree to take part
not-now = Not now
options = Language and display
choose-round = Which survey would you like to answer?
by-invitation = This survey goes to people who got a letter. Please type the code in your letter, or follow its link.
start-rehearsal = REHEARSAL: this is a trial of the survey. Its answers are in no result.
start-synthetic = SYNTHETIC: this is a trial with made-up answers. What you answer here is in no real result.
start-preview = PREVIEW: this is how residents will see it. Nothing that you tap is kept.
start-assisted =
    Please read this aloud before you begin.

    “{ $title }. { $name } ({ $members }) asks how safe people feel, for { $plan }.{ $decision ->
        [none] {""}
       *[other] {" "}Your answers feed into: { $decision }.
    } Taking part is your choice. It takes about { duration }. You can leave out questions and stop at any time.

    I type your answers. We keep no name, address or phone number with them, and I cannot see them afterwards. At the end you get a receipt code. Until the survey closes, planned for { $until }, that code is the only way to delete your answers. { police }

    Do you agree to take part?”

    Tap “I agree” only if they say yes.
start-dated-assisted =
    Please read this aloud before you begin.

    “{ $title }. { $name } ({ $members }) asks { about }, for { $plan }.{ $decision ->
        [none] {""}
       *[other] {" "}What you say feeds into this decision: { $decision }.
    }{ $draft ->
        [none] {""}
       *[other] {" "}You can read the draft or the evidence at { $draft }
    }

    It is open from { $opens }, planned until { $until }. { for-ages }Taking part is your choice. It takes about { duration }. You can leave out questions and stop at any time.

    I type your answers. We keep no name, address or phone number with them, and I cannot see them afterwards. At the end you get a receipt code. Until it closes, that code is the only way to delete your answers. { police }

    Do you agree to take part?”

    Tap “I agree” only if they say yes.
opens-on = This survey opens on { $day }. Please come back then.
no-round = No survey is open at the moment. Thank you for looking. /help says who can help.
not-now-reply = That is fine. Nothing was kept. Send /start if you change your mind by { $until }.

## A question

progress = Question { $number } of { $total }
back = Back
skip = Skip
keep = Keep answer
stop = Stop
close = Close
done = Done
go-on = Continue
yes = Yes, I have read this
not-sure = Not sure
prefer-not-to-say = Prefer not to say
choose-several = Choose all that apply, then tap Done.
choose-in-order = Tap in order, the most important first.
type-number = Type a number.
choose-up-to = { $chosen ->
        [0] Choose up to { $most }, then tap Done.
       *[other] { $chosen } of { $most } chosen. Tap one again to take it away, or tap Done.
    }
then-done = Tap Done when you have chosen.
type-text = Type your answer and send it. You see how we will keep it before it counts.
type-text-safely = Please give no names, addresses or phone numbers, and do not report a crime here. Nobody reads this live, so we cannot reply. In an emergency call 999. To report a crime that is over, call 101.
text-kept =
    This is how we will keep it:

    “{ $text }”
text-taken-out = We took out: { $kinds }. We do not have them any more.
text-confirm = Tap “Keep it” if that is right. Anything more that you send is added below it. To use other words, tap “Write it again”.
taken-out-name = names
taken-out-phone = phone numbers
taken-out-email = email addresses
taken-out-link = web addresses
taken-out-handle = usernames
taken-out-postcode = postcodes
taken-out-vehicle = vehicle registrations
taken-out-number = personal numbers
taken-out-address = street addresses
taken-out-officer = officers’ names or numbers
keep-text = Keep it
write-again = Write it again
leave-out = Leave it out
send-location = On a phone: tap the paper clip, then Location. { $most ->
        [1] You can send one place
       *[other] You can send up to { $most }
    }, or tap Skip. We keep only the square of 250 metres around { $most ->
        [1] it
       *[other] each
    }, never the exact place.
send-another = { $given } of { $most } given. Send another, or tap Done.
places-full = { $given } of { $most } given. Tap Done.
place-number = Place { $number } (a 250 m square)
take-back = Take back place { $number }
places-given = { $count ->
        [one] 1 place
       *[other] { $count } places
    }
choose-ward = Now the ward. Tap “Not sure” if you do not know it.
picked = { $label } ✓

## Notes: what came of the last thing done

note-unread = Nobody reads messages here. What you typed was not kept. In danger call 999. /help
note-unread-before = Nobody reads messages here. What you typed was not kept. In danger call 999. /help
    To take part, send /start.
note-unread-question = Nobody reads messages here. What you typed was not kept. In danger call 999. /help
    Please tap a button below, or type the number of an answer.
note-unread-location = Nobody reads messages here. What you typed was not kept. In danger call 999. /help
    Please send a location, or tap a button below.
note-unread-location-or = Nobody reads messages here. What you typed was not kept. In danger call 999. /help
    Please send a location, or tap Back for another way: { $count ->
        [one] “{ $questions }”
       *[other] { $questions }
    }.
note-location = No location is asked for here, and nobody sees where you are. What you sent was not kept. In danger call 999. /help
note-outside = That place is outside the area that we ask about. It was not kept. You can send another, or tap Skip.
note-same-square = You have given that place already: both lie in the same square of 250 metres.
note-most-places = You have given { $most ->
        [1] one place
       *[other] { $most } places
    }, which is the most. To give another, take { $most ->
        [1] it
       *[other] one
    } back first.
note-no-place = There is no place yet. Send one, or tap Skip.
note-content = Sorry, only taps and typed answers can be used here. Nothing you sent was kept. In danger call 999. /help
note-edited = Editing a message changes nothing here. To change an answer, use the buttons.
note-card = Your answers are on the card above.
note-stale = That was already answered. Here is where you are.
note-saved = Your answers are saved.
note-left = Closed. What you had saved stays as it was.
note-one-at-a-time = Somebody is answering on this phone now. Here is where they are.
note-other-interview = That button is from earlier and no longer works.
note-required = We need this answer to know whether the survey is for you. You can also stop.
note-at-start = This is the first question.
note-ends = That answer would end the survey and delete all your answers. Choose it again if it is right, or choose another.
note-under-way = You are in the middle of the extra questions. Finish them first, then type your code.
note-paused = Please tap “Go on” first.
note-dropped = { $count ->
        [one] Because of that change, your answer to “{ $questions }” was removed: it is no longer asked.
       *[other] Because of that change, your answers to { $questions } were removed: they are no longer asked.
    }
note-taken-back = Because of that change, your answer to “{ $questions }” was removed. We do not ask it again. You can open it in the list of your answers at the end.
note-re-ask = Because of that change, we ask “{ $questions }” again.
note-number = Please type a number within the limits shown.
note-too-few = Please choose at least one, or tap Skip.
note-too-many = You can choose { $most } at most. To choose another, tap one of them again first.
note-exclusive = One of these cannot be combined with others.
note-empty = There was nothing to read in that message.
note-long-answer = What you sent was longer than we can keep: { $most } characters at most. It was left out. Please send it shorter.
note-rest-only = { $below ->
        [yes] Below are the words that you sent before it, and what came after it. If that is only the end of one long text, tap “Write it again” and send all of it again, shorter.
       *[no] Below is only what came after it. If that is the end of one long text, tap “Write it again” and send the text shorter.
    }
note-no-room = That would be longer than we can keep: { $most } characters at most altogether. Your last message was left out.
note-keep-or-not = To keep these words tap “Keep it”. To take them away tap “Leave it out”.
note-which = Please tap the answer that you mean, or type its number.
note-words-left-behind = You did not tap “Keep it”, so the words shown there were not kept.{ $stands ->
        [yes] {" "}What you had kept before stands.
       *[no] {""}
    }
note-left-behind = You did not tap Done, so what you chose there was not kept.{ $stands ->
        [yes] {" "}What you had answered before stands.
       *[no] {""}
    }
note-no-text = There is nothing to keep yet. Type it first, or tap Skip.
note-not-offered = That is not one of the answers. Please choose again.
note-closed = This survey has closed, so that tap was not counted. Answers that you submitted before count. Thank you.
note-ended = This survey has ended. Your answers can no longer be changed. /delete still removes them until they are counted.
note-being-counted = The survey is being closed and the answers are being counted. They can no longer be changed or deleted.
note-error = Something went wrong on our side. Your earlier answers are safe. Please try again.
note-style-separate = From now on each question comes as a new message.
note-style-edit = From now on each question replaces the last one.
note-already-deleted = Those answers are deleted already.
note-code-unknown = That code fits no survey that is open now. Check it and type it again.
note-code-spent = That code has been used. Each code lets one person take part.
note-code-spent-open = That code has been used. Each code lets one person take part. You can also take part without a code: /start
note-told-results = Thank you. We will send you the results here, and later what was done about them.
note-told-rounds = Thank you. We will tell you here when the next survey opens.
note-left-results = You will get no message about the results.
note-left-rounds = You will get no message about next surveys.
note-wrong-receipt = That code fits no answers given in this chat. Check it and type it again.
note-most-people = Four people have answered from this chat. That is the most for one phone.

## Review, submitting, after

review =
    Please check your answers

    { $answers }

    { $again ->
        [yes] Your answers are saved as they were. To save changes, tap “Submit my answers”.
       *[no] Nothing counts until you tap “Submit my answers”.
    }
review-line = { $number }. { $title }: { $answer }
skipped = skipped
cleared = Your answers were shown here. This message has been cleared.
submit = Submit my answers
change = Change an answer
change-which = Which answer would you like to change? You can also type its number.
back-to-review = Back to my answers
leave = Close without saving changes

thanks =
    Thank you. Your answers are saved.

    Your receipt code: { $receipt }
    Write it down. With it you can see or change your answers until { $until }. Without it they are shown to nobody. To delete them, send /delete.

    What happens next: once the survey is closed, answers are counted together. The partnership publishes totals{ $words ->
        [yes] , and what you wrote only where you allowed it and a person has checked it
       *[no] , never anyone’s answers
    }.

    Help is at /help. On a shared phone you can also delete this chat in Telegram.
thanks-again = Your changes are saved. Your receipt code stays the same.
thanks-part = These answers are saved too, with the same receipt code.
thanks-assisted =
    The answers are saved.

    Receipt code: { $receipt }
    Write it on the receipt card and give it to the person. Say: “This code is the only way to delete your answers, until { $until }. Type it to this bot, or give it to any of our interviewers.” It is not shown again.
thanks-preview = Here residents get their receipt code. This is a preview: nothing is kept.
finished-updates =
    You have finished. Thank you for taking part. Help is at /help.

    Would you like a message here? Only if you tap below. You can leave at any time with /updates.
finished-assisted = Finished. Please say thank you. These answers can no longer be seen here. /interview begins with the next person.
finished-preview = This is the end of the preview. Nothing of it was kept.
tell-results = Send me the results
tell-rounds = Tell me about next surveys
updates =
    Messages that you asked for:

    { $list }
updates-in-session = Messages can be asked for only in one’s own chat. Please go on, or send /end first.
updates-none = You get no messages from us. After you have taken part you can ask for the results, or to be told of next surveys.
updates-results = The results of { $title }
updates-rounds = When the next survey opens
leave-results = No results of { $title }
leave-rounds = Nothing about next surveys
stop-messages = Stop these messages
offer-yes = Yes, go on
offer-no = No, thank you
another-person = Someone else on this phone

already =
    Answers have been saved from this chat for { $title }.

    To see or change yours, type your receipt code. To delete them, send /delete.
already-part = You can still answer the short extra part.

paused =
    You have stopped. Your answers are not submitted yet.

    To finish later, send /start by the end of { $until }. If you do not, your answers are deleted.
paused-part =
    You have stopped. Your main answers are saved. The extra ones are not.

    To finish them, send /start by the end of { $until }.
nothing-to-stop = There is nothing to stop: you are not in the middle of a survey. /delete removes answers you have sent.
resume = Go on
delete-mine = Delete my answers

nothing-kept = Nothing you tapped was kept.

## Deleting

delete-confirm =
    Delete all your answers in this chat? This cannot be undone.
delete-confirm-several =
    This chat has { $count } sets of answers. Delete only { $which ->
        [opened] the set that you opened with your receipt code
        [now] the set that is being answered now
        [stopped] the set that was stopped before the end
       *[latest] the latest set
    }, or all of them? This cannot be undone. To delete another set, type its receipt code first.
delete-yes = Yes, delete
delete-one = Delete only that set
delete-everyone = Delete all of them
delete-no = No, keep them
withdraw-confirm =
    These answers were taken by an interviewer. Delete them all? This cannot be undone.
deleted =
    Deleted. None of those answers is left with us.

    Messages in this chat stay on your phone and with Telegram until you delete the chat yourself.
nothing-to-delete = There is nothing to delete: no answers that we keep can be linked to this chat.
kept = Your answers are kept.
note-delete-tap = Nothing is deleted yet. Please tap the button that you mean.

## Language and display

language-choose = Choose a language. This survey is available in: { $languages }.
style-choose = Using a screen reader? Each question can come as a new message.
style-separate = New message for each question
style-edit = One message that changes
close-options = Done

## Privacy notice

privacy =
    Privacy notice

    Who is responsible: { $controller }. Questions about data: { $data_protection }.

    Why: to find out how safe people feel and to report on the community safety plan. The legal basis is a task in the public interest; for equality questions, monitoring equality of opportunity (substantial public interest). Your tap on “I agree” is your agreement to take part. It is not the legal basis, and you can withdraw it at any time.

    What we keep: your answers, and a scrambled code made from this chat and a secret key. No name, username, phone number or Telegram number is kept with your answers. What you type that is not an answer is not kept.{ $words ->
        [yes] {" "}Where we ask for your own words, names, numbers and addresses that we recognise are taken out first; you see what we keep. A person checks a text before any of it is quoted, and only where you allow it. A location is kept as a square of 250 metres. Once the survey is closed, words and places are kept apart from your other answers.
       *[no] {""}
    }

    Until when: the key is destroyed when the survey is closed{ $planned ->
        [yes] , after { $until }
       *[no] {""}
    }. Until then /delete removes everything at once. After that nobody can tell which answers are yours, so we can no longer delete them. Answers you did not submit are deleted at closing.

    Who sees what: Analysts at { $controller } see answers without any link to you. { $words ->
        [yes] The police get totals, and what is published: totals, and quotes that you allowed. After closing, what people wrote is searched for signs that somebody is at risk. Analysts read what is found, and can show it to the partnership’s safeguarding lead, who can pass it on, also to the police. It carries no name that we recognised, so it does not bring help to you: in danger call 999.
       *[no] The police get totals, never answers.
    } Small numbers are not published.

    What we cannot promise: Telegram stores this chat on its own servers and can read it; it is independent of us and has its own privacy policy. Anyone with your phone can see this chat.

    Your rights: to see, correct, delete and object. You do not have to answer. No decision about you is made by a computer. You can complain to the Information Commissioner: ico.org.uk
privacy-unconfirmed = These lines are a draft that the partnership has not yet confirmed.
planned-day = { $day } (the planned last day)
no-date = the day the survey closes

## Help

help =
    In an emergency call 999. Nobody reads this chat.

    { $contacts }
help-commands =
    /start: begin or go on
    /stop: finish later, or delete
    /delete: delete my answers
    /language: language and display
    /results: what the last survey found
    /updates: messages from us, and how to leave
    /privacy: what happens to answers
support =
    { $urgent ->
        [yes] If you or anybody near you is in danger now, call 999.
       *[no] Some things are hard to write about. If you or anybody near you is in danger now, call 999.
    }

    If any of this is happening to you, or to somebody you know, these people can help:

    { $contacts }

    This message came by itself. Nobody reads this chat live, so we cannot reply or act on what you wrote. { $words ->
        [yes] The message below shows what you typed. We keep it only if you tap “Keep it”. If you tap “Leave it out”, it goes from that message too. If others can see your phone, you can also delete this message and your own.
       *[no] If others can see your phone, you can delete this message and your own.
    }
support-assisted =
    { $urgent ->
        [yes] If anybody is in danger now, call 999. Please show or read this to the person only if nobody else can hear it.
       *[no] Please show or read this to the person, if nobody else can hear it. If anybody is in danger now, call 999.
    }

    If any of this is happening to you, or to somebody you know, these people can help:

    { $contacts }

    This message came by itself. Nobody reads this chat live, so nothing follows from what was typed.{ $words ->
        [yes] {" "}The message below shows it. Ask the person whether to keep it: “Leave it out” takes it away.
       *[no] {""}
    }
help-line = { $name }: { $ways }

## Commands, as Telegram lists them

command-start = Begin or go on with the survey
command-help = Who can help, and how this works
command-privacy = What happens to your answers
command-stop = Stop now and finish later, or delete
command-delete = Delete my answers
command-language = Language and display
command-results = What the last survey found
command-updates = Messages from us, and how to leave

## Words that can be typed instead of tapping, separated by |

words-back = back | previous
words-skip = skip | next
words-stop = stop | quit | exit
words-done = done | finished
words-keep = keep it | keep | yes | y | yep | yeah | ok | okay | right | correct | that is right | that's right | yes it is
words-write-again = write it again | write again
words-leave-out = leave it out | leave out | leave that out | leave this out | delete | delete it | delete that | delete this | remove | remove it | remove that | remove this | take it out | take that out | don't keep it | don't keep that
words-not-right = no | n | nope | not right | wrong | that is wrong | that's wrong | no it is not | no it isn't
# What answers the question whether to delete. The short ones count where they can mean nothing else,
# and what is unsure is asked again.
words-delete = yes, delete | yes, delete it | yes, delete them | yes, delete all | yes, delete everything | delete them | delete all | delete everything | delete my answers | delete all my answers
words-delete-short = yes | y | yep | yeah | yes please | delete | delete it
words-delete-none = no | n | nope | no thanks | cancel | keep | keep it | keep them | don't | do not | don't delete | do not delete | don't delete them | no, don't | never mind
words-delete-unsure = ok | okay | sure | right | fine | do it | go on
words-submit = submit | submit it | submit them | submit answers | submit my answers | send my answers
words-change = change | change it | change an answer | change answer | change my answer | change answers | change my answers | change something
# What may follow such a word.
words-politely = please | thanks | thank you
