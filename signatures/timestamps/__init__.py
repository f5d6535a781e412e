"""Client of a timestamping authority."""

from signatures.timestamps.client import Timestamper

__all__ = ["Timestamper"]
