"""Extensions (prórrogas) of a term and the limits that the law sets them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.clock import keeping
from engine.clock.errors import ExtensionInOtherUnit, ExtensionRepeated, ExtensionTooLong
from engine.clock.term import Term


@dataclass(frozen=True)
class Extension:
    """Time that was added to a term.

    Attributes:
        by: how much, in the unit of the term.
        told_on: day on which the interested person was told, or asked for it.
        reason: the motives that were given.
    """

    by: Term
    told_on: date
    reason: str = ""

    def to_dict(self) -> dict[str, object]:
        """The extension as data that JSON can hold."""
        return {"by": self.by.code, "toldOn": self.told_on.isoformat(), "reason": self.reason}

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "Extension":
        """The extension that `to_dict` wrote.

        Raises:
            RunningTermUnreadable: the data is no extension.
        """
        return cls(
            keeping.term(data, "by"), keeping.day(data, "toldOn"), keeping.text(data, "reason")
        )


@dataclass(frozen=True)
class ExtensionRule:
    """How far a term may be extended.

    Attributes:
        once: whether one extension is all.
        source: the norm.
        percent: most that may be added in all, in hundredths of the initial term, rounded down.
        most_in_all: most that the extended term may be, in the term's unit; it stands for `percent`.
    """

    once: bool
    source: str
    percent: int = 100
    most_in_all: int | None = None

    def limit(self, initial: Term) -> int:
        """The longest that the term may become, in its unit."""
        if self.most_in_all is not None:
            return self.most_in_all
        return initial.amount * (100 + self.percent) // 100

    def check(self, initial: Term, before: tuple[Extension, ...], by: Term) -> None:
        """Hold one more extension against the rule.

        Raises:
            ExtensionInOtherUnit: it is counted in another unit than the term.
            ExtensionRepeated: there was one, and the rule allows no second.
            ExtensionTooLong: the term would pass the limit, or nothing would be added.
        """
        if by.unit is not initial.unit:
            raise ExtensionInOtherUnit(by.code)
        if self.once and before:
            raise ExtensionRepeated(by.code)
        whole = initial.amount + sum(one.by.amount for one in before) + by.amount
        if by.amount == 0 or whole > self.limit(initial):
            raise ExtensionTooLong(by.code)


PETITION_EXTENSION = ExtensionRule(once=False, source="CPACA, art. 14, par.")
"""Told before expiry with motives; the whole never more than double the initial term (TRM-PRO)."""

SUBSANACION_EXTENSION = ExtensionRule(once=True, source="CPACA, art. 17")
"""Asked by the petitioner before expiry; once, up to an equal term (TRM-SUB)."""

EVIDENCE_EXTENSION = ExtensionRule(once=True, source="CPACA, art. 79", most_in_all=30)
"""Once; the term for evidence in appeals never more than 30 business days in all (TRM-PRU)."""
