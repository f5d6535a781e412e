"""The legal terms by their codes, each with its source and the days on which it is in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from engine.clock.errors import RuleUnknown
from engine.clock.term import Term


@dataclass(frozen=True)
class LegalRule:
    """One rule of inventory B.1, with the lengths that it sets.

    Attributes:
        code: as in inventory B.1.
        source: the norm.
        since: first day in force.
        terms: the lengths by what has to be done in them; empty where the rule sets none.
        until: last day in force; None while it is.
    """

    code: str
    source: str
    since: date
    terms: Mapping[str, Term] = field(default_factory=dict)
    until: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether the rule applies on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def term(self, part: str | None = None) -> Term:
        """The length of one part, or the only one.

        Raises:
            RuleUnknown: there is no such part, or several and none was named.
        """
        if part is None and len(self.terms) == 1:
            return next(iter(self.terms.values()))
        if part is None or part not in self.terms:
            raise RuleUnknown(self.code, part)
        return self.terms[part]


@dataclass(frozen=True)
class RuleBook:
    """Rules of the nation, and those that an entity lays over them.

    Attributes:
        rules: of rules with one code that are in force together, the one with the later `since` rules,
            and of two of one day the later in the list.
    """

    rules: tuple[LegalRule, ...]

    def rule(self, code: str, on: date) -> LegalRule:
        """The rule of a code on the day on which its term starts.

        A term that started keeps its rule, whatever changes later.

        Raises:
            RuleUnknown: none is in force.

        Source: Ley 153 de 1887, art. 40 (Ley 1564 de 2012, art. 624); inventory C.4.
        """
        found = [rule for rule in self.rules if rule.code == code and rule.is_in_force(on)]
        if not found:
            raise RuleUnknown(code, on.isoformat())
        return max(enumerate(found), key=lambda entry: (entry[1].since, entry[0]))[1]

    def term(self, code: str, on: date, part: str | None = None) -> Term:
        """The length that a rule sets on the day on which the term starts.

        Raises:
            RuleUnknown: no such rule, or no such part of it, is in force.
        """
        return self.rule(code, on).term(part)

    def overlaid(self, *rules: LegalRule) -> "RuleBook":
        """This book with rules of an entity over it."""
        return RuleBook((*self.rules, *rules))


_CPACA = date(2012, 7, 2)
_LEY_1755 = date(2015, 6, 30)
_LEY_5 = date(1992, 6, 18)
_TAX = date(1989, 3, 30)
_LEY_2010 = date(2019, 12, 27)


def _rule(code: str, source: str, since: date, **terms: str) -> LegalRule:
    lengths = {part: Term.parse(text) for part, text in terms.items()}
    return LegalRule(code, source, since, MappingProxyType(lengths))


NATIONAL = RuleBook(
    (
        _rule("TRM-PET", "CPACA, art. 14", _LEY_1755, responder="15 DH"),
        _rule("TRM-INF", "CPACA, art. 14, num. 1", _LEY_1755, responder="10 DH", copias="3 DH"),
        _rule("TRM-CON", "CPACA, art. 14, num. 2", _LEY_1755, responder="30 DH"),
        _rule("TRM-PRO", "CPACA, art. 14, par.", _LEY_1755),
        _rule("TRM-TRA", "CPACA, art. 21", _LEY_1755, remitir="5 DH"),
        _rule(
            "TRM-SUB",
            "CPACA, art. 17",
            _LEY_1755,
            requerir="10 DH",
            completar="1 M",
            prorroga="1 M",
        ),
        _rule("TRM-REA", "CPACA, art. 17", _LEY_1755),
        _rule("TRM-DTA", "CPACA, art. 17", _LEY_1755),
        _rule("TRM-DEX", "CPACA, art. 18", _LEY_1755),
        _rule("TRM-OSC", "CPACA, art. 19", _LEY_1755, aclarar="10 DH"),
        _rule("TRM-AUT", "CPACA, art. 30", _LEY_1755, responder="10 DH"),
        _rule("TRM-CGR", "Ley 5 de 1992, art. 258", _LEY_5, responder="5 DH"),
        _rule("TRM-INS", "CPACA, art. 26", _LEY_1755, insistir="10 DH", decidir="10 DH"),
        _rule("TRM-CIT", "CPACA, arts. 68 and 69", _CPACA, enviar="5 DH", comparecer="5 DH"),
        _rule("TRM-AVI", "CPACA, art. 69", _CPACA, publicar="5 DH", surtir="1 DH"),
        _rule("TRM-REC", "CPACA, art. 76", _CPACA, interponer="10 DH"),
        _rule("TRM-QUE", "CPACA, arts. 74 and 78", _CPACA, interponer="5 DH"),
        _rule("TRM-PRU", "CPACA, art. 79", _CPACA, practicar="30 DH"),
        _rule("TRM-SRE", "CPACA, art. 86", _CPACA, decidir="2 M"),
        _rule("TRM-SNE", "CPACA, art. 83", _CPACA, decidir="3 M", tardio="1 M"),
        _rule("TRM-SPO", "CPACA, arts. 84 and 85", _CPACA),
        _rule("TRM-REV", "CPACA, art. 95", _CPACA, decidir="2 M"),
        _rule("TRM-FIR", "CPACA, art. 87", _CPACA),
        _rule("TRM-RCN", "ET, arts. 720, 732 and 734", _TAX, interponer="2 M", fallar="1 A"),
        _rule("TRM-NTE", "ET, art. 566-1 (Ley 2010 de 2019)", _LEY_2010, diferir="5 DH"),
        # B.2 (6) has the term and no code.
        _rule("TRM-FAL", "CPACA, art. 62", _CPACA, insistir="3 DH"),
    )
)
"""The terms of inventory B.1 (and B.2 (6)); what an entity sets by itself is laid over it."""
