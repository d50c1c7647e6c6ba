"""From frozen rounds to published measures; knows nothing of Telegram.

From a round to its page: `dataset` opens it, `cells` counts it, `weights` rakes the cells,
`estimates` gives shares with intervals, `rounds` all of a round's, `change` and `targets` set them
beside the past and the plan, `measures` makes the rows. `disclosure` decides what may leave, and
`results` renders that and nothing else. `plan` and its neighbours say what is wanted.
"""
