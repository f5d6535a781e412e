"""Auditors' pages stand on a case that the engine really filed."""

from tests.web.desks.conftest import case, dev_pki, friday, office, sign_in, store

__all__ = ["case", "dev_pki", "friday", "office", "sign_in", "store"]
