# English wording of messages to people who asked to be told.
# The first line is all that a locked phone may show: it says no more than what kind of survey it is.

message-title = Community safety survey
message-invitation =
    { message-title }

    You asked us to tell you when the next survey opens. It is open until { $until }. It takes about { duration }.

    Taking part is your choice. Nobody reads this chat. In danger call 999.
message-reminder =
    { message-title }

    The survey is still open until { $until }. It takes about { duration }.

    You do not have to take part. Nobody reads this chat. In danger call 999.
message-results =
    { message-title }

    You asked for the results. Here they are.

    { $text }
message-actions =
    { message-title }

    You asked for the results. This is what was done since:

    { $text }
message-open = Open the survey
