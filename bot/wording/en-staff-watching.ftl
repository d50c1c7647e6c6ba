# English wording for staff: who has taken part, posters, publishing.

progress-which = Progress of which round?
progress-none = No round is or was open yet.
progress-steps = Who is missing is in the next message. It moves on with every { $step } answers, so that nobody’s own answers show.
progress-words-follow = Who has answered so far. The next message says in words all that this picture shows.
progress-more = There is more: canvass round progress { $name }
progress-others = Another round

poster-which = A poster for which round?
codes-which = Invitation codes for which round?
poster-none = No round can be answered, or will be, by everybody who sees a poster.
poster-venue =
    Posters for { $name }. For which venue?

    Each venue has its own link, so you see how many began there. Where somebody began is never kept with their answers.
poster-new = A new venue
poster-all = All { $count } venues in one PDF
poster-plain = A poster for no venue
poster-links = All links as a file (CSV)
poster-name = Type the name of the venue, such as Idea Store Whitechapel. /cancel leaves.
poster-made = The poster for { $venue } comes next. Its code is { $code }.
poster-coming = { $count ->
        [one] The poster comes next.
       *[other] { $count } posters come next. Drawing takes about half a second each.
    }
poster-links-coming = The file comes next.
poster-many = { $count } posters, one a page. The links are also in the file of links.
codes-only-terminal =
    Invitation codes are made on the terminal only. Each lets one person in, and Telegram keeps a copy of whatever is sent here.

    canvass round codes { $name } --to letters.csv --number 500

    With strata: canvass round codes { $name } --to letters.csv --strata strata.csv
codes-none = No round that can be answered goes to people with invitation codes.

publish-which = Publish the results of which round?
publish-none = No closed round waits to be published.
publish-preview = These are the results of { $name }, exactly as people will get them, in { $languages }. Nothing is published yet.
publish-confirm =
    Publish { $name }? After that anybody can see these results with /results. It cannot be taken back, but the round can be withdrawn.

    Not shown, to protect people:
    { $withheld }

    Breaks of the series:
    { $breaks }
publish-nothing = nothing
publish-yes = Publish
publish-changed = The results are not those that you saw: something was changed meanwhile. Nothing is published. Please look at them again.
published = { $name } is published. Anybody can see the results with /results.
published-nobody = Nobody asked to be sent them.
published-send = { $count ->
        [one] One person asked to be sent them.
       *[other] { $count } people asked to be sent them.
    } This can be done once.
results-send = Send them the results

menu-progress = Who has taken part so far, and who is missing
menu-poster = Posters and links for venues
menu-codes = Invitation codes for letters
menu-publish = Publish the results of a closed round
