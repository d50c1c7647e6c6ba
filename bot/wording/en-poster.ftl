# English wording of posters. Read from a distance: one idea a line, plain words.

poster-asks = { $name } ({ $members }) asks this for { $plan }.
poster-decision = Your answers feed into: { $decision }
poster-ages = For people aged { $youngest } or over.
poster-time = It takes about { duration }. Taking part is your choice.
poster-until = You can answer from { $opens } to { $until }, both days included.
poster-who = We keep no name, username or phone number. Analysts at { $controller } see the answers. The police get totals, never answers.

poster-scan = Scan this with the camera of your phone
poster-type = It opens in Telegram. You can also type this link:
poster-other = No phone, or no Telegram? { $way }
poster-website = Other ways to take part: { $website }
poster-languages = You can answer in: { $languages }
poster-genuine = To check that this poster is real, see { $page }
poster-foot = { $venue } · { $code }

poster-mark-synthetic = SYNTHETIC. A trial with made-up answers. Please do not take part.
poster-mark-rehearsal = REHEARSAL. A trial: answers given here do not count.
poster-mark-draft = DRAFT. The partnership has not yet confirmed these lines.
