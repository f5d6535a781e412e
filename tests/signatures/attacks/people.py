"""Sound signatures by certificates and timestamps that are worth nothing, or no longer.

Sources: RFC 5280; RFC 3161; ETSI EN 319 102-1, clause 5.2.
"""

from datetime import timedelta
from typing import Any

from asn1crypto import crl as asn1_crl
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.fields import SigSeedSubFilter

from tests.signatures.attacks import paper
from tests.signatures.attacks.authority import NOW, Authority, Holder
from tests.signatures.attacks.cases import Collection, World
from tests.signatures.attacks.strangers import Pen, stamped
from tests.signatures.attacks.surgery import recast

PEOPLE = Collection()
_DAY = timedelta(days=1)


@PEOPLE.add("expired", "OUT_OF_BOUNDS_NO_POE", at=NOW + 20 * _DAY)
def expired_without_a_timestamp(world: World) -> bytes:
    who = world.authority.signer("Breve sin estampa", end=NOW + 10 * _DAY)
    return _with_proofs(world, world.pen("B-B", who).sign(paper.plain()))


@PEOPLE.add("expired")
def expired_before_signing(world: World) -> bytes:
    who = world.authority.signer("Vencida", end=NOW - 10 * _DAY)
    return _with_proofs(world, world.pen("B-T", who).sign(paper.plain()))


@PEOPLE.add("expired")
def expired_before_signing_without_a_timestamp(world: World) -> bytes:
    who = world.authority.signer("Vencida", end=NOW - 10 * _DAY)
    return _with_proofs(world, world.pen("B-B", who).sign(paper.plain()))


@PEOPLE.add("not-yet-valid", at=NOW + 60 * _DAY)
def signed_before_it_was_valid(world: World) -> bytes:
    who = world.authority.signer("Futura", begin=NOW + 30 * _DAY)
    return _with_proofs(world, world.pen("B-T", who).sign(paper.plain()), at=NOW + 40 * _DAY)


@PEOPLE.add("not-yet-valid")
def not_yet_valid(world: World) -> bytes:
    who = world.authority.signer("Futura", begin=NOW + 30 * _DAY)
    return _with_proofs(world, world.pen("B-B", who).sign(paper.plain()))


@PEOPLE.add("revoked", "REVOKED_NO_POE")
def revoked_without_a_timestamp(world: World) -> bytes:
    who = _revoked(world, NOW + timedelta(minutes=30))
    return _with_proofs(
        world, world.pen("B-B", who).sign(paper.plain()), at=NOW + timedelta(minutes=59)
    )


@PEOPLE.add("revoked")
def revoked_before_signing(world: World) -> bytes:
    who = _revoked(world, NOW - 10 * _DAY)
    return _with_proofs(world, world.pen("B-T", who).sign(paper.plain()))


@PEOPLE.add("revoked")
def revoked_before_signing_told_later(world: World) -> bytes:
    who = _revoked(world, NOW - 10 * _DAY)
    signed = world.pen("B-T", who).sign(paper.plain())
    return stamped(
        _with_proofs(world, signed, at=NOW + timedelta(minutes=50)),
        world.authority,
        NOW + timedelta(hours=1),
    )


@PEOPLE.add("revoked")
def issuer_revoked(world: World) -> bytes:
    other = Authority(world.authority.name, owner="Otra")
    other.__dict__["root"] = world.authority.root
    other.revoked[other.issuer.certificate.serial_number] = NOW - 10 * _DAY
    other.__dict__["tsa"] = world.authority.tsa
    pen = Pen(other, other.signer("De una revocada"), "B-T")
    return _with_proofs(world, pen.sign(paper.plain()), other)


@PEOPLE.add("revocation")
def list_too_old(world: World) -> bytes:
    signed = world.pen("B-T").sign(paper.plain())
    return _with_proofs(world, signed, at=NOW - 100 * _DAY)


@PEOPLE.add("revocation")
def list_of_a_stranger(world: World) -> bytes:
    signed = world.pen("B-T").sign(paper.plain())
    return _with_proofs(world, signed, Authority(world.authority.name, owner="Otra"))


@PEOPLE.add("revocation")
def only_the_list_of_the_root(world: World) -> bytes:
    signed = world.pen("B-T").sign(paper.plain())
    return _with_proofs(world, signed, lists=world.authority.crls()[:1])


@PEOPLE.add("chain", "NO_CERTIFICATE_CHAIN_FOUND")
def of_an_unknown_authority(world: World) -> bytes:
    return world.pen("B-B", world.mallory).sign(paper.plain())


@PEOPLE.add("chain")
def of_an_authority_with_the_same_name(world: World) -> bytes:
    twin = Authority(world.authority.name, owner="Gemela")
    return _with_proofs(world, Pen(twin, twin.signer(), "B-T").sign(paper.plain()), twin)


@PEOPLE.add("chain")
def self_signed(world: World) -> bytes:
    lonely = Authority("Ana Pérez").root
    usage: dict[str, Any] = {"signer_key_usage": set()}
    return world.pen("B-B", lonely, extra=usage).sign(paper.plain())


