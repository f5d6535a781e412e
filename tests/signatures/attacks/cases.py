"""A named file of the corpus, what makes it, and what a verifier must say of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from tests.signatures.attacks import paper
from tests.signatures.attacks.authority import NOW, Authority, Holder
from tests.signatures.attacks.strangers import Pen

LATER = NOW + timedelta(hours=2)


@dataclass
class World:
    """Who signs in the corpus, and documents that many cases begin with."""

    authority: Authority = field(default_factory=Authority)

    @cached_property
    def ana(self) -> Holder:
        return self.authority.signer()

    @cached_property
    def luis(self) -> Holder:
        return self.authority.signer("Luis Burbano")

    @cached_property
    def mallory(self) -> Holder:
        """Somebody whose authority nobody trusts."""
        return Authority("Extraña").signer("Ana Pérez")

    def pen(self, level: str = "B-LTA", who: Holder | None = None, **changes: object) -> Pen:
        return Pen(self.authority, who or self.ana, level, **changes)  # type: ignore[arg-type]

    @cached_property
    def signed(self) -> bytes:
        """Two pages, one B-LTA signature."""
        return self.pen().sign(paper.plain())

    @cached_property
    def bare(self) -> bytes:
        """Two pages, one B-LT signature whose proofs stand before it: nothing follows it."""
        from pyhanko.sign.signers.pdf_signer import SigDSSPlacementPreference  # noqa: PLC0415

        placement = SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
        return self.pen("B-LT", placement=placement, vri=False).sign(paper.plain())


@dataclass(frozen=True)
class Case:
    """One file.

    Attributes:
        name: unique, in words.
        family: class of the published description.
        make: gives the bytes.
        says: sub-indication or problem code that must appear; empty: any refusal.
        at: moment of the verification.
    """

    name: str
    family: str
    make: Callable[[World], bytes]
    says: str = ""
    at: datetime = LATER


class Collection(list[Case]):
    """Cases in the order in which they are written down."""

    def add(
        self, family: str, says: str = "", at: datetime = LATER
    ) -> Callable[[Callable[[World], bytes]], Callable[[World], bytes]]:
        """Keep a function as a case; its name is the case's."""

        def keep(make: Callable[[World], bytes]) -> Callable[[World], bytes]:
            self.append(Case(make.__name__.replace("_", "-"), family, make, says, at))
            return make

        return keep
