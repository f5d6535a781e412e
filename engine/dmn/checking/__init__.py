"""Tells the author of a DMN file what is wrong with it, also where it would still run.

That is: every expression that cannot be right, and rows that fire together under hit policy UNIQUE.
"""

from collections.abc import Iterable

from engine.dmn.checking.reviewer import Reviewer
from engine.dmn.model import DmnFinding, DmnRefused
from engine.dmn.reading import load_leniently

__all__ = ["check"]


def check(xml: bytes, beside: Iterable[bytes] = ()) -> tuple[DmnFinding, ...]:
    """Everything that is wrong with a file.

    Args:
        xml: the file.
        beside: other files that it may import.
    """
    reviewer = Reviewer()
    try:
        model = load_leniently(xml, beside, reviewer)
    except DmnRefused as refusal:
        return refusal.findings
    return tuple(dict.fromkeys((*model.findings, *reviewer.findings)))
