"""Checks of one timestamp token that need nothing from the network.

A token is accepted only if it answers exactly what was asked, under a policy and with an accuracy that
we accept, near our own clock, and is signed by a certificate that is for timestamps only.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from asn1crypto import cms, core, tsp, x509
from pyhanko.sign.general import check_ess_certid
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from signatures.timestamps import algorithms, errors
from signatures.timestamps.algorithms import Algorithm
from signatures.tsas import TimestampAuthority

_DECODED_AT_ONCE = ("version", "digest_algorithms", "encap_content_info", "crls", "signer_infos")
_GRANTED = ("granted", "granted_with_mods")
_DIGESTS = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_SIGNING_USES = {"digital_signature", "non_repudiation"}


class _Response(core.Sequence):
    """The answer; in asn1crypto's own class the token is not optional, so a refusal has no words."""

    _fields = [  # noqa: RUF012 - asn1crypto asks for a list
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked, and when.

    Attributes:
        algorithm: name of the digest, as asn1crypto writes it.
        at: aware moment of our clock, before the request left.
        answered_at: the same, after the answer came.
    """

    imprint: bytes
    algorithm: str
    nonce: int
    at: datetime
    answered_at: datetime


@dataclass(frozen=True)
class Token:
    """A token whose parts are read.

    Attributes:
        der: as it came. asn1crypto may write again what it has read, and slowly, if an algorithm has no
            parameters.
        encapsulated: DER of the content, whose digest is signed.
        others: certificates beside the TSA's own.
    """

    der: bytes
    encapsulated: bytes
    info: tsp.TSTInfo
    signer: cms.SignerInfo
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]

    @property
    def time(self) -> datetime:
        """When the TSA says that it made it; aware, in UTC."""
        made: datetime = self.info["gen_time"].native
        return made.astimezone(UTC)

    @property
    def content(self) -> cms.ContentInfo:
        """The token as pyHanko takes it, with nothing of it read."""
        loaded: cms.ContentInfo = cms.ContentInfo.load(self.der)  # type: ignore[no-untyped-call]
        return loaded


def read_response(body: bytes) -> Token:
    """The token of a TSA's answer.

    Raises:
        AnswerMalformed, TsaRefused, WrongSigner: by their names.
    Source: RFC 3161, section 2.4.2.
    """
    try:
        response: Any = _Response.load(body, strict=True)  # type: ignore[no-untyped-call]
        status = response["status"]["status"].native
        words = response["status"]["status_string"].native or ()
        fault = response["status"]["fail_info"].native or ()
    except Exception as error:
        raise errors.AnswerMalformed(type(error).__name__) from error
    if status not in _GRANTED:
        raise errors.TsaRefused("; ".join([str(status), *words, *sorted(fault)]))
    return read_token(response["time_stamp_token"])


def read_token(content: Any) -> Token:
    """A token's parts; nothing of it is believed yet.

    Raises:
        AnswerMalformed, WrongSigner: by their names.
    """
    # asn1crypto reads lazily, and raises ValueError, TypeError, KeyError and others on rubbish.
    try:
        token = _parts(content)
    except Exception as error:
        raise errors.AnswerMalformed(type(error).__name__) from error
    if token is None:
        raise errors.AnswerMalformed("no single tst-info")
    if not _is_of(token.signer["sid"].chosen, token.certificate):
        raise errors.WrongSigner("no certificate")
    return token


def _parts(content: Any) -> Token | None:
    der = content.dump()
    data = content["content"]
    if content["content_type"].native != "signed_data" or len(data["signer_infos"]) != 1:
        return None
    for name in _DECODED_AT_ONCE:
        data[name].native  # noqa: B018 - decodes all of it
    inner, signer = data["encap_content_info"], data["signer_infos"][0]
    info = inner["content"].parsed if inner["content_type"].native == "tst_info" else None
    if not isinstance(info, tsp.TSTInfo) or info["version"].native != "v1":
        return None
    # The TSA's own first; with none of its own, any, which the caller refuses.
    found = sorted(
        (_decoded(item.chosen.dump()) for item in data["certificates"]),
        key=lambda one: not _is_of(signer["sid"].chosen, one),
    )
    encapsulated = bytes(inner["content"])
    return Token(der, encapsulated, info, signer, found[0], tuple(found[1:]))


@lru_cache(maxsize=64)
def _decoded(der: bytes) -> x509.Certificate:
    """A certificate, decoded once: a TSA sends the same ones with every token."""
    loaded: x509.Certificate = x509.Certificate.load(der, strict=True)  # type: ignore[no-untyped-call]
    loaded.native  # noqa: B018 - decodes all of it
    return loaded


def check(token: Token, asked: Asked, authority: TimestampAuthority) -> None:
    """Refuse a token that is not a sound answer to what was asked.

    Raises:
        TokenRejected: by its type, the first reason that is found.
    Source: RFC 3161, sections 2.2 (nonce, imprint, policy), 2.3 (certificate), 2.4.2 (accuracy);
        RFC 5816 (ESSCertIDv2).
    """
    _check_answer(token.info, asked, authority)
    _check_time(token, asked, authority)
    check_seal(token, on=asked.answered_at)


def check_seal(token: Token, *, on: datetime) -> None:
    """Refuse a token whose signature or certificate does not stand.

    Args:
        token: as read.
        on: aware moment by which algorithms and certificate are judged.

    Raises:
        WeakAlgorithm, WrongSigner, BadTokenSignature, UnfitCertificate: by their names.
    """
    _check_algorithms(token, on)
    _check_named_certificate(token)
    _check_signature(token)
    _check_certificate(token.certificate, on)


def check_imprint(token: Token, digest: bytes, algorithm: str = "sha256") -> None:
    """Refuse a token for other content.

    Raises:
        WrongImprint: the digests differ.
    """
    imprint = token.info["message_imprint"]
    if (
        imprint["hash_algorithm"]["algorithm"].native != algorithm
        or imprint["hashed_message"].native != digest
    ):
        raise errors.WrongImprint


def algorithms_of(token: Token) -> tuple[Algorithm, ...]:
    """What a token's evidence rests on: the digest of its imprint, and its signature."""
    return (
        Algorithm(token.info["message_imprint"]["hash_algorithm"]["algorithm"].native),
        Algorithm(token.signer["digest_algorithm"]["algorithm"].native),
        algorithms.of_signature(token.signer["signature_algorithm"], token.certificate),
    )


def _check_answer(info: tsp.TSTInfo, asked: Asked, authority: TimestampAuthority) -> None:
    imprint = info["message_imprint"]
    if (
        imprint["hash_algorithm"]["algorithm"].native != asked.algorithm
        or imprint["hashed_message"].native != asked.imprint
    ):
        raise errors.WrongImprint
    if info["nonce"].native != asked.nonce:
        raise errors.WrongNonce
    policy = info["policy"].dotted
    if authority.policies and policy not in authority.policies:
        raise errors.WrongPolicy(policy)
    limit = authority.accuracy_seconds
    stated = accuracy_seconds(info)
    if limit is not None and (stated is None or stated > limit):
        raise errors.InaccurateTime("none" if stated is None else f"{stated:g}")


def accuracy_seconds(info: tsp.TSTInfo) -> float | None:
    """The accuracy that a token states, in seconds, or None."""
    accuracy = info["accuracy"]
    if isinstance(accuracy, core.Void):
        return None
    parts = [accuracy[name].native or 0 for name in ("seconds", "millis", "micros")]
    return float(parts[0] + parts[1] / 1000 + parts[2] / 1_000_000)


def _check_time(token: Token, asked: Asked, authority: TimestampAuthority) -> None:
    tolerance = timedelta(seconds=authority.clock_tolerance_seconds)
    early, late = asked.at - tolerance - token.time, token.time - asked.answered_at - tolerance
    if max(early, late) > timedelta():
        raise errors.WrongTime(f"{(token.time - asked.at).total_seconds():.0f}")


def _check_algorithms(token: Token, on: datetime) -> None:
    for algorithm in algorithms_of(token):
        if not algorithms.is_usable(algorithm, on.date()):
            raise errors.WeakAlgorithm(str(algorithm))


def _check_named_certificate(token: Token) -> None:
    """The signed attributes hash the certificate, so that no other one can be put in its place."""
    named = [
        certificate_id
        for attribute in token.signer["signed_attrs"]
        if attribute["type"].native in {"signing_certificate", "signing_certificate_v2"}
        for certificate_id in [attribute["values"][0]["certs"][0]]
    ]
    if not named or not all(check_ess_certid(token.certificate, one) for one in named):
        raise errors.WrongSigner("ess-cert-id")


def _check_signature(token: Token) -> None:
    digest = _DIGESTS.get(token.signer["digest_algorithm"]["algorithm"].native)
    if digest is None:
        raise errors.WeakAlgorithm(str(token.signer["digest_algorithm"]["algorithm"].native))
    try:
        intact, valid = validate_sig_integrity(
            token.signer, token.certificate, "tst_info", digest(token.encapsulated).digest()
        )
    except Exception as error:
        raise errors.BadTokenSignature(str(error)) from error
    if not (intact and valid):
        raise errors.BadTokenSignature("content" if not intact else "signature")


def _check_certificate(certificate: x509.Certificate, on: datetime) -> None:
    uses = certificate.extended_key_usage_value
    critical = certificate.critical_extensions
    if uses is None or uses.native != ["time_stamping"] or "extended_key_usage" not in critical:
        raise errors.UnfitCertificate("extended-key-usage")
    key_uses = certificate.key_usage_value
    if key_uses is not None and not set(key_uses.native) & _SIGNING_USES:
        raise errors.UnfitCertificate("key-usage")
    if not certificate.not_valid_before <= on <= certificate.not_valid_after:
        raise errors.UnfitCertificate("dates")


def _is_of(identifier: Any, certificate: x509.Certificate) -> bool:
    if isinstance(identifier, cms.IssuerAndSerialNumber):
        same_serial: bool = identifier["serial_number"].native == certificate.serial_number
        return same_serial and identifier["issuer"].dump() == certificate.issuer.dump()
    return bool(identifier.native == certificate.key_identifier)
