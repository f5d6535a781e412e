"""What the window's credentials may do on the server, and no more."""

from collections.abc import Mapping
from typing import Any

OF_BUCKET = (
    "s3:GetBucketLocation",
    "s3:GetBucketObjectLockConfiguration",
    "s3:ListBucket",
    "s3:ListBucketVersions",
)
# Deleting is for what is past its date; s3:BypassGovernanceRetention is what must never be here.
OF_OBJECTS = (
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:GetObject",
    "s3:GetObjectLegalHold",
    "s3:GetObjectRetention",
    "s3:GetObjectVersion",
    "s3:PutObject",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
)


def least_privilege(bucket: str) -> Mapping[str, Any]:
    """The policy for the window's user: objects of one bucket, nothing of its configuration.

    Source: IAM policy language, version 2012-10-17, which MinIO and Ceph read too.
    """
    arn = f"arn:aws:s3:::{bucket}"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": list(OF_BUCKET), "Resource": [arn]},
            {
                "Effect": "Allow",
                "Action": list(OF_OBJECTS),
                "Resource": [f"{arn}/objects/*", f"{arn}/proofs/*"],
            },
        ],
    }
