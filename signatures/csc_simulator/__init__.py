"""A simulator of a certification entity's remote signing service, over the keys of a development PKI.

It speaks the API of the Cloud Signature Consortium, versions 1.0.4 and 2.0, as the specification says:
status codes, bodies of errors, activation data that serve once and only for their hashes, one-time
codes that leave by an outbox. It can also be down, slow, or lie. It is never for production.
"""

from signatures.csc_simulator.credentials import Credential, of_pki
from signatures.csc_simulator.server import Application, start
from signatures.csc_simulator.service import Mood, SimulatedService

__all__ = ["Application", "Credential", "Mood", "SimulatedService", "of_pki", "start"]
