"""What is kept, and the only SQL: one definition of the tables, and one module a noun.

What a person sent or answered arrives here sealed; the store never sees it in clear. `engine`
opens the database; `inbox`, `outbox`, `interviews`, `rounds` and `imports` are the calls on it;
`batch` is the unit of work of the bot; `frozen` writes a closed round to files.
"""
