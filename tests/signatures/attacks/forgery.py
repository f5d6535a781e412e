"""Containers and byte ranges that some readers do not look at well.

Sources: "1 Trillion Dollar Refund" (CCS 2019: universal signature forgery, signature wrapping); CMS
tricks of RFC 5652 and RFC 5035.
"""

from typing import Any

from asn1crypto import cms, core
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner

from tests.signatures.attacks import paper
from tests.signatures.attacks.cases import Collection, World
from tests.signatures.attacks.strangers import Pen, stamped
from tests.signatures.attacks.surgery import (
    container,
    gap,
    ranges,
    recast,
    with_container,
    with_range,
)

FORGERY = Collection()
_RANGES = {
    "missing": b"",
    "null": b"/ByteRange null",
    "empty": b"/ByteRange []",
    "zeros": b"/ByteRange [0 0 0 0]",
    "negative": b"/ByteRange [0 -1 0 -1]",
    "two_numbers": b"/ByteRange [0 100]",
    "text": b"/ByteRange (todo)",
    "beyond": b"/ByteRange [0 10 20 99999999]",
    "of_six": b"/ByteRange [0 10 20 30 40 50]",
}

for _name, _written in _RANGES.items():

    def _ranged(world: World, written: bytes = _written) -> bytes:
        return with_range(world.bare, written)

    _ranged.__name__ = f"range_{_name}"
    FORGERY.add("universal-forgery")(_ranged)

_CONTENTS = {
    "missing": b"/Contentz <",
    "null": b"/Contents null %",
    "number": b"/Contents 0 %",
}

for _name, _written in _CONTENTS.items():

    def _contents(world: World, written: bytes = _written) -> bytes:
        begin, _ = gap(world.bare)
        at = world.bare.rindex(b"/Contents", 0, begin)
        return world.bare[:at] + written.ljust(begin - at) + world.bare[begin:]

    _contents.__name__ = f"contents_{_name}"
    FORGERY.add("universal-forgery")(_contents)

for _name, _value in {"empty": b"", "zero": b"\0", "short": b"\x30\x03\x02\x01\x01"}.items():

    def _valued(world: World, value: bytes = _value) -> bytes:
        return with_container(world.bare, value)

    _valued.__name__ = f"container_{_name}"
    FORGERY.add("universal-forgery")(_valued)


@FORGERY.add("wrapping")
def second_range_moved_behind_new_objects(world: World) -> bytes:
    """The signed second part is moved down, the hole filled with an update of the attacker's."""
    base = world.bare
    _, first, second, length = ranges(base)[-1]
    put_in = b">\n5 0 obj\n" + paper.page_content("Pague 900 pesos") + b"\nendobj\n%"
    moved = base[:second] + put_in + base[second:]
    return with_range(moved, b"/ByteRange [0 %d %d %d]" % (first, second + len(put_in), length))


@FORGERY.add("wrapping")
def padding_used_for_new_objects(world: World) -> bytes:
    """The room of the container is cut short and used for an object."""
    begin, end = gap(world.bare)
    used = len(container(world.bare).rstrip(b"\0")) * 2 + 2
    body = b">/X<< /A 1 >> >> endobj 5 0 obj " + paper.page_content("Pague 900 pesos")
    filled = body + b" endobj 900 0 obj << /B <"
    rest = world.bare[begin : begin + used] + filled
    return world.bare[:begin] + rest.ljust(end - begin, b"0") + world.bare[end:]


@FORGERY.add("byte-range")
def gap_wider_than_the_container(world: World) -> bytes:
    _, first, second, length = ranges(world.bare)[-1]
    return with_range(
        world.bare, b"/ByteRange [0 %d %d %d]" % (first - 20, second + 20, length - 20)
    )


@FORGERY.add("byte-range")
def second_part_shorter(world: World) -> bytes:
    _, first, second, length = ranges(world.bare)[-1]
    return with_range(world.bare, b"/ByteRange [0 %d %d %d]" % (first, second, length - 30))


@FORGERY.add("byte-range")
def parts_overlap(world: World) -> bytes:
    _, first, second, length = ranges(world.bare)[-1]
    return with_range(world.bare, b"/ByteRange [0 %d %d %d]" % (second + 9, first, length))


@FORGERY.add("byte-range")
def beginning_left_out(world: World) -> bytes:
    _, first, second, length = ranges(world.bare)[-1]
    return with_range(world.bare, b"/ByteRange [9 %d %d %d]" % (first - 9, second, length))


@FORGERY.add("padding")
def data_in_the_padding(world: World) -> bytes:
    content = container(world.bare).rstrip(b"\0")
    return with_container(world.bare, content + b"\0" * 8 + b"oculto")


@FORGERY.add("padding")
def other_letters(world: World) -> bytes:
    begin, end = gap(world.bare)
    digits = world.bare[begin:end]
    swapped = digits.upper() if digits != digits.upper() else digits.lower()
    return world.bare[:begin] + swapped[:200] + digits[200:] + world.bare[end:]


@FORGERY.add("padding")
def blank_among_the_digits(world: World) -> bytes:
    _, end = gap(world.bare)
    return world.bare[: end - 1] + b" " + world.bare[end:]


def _flip(value: Any, place: int = 10) -> bytes:
    changed = bytearray(value)
    changed[place] ^= 1
    return bytes(changed)


@FORGERY.add("cms", "SIG_CRYPTO_FAILURE")
def signature_value_changed(world: World) -> bytes:
    def change(data: Any) -> None:
        signer = data["signer_infos"][0]
        signer["signature"] = _flip(signer["signature"].native, 30)

    return recast(world.bare, change)


