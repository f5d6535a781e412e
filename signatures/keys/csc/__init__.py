"""Keys at a remote signing service: the API of the Cloud Signature Consortium, versions 1 and 2."""

from signatures.keys.csc.client import Client
from signatures.keys.csc.credential import RemoteCredential
from signatures.keys.csc.key import RemoteKey, open_remote

__all__ = ["Client", "RemoteCredential", "RemoteKey", "open_remote"]
