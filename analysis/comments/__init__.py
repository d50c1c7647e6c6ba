"""From comments to themes: coding by an editable codebook, tone, and agreement with analysts.

`code_comment` reads one comment by a codebook; `code_all` reads a round's. What the machine says is
a draft for analysts, whose corrections hold.
"""
