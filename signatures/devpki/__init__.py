"""A certification entity for development and tests: root, intermediate, seal, TSA, OCSP and CRL.

Keys are made at set-up and stay in one folder. It validates nothing and is never for production.
"""

from signatures.devpki.authority import Person, Pki, create, revoke
from signatures.devpki.server import Application, start

__all__ = ["Application", "Person", "Pki", "create", "revoke", "start"]