@FORGERY.add("cms")
def digest_changed(world: World) -> bytes:
    def change(data: Any) -> None:
        for attribute in data["signer_infos"][0]["signed_attrs"]:
            if attribute["type"].native == "message_digest":
                attribute["values"] = [_flip(attribute["values"][0].native)]

    return recast(world.bare, change)


@FORGERY.add("cms")
def two_signer_infos(world: World) -> bytes:
    def change(data: Any) -> None:
        data["signer_infos"] = [*data["signer_infos"], data["signer_infos"][0]]

    return recast(world.bare, change)


@FORGERY.add("cms")
def no_signer_info(world: World) -> bytes:
    def change(data: Any) -> None:
        data["signer_infos"] = []

    return recast(world.bare, change)


@FORGERY.add("cms")
def signer_info_of_another(world: World) -> bytes:
    """Double signer info: the second one belongs to a stranger."""
    other = cms.ContentInfo.load(container(world.pen("B-B", world.mallory).sign(paper.plain())))

    def change(data: Any) -> None:
        data["signer_infos"] = [*data["signer_infos"], *other["content"]["signer_infos"]]
        data["certificates"] = [*data["certificates"], *other["content"]["certificates"]]

    return recast(world.bare, change)


@FORGERY.add("cms")
def content_inside_the_container(world: World) -> bytes:
    def change(data: Any) -> None:
        data["encap_content_info"] = {"content_type": "data", "content": b"Pague 900 pesos"}

    return recast(world.bare, change)


@FORGERY.add("cms")
def certificates_taken_out(world: World) -> bytes:
    def change(data: Any) -> None:
        data["certificates"] = []

    return recast(world.bare, change)


@FORGERY.add("cms")
def stranger_certificate_added(world: World) -> bytes:
    def change(data: Any) -> None:
        added = cms.CertificateChoices("certificate", world.mallory.asn1)
        data["certificates"] = [*data["certificates"], added]

    return recast(world.bare, change)


@FORGERY.add("cms")
def attribute_added_outside_the_signature(world: World) -> bytes:
    def change(data: Any) -> None:
        signer = data["signer_infos"][0]
        extra = cms.CMSAttribute({"type": "1.2.3.4.5", "values": [core.UTF8String("oculto")]})
        signer["unsigned_attrs"] = [*signer["unsigned_attrs"], extra]

    return recast(world.bare, change)


@FORGERY.add("cms")
def attributes_without_signature(world: World) -> bytes:
    def change(data: Any) -> None:
        data["signer_infos"][0]["signed_attrs"] = None

    return recast(world.bare, change)


@FORGERY.add("cms")
def timestamp_of_another_signature(world: World) -> bytes:
    other = cms.ContentInfo.load(container(world.pen("B-T").sign(paper.plain(("Otro",)))))
    stolen = other["content"]["signer_infos"][0]["unsigned_attrs"]

    def change(data: Any) -> None:
        data["signer_infos"][0]["unsigned_attrs"] = stolen

    return recast(world.bare, change)


class _Forgetful(SimpleSigner):
    """Leaves some signed attributes out, or exchanges them."""

    def __init__(self, *arguments: Any, without: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._without = without

    async def signed_attrs(self, *arguments: Any, **named: Any) -> cms.CMSAttributes:
        every = await super().signed_attrs(*arguments, **named)
        return cms.CMSAttributes(
            [found for found in every if found["type"].native != self._without]
        )


class _ForgetfulPen(Pen):
    without = ""

    def hand(self) -> SimpleSigner:
        plain = super().hand()
        return _Forgetful(
            plain.signing_cert,
            plain.signing_key,
            plain.cert_registry,
            embed_roots=False,
            without=self.without,
        )


def _forgetful(world: World, without: str, level: str = "B-LT") -> bytes:
    pen = _ForgetfulPen(world.authority, world.ana, level)
    pen.without = without
    return pen.sign(paper.plain())


@FORGERY.add("cms")
def without_signing_certificate(world: World) -> bytes:
    return _forgetful(world, "signing_certificate_v2")


@FORGERY.add("cms")
def without_content_type(world: World) -> bytes:
    return _forgetful(world, "content_type")


@FORGERY.add("cms")
def without_message_digest(world: World) -> bytes:
    return _forgetful(world, "message_digest")


@FORGERY.add("cms")
def signature_of_another_document(world: World) -> bytes:
    other = world.pen("B-LT").sign(paper.plain(("Pague 900 pesos", "Hoja dos")))
    return with_container(other, container(world.bare).rstrip(b"\0"), 0)


@FORGERY.add("kind")
def claims_to_be_sha1(world: World) -> bytes:
    return world.bare.replace(b"/ETSI.CAdES.detached", b"/adbe.pkcs7.sha1    ")


@FORGERY.add("kind")
def unknown_encoding(world: World) -> bytes:
    return world.bare.replace(b"/ETSI.CAdES.detached", b"/ETSI.CAdES.Xetached")


@FORGERY.add("kind")
def only_a_timestamp(world: World) -> bytes:
    from tests.signatures.attacks.authority import NOW  # noqa: PLC0415

    return stamped(paper.plain(), world.authority, NOW)


@FORGERY.add("kind")
def raw_sha1_encoding(world: World) -> bytes:
    pen = world.pen("B-B", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    return pen.sign(paper.plain()).replace(b"/adbe.pkcs7.detached", b"/adbe.x509.rsa_sha1 ")
