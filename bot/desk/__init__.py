"""Staff in chat: commands, buttons and conversations, by role.

Every update of a member of staff is one transaction: what it changes, its line in the audit trail,
its replies and that it is done take effect together or not at all. What staff can do is in
`bot.office`; here is how it looks in chat.
"""
