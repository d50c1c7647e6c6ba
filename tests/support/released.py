"""Results made public in tests: through the gate, with an audit that is not what is tested."""

from __future__ import annotations

from dataclasses import replace

from analysis import disclosure
from analysis.disclosure import Released
from analysis.provenance import AuditShown
from analysis.rows import Results

AUDITED = AuditShown(counts=0, narrowest=None, withheld=0, releases=0)


def release(results: Results) -> Released:
    """What may be published, where nothing is said of the audit."""
    return disclosure.release(results if results.audit else replace(results, audit=AUDITED))
