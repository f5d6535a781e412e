"""The store on any S3 server with Object Lock; nothing here knows one product."""

from archive.stores.s3.address import AccessKeys, S3Address
from archive.stores.s3.policy import least_privilege
from archive.stores.s3.store import S3Store

__all__ = ["AccessKeys", "S3Address", "S3Store", "least_privilege"]