@PEOPLE.add("chain")
def issued_by_somebody_who_is_no_authority(world: World) -> bytes:
    forged = world.authority._issue("Hija", "p256", world.ana)
    forged = Holder(
        forged.certificate,
        forged.private,
        (*world.ana.above, world.ana.certificate),
    )
    return _with_proofs(world, world.pen("B-T", forged).sign(paper.plain()))


@PEOPLE.add("usage")
def not_for_signing(world: World) -> bytes:
    who = world.authority.signer("De cifrado", "rsa2048", uses=("key_encipherment",))
    usage: dict[str, Any] = {"signer_key_usage": set()}
    return _with_proofs(world, world.pen("B-T", who, extra=usage).sign(paper.plain()))


@PEOPLE.add("usage", "CHAIN_CONSTRAINTS_FAILURE")
def of_a_web_server(world: World) -> bytes:
    who = world.authority.signer("www.example.org", purposes=(ExtendedKeyUsageOID.SERVER_AUTH,))
    return world.pen("B-LT", who).sign(paper.plain())


@PEOPLE.add("usage")
def signed_by_the_timestamping_service(world: World) -> bytes:
    return world.pen("B-LT", world.authority.tsa, extra={"signer_key_usage": set()}).sign(
        paper.plain()
    )


@PEOPLE.add("usage")
def signed_by_the_authority_itself(world: World) -> bytes:
    return world.pen("B-LT", world.authority.issuer, extra={"signer_key_usage": set()}).sign(
        paper.plain()
    )


@PEOPLE.add("weak")
def sha1(world: World) -> bytes:
    return _with_proofs(world, world.pen("B-T", digest="sha1").sign(paper.plain()))


@PEOPLE.add("weak")
def md5(world: World) -> bytes:
    who = world.authority.signer("Persona md5", "rsa2048")
    return _with_proofs(world, world.pen("B-T", who, digest="md5").sign(paper.plain()))


@PEOPLE.add("weak")
def short_key(world: World) -> bytes:
    who = world.authority.signer("Clave corta", "rsa1024")
    return _with_proofs(world, world.pen("B-T", who).sign(paper.plain()))


@PEOPLE.add("weak")
def sha1_as_adobe_did(world: World) -> bytes:
    pen = world.pen("B-B", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED, digest="sha1")
    return _with_proofs(world, pen.sign(paper.plain()))


@PEOPLE.add("timestamp")
def stamped_by_an_unknown_service(world: World) -> bytes:
    other = Authority("Extraña")
    return _with_proofs(world, world.pen("B-T", tsa=other.tsa).sign(paper.plain()))


@PEOPLE.add("timestamp")
def stamped_by_a_signer(world: World) -> bytes:
    tsa = world.authority.timestamper(purpose=ExtendedKeyUsageOID.EMAIL_PROTECTION)
    return _with_proofs(world, world.pen("B-T", tsa=tsa).sign(paper.plain()))


@PEOPLE.add("timestamp")
def stamped_by_an_expired_service(world: World) -> bytes:
    tsa = world.authority.timestamper(end=NOW - 10 * _DAY)
    return _with_proofs(world, world.pen("B-T", tsa=tsa).sign(paper.plain()))


@PEOPLE.add("timestamp")
def stamped_by_a_revoked_service(world: World) -> bytes:
    tsa = world.authority.timestamper()
    world.authority.revoked[tsa.certificate.serial_number] = NOW - 10 * _DAY
    return _with_proofs(world, world.pen("B-T", tsa=tsa).sign(paper.plain()))


@PEOPLE.add("timestamp")
def stamped_tomorrow(world: World) -> bytes:
    return _with_proofs(world, world.pen("B-T", at=NOW + _DAY).sign(paper.plain()))


@PEOPLE.add("timestamp")
def backdated_by_an_unknown_service(world: World) -> bytes:
    """Expired now; a stranger's token says that it was signed in time."""
    who = world.authority.signer("Vencida antedatada", end=NOW - 10 * _DAY)
    other = Authority("Extraña")
    pen = world.pen("B-T", who, at=NOW - 20 * _DAY, tsa=other.tsa)
    return _with_proofs(world, pen.sign(paper.plain()))


@PEOPLE.add("timestamp")
def token_value_changed(world: World) -> bytes:
    def change(data: Any) -> None:
        token = data["signer_infos"][0]["unsigned_attrs"][0]["values"][0]["content"]
        signer = token["signer_infos"][0]
        value = bytearray(signer["signature"].native)
        value[30] ^= 1
        signer["signature"] = bytes(value)

    return recast(world.bare, change)


def _revoked(world: World, since: Any) -> Holder:
    who = world.authority.signer(f"Revocada {since:%Y%m%d%H%M}")
    world.authority.revoked[who.certificate.serial_number] = since
    return who


def _with_proofs(
    world: World,
    pdf: bytes,
    authority: Authority | None = None,
    *,
    at: Any = NOW,
    lists: list[asn1_crl.CertificateList] | None = None,
) -> bytes:
    """The PDF with a security store made by hand: no tool of ours would refuse to write it."""
    chosen = authority or world.authority
    known = [chosen.issuer.asn1, chosen.tsa.asn1, world.authority.issuer.asn1]
    return paper.stored(pdf, lists if lists is not None else chosen.crls(at), known)
