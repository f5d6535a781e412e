"""A simulated bank: a page to pay at, signed notices with retries, statements and refunds, over HTTP only.

It shares nothing with the window but a secret. Whole amounts that end in 13 are rejected, those that end in
14 stay pending for a while, whatever the payer chooses (inventory, Part M). It is never for production.
"""

from engine.payments.bank_simulator.bank import Bank
from engine.payments.bank_simulator.server import Application, start

__all__ = ["Application", "Bank", "start"]
