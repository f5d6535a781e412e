"""Readings are written as pages answer; the desks' case and sign-in serve here too."""

from tests.web.desks.conftest import case, dev_pki, friday, office, sign_in, store

__all__ = ["case", "dev_pki", "friday", "office", "sign_in", "store"]
