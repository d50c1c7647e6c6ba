# What is said in a chat of staff that stands for somebody else, besides the survey itself.

session-declined-assisted = That is fine. Nothing was kept. /interview begins with the next person.
session-declined-preview = The preview is over. Nothing of it was kept.
session-lapsed-assisted =
    This interview is over, because its survey has ended or has changed. What was submitted counts. What you just sent was taken for no answer, of the person or of your own.
session-lapsed-preview =
    The preview is over, because its round has moved on. Nothing of it was kept, and what you just sent was taken for no answer.
session-nothing = Nothing of this interview is kept yet. /end ends it.
session-no-code = Codes of letters cannot be used in an interview or a preview. /end ends it.
delete-confirm-session =
    Delete everything that was answered in this interview? This cannot be undone. Your own answers stay.
receipt-clear = It is written down: clear this
receipt-cleared = The receipt code was shown here. This message has been cleared.
