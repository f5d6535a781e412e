"""Plays the scenarios of a procedure's folder through the real commands, and compares.

A rehearsal runs inside a transaction that is rolled back, on a clock that it moves itself, with a seal
that is simulated and an archive that is thrown away; flow, forms, tables, documents and messages are
the real ones.
"""

from engine.rehearsal.rehearse import Actual, Outcome, rehearse

__all__ = ["Actual", "Outcome", "rehearse"]
