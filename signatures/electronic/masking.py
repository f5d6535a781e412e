"""An address as a page or a document may show it: enough for its owner to know it, no more.

Source: Ley 1581 de 2012, art. 4 (restricted circulation).
"""

_STARS = "***"


def masked(address: str) -> str:
    """«r***@correo.test» of a mailbox, «***78» of a telephone."""
    name, at, domain = address.rpartition("@")
    if at:
        return f"{name[:1]}{_STARS}@{domain}"
    return f"{_STARS}{address[-2:]}"
