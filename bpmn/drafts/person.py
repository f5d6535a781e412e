"""Who does something to a draft."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """An account, and the name that it had then.

    Attributes:
        id: of the account; two people may have the same name.
    """

    id: int
    name: str

    @property
    def signature(self) -> str:
        """The person as a version keeps them, apart from others of the same name."""
        return f"{self.name} (cuenta {self.id})"
