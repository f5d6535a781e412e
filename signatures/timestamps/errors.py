"""Why a TSA's answer is not accepted, as types with a code.

TokenRejected
├── TsaUnreachable, TsaRefused, AnswerMalformed        no token came
├── WrongImprint, WrongNonce, WrongPolicy              a token, but not for what was asked
├── WrongTime, InaccurateTime                          its time cannot be relied on
├── WeakAlgorithm, BadTokenSignature, WrongSigner      its signature cannot
└── UnfitCertificate, UntrustedTsa, TsaRevocationUnknown   its certificate cannot

They reach people only inside `TimestampUnavailable`, one for each service that was asked.
"""

from typing import ClassVar


class TokenRejected(Exception):
    """Base of these errors.

    Attributes:
        code: stable name in kebab-case.
        detail: for the expert.
    """

    code: ClassVar[str] = "token-rejected"

    def __init__(self, detail: str = "") -> None:
        self.detail = detail[:200]
        super().__init__(f"{self.code}: {self.detail}" if detail else self.code)


class TsaUnreachable(TokenRejected):
    """No answer in time, or one of HTTP that is none: an error, a redirection, too many bytes."""

    code = "tsa-unreachable"


class TsaRefused(TokenRejected):
    """The TSA answers that it makes no token; its own words are the detail."""

    code = "tsa-refused"


class AnswerMalformed(TokenRejected):
    """The answer is not a response of RFC 3161 with one token."""

    code = "tsa-answer-malformed"


class WrongImprint(TokenRejected):
    """The token is for other content."""

    code = "token-wrong-imprint"


class WrongNonce(TokenRejected):
    """The token answers another request: it may be an old one, played again."""

    code = "token-wrong-nonce"


class WrongPolicy(TokenRejected):
    """The token is under a policy that we do not accept; the detail is its OID."""

    code = "token-wrong-policy"


class WrongTime(TokenRejected):
    """The token's time is too far from our clock; the detail is the distance in seconds."""

    code = "token-wrong-time"


class InaccurateTime(TokenRejected):
    """The token states a worse accuracy than we accept, or none; the detail is in seconds."""

    code = "token-inaccurate"


class WeakAlgorithm(TokenRejected):
    """A digest or a signature that may not be relied on any more."""

    code = "token-weak-algorithm"


class BadTokenSignature(TokenRejected):
    """The signature is not over this token, or not by this certificate's key."""

    code = "token-bad-signature"


class WrongSigner(TokenRejected):
    """The certificate that the token names is not there, or is not the one that it hashes."""

    code = "token-wrong-signer"


class UnfitCertificate(TokenRejected):
    """The certificate is not one for timestamps only, or is over."""

    code = "tsa-certificate-unfit"


class UntrustedTsa(TokenRejected):
    """No valid chain from the TSA to a trusted root, or the certificate was revoked."""

    code = "tsa-untrusted"


class TsaRevocationUnknown(TokenRejected):
    """Whether the TSA's certificate still stands could not be found out."""

    code = "tsa-revocation-unknown"
