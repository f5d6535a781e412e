"""Sound documents of strangers' tools: every one must be TOTAL-PASSED."""

from datetime import timedelta
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.signers.pdf_signer import SigDSSPlacementPreference
from pyhanko.stamp import TextStampStyle

from tests.signatures.attacks import paper
from tests.signatures.attacks.authority import NOW
from tests.signatures.attacks.cases import Collection, World
from tests.signatures.attacks.strangers import renewed, stamped

GOOD = Collection()
_WITH = SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE


def with_fields(pdf: bytes, *specs: SigFieldSpec) -> bytes:
    """The PDF with empty signature fields."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    for spec in specs:
        append_signature_field(writer, spec)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


for _kind in ("rsa2048", "rsa3072", "p256", "p384"):
    for _level in ("B-LT", "B-LTA"):

        def _make(world: World, kind: str = _kind, level: str = _level) -> bytes:
            who = world.authority.signer(f"Persona {kind}", kind)
            return world.pen(level, who).sign(paper.plain())

        _make.__name__ = f"{_level}_{_kind}".lower()
        GOOD.add("levels")(_make)

for _place in SigDSSPlacementPreference:

    def _placed(world: World, place: SigDSSPlacementPreference = _place) -> bytes:
        return world.pen(placement=place, vri=place is not _WITH).sign(paper.plain())

    _placed.__name__ = f"proofs_{_place.name}".lower()
    GOOD.add("proofs")(_placed)

for _permission in MDPPerm:

    def _certified(world: World, permission: MDPPerm = _permission) -> bytes:
        return world.pen(docmdp=permission).sign(paper.plain())

    _certified.__name__ = f"certified_{_permission.name}".lower()
    GOOD.add("certified")(_certified)


@GOOD.add("levels")
def with_pss(world: World) -> bytes:
    who = world.authority.signer("Persona PSS", "rsa2048")
    return world.pen(who=who, pss=True).sign(paper.plain())


@GOOD.add("levels")
def with_sha_512(world: World) -> bytes:
    return world.pen(digest="sha512").sign(paper.plain())


@GOOD.add("levels")
def by_an_older_encoding(world: World) -> bytes:
    return world.pen("B-LT", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED).sign(paper.plain())


@GOOD.add("levels")
def with_only_digital_signature_usage(world: World) -> bytes:
    who = world.authority.signer("Persona DS", uses=("digital_signature",))
    usage = {"signer_key_usage": {"digital_signature"}}
    return world.pen(who=who, extra=usage).sign(paper.plain())


@GOOD.add("structure")
def with_object_streams(world: World) -> bytes:
    return world.pen().sign(paper.compressed())


@GOOD.add("structure")
def with_an_opening_view(world: World) -> bytes:
    made = paper.objects()
    made[1] = b"<< /Type /Catalog /Pages 2 0 R /OpenAction [4 0 R /Fit] >>"
    return world.pen().sign(paper.written(made))


@GOOD.add("structure")
def with_a_link(world: World) -> bytes:
    made = paper.objects()
    made[4] = made[4].replace(b" >> >> >>", b" >> >> /Annots [8 0 R] >>")
    made[8] = (
        b"<< /Type /Annot /Subtype /Link /Rect [10 10 90 30] /A << /S /URI"
        b" /URI (https://example.org) >> >>"
    )
    return world.pen().sign(paper.written(made))


@GOOD.add("structure")
def with_a_form(world: World) -> bytes:
    return world.pen().sign(paper.form())


@GOOD.add("several")
def two_signers(world: World) -> bytes:
    return world.pen(who=world.luis, name="Segunda").sign(world.signed)


@GOOD.add("several")
def three_signers(world: World) -> bytes:
    third = world.authority.signer("Rosa Erazo", "rsa2048")
    twice = two_signers(world)
    return world.pen(who=third, name="Tercera").sign(twice)


@GOOD.add("several")
def two_signers_of_level_lt(world: World) -> bytes:
    once = world.pen("B-LT").sign(paper.plain())
    return world.pen("B-LT", world.luis, name="Segunda").sign(once)


@GOOD.add("several")
def into_fields_that_waited(world: World) -> bytes:
    waiting = with_fields(
        paper.plain(),
        SigFieldSpec("Una", on_page=0, box=(60, 60, 260, 120)),
        SigFieldSpec("Otra", on_page=0, box=(300, 60, 500, 120)),
    )
    style = TextStampStyle(stamp_text="Firmado por %(signer)s")
    once = world.pen(name="Una", style=style).sign_waiting(waiting)
    return world.pen(who=world.luis, name="Otra", style=style).sign_waiting(once)


@GOOD.add("several")
def a_visible_one_on_empty_paper(world: World) -> bytes:
    style = TextStampStyle(stamp_text="Firmado por %(signer)s")
    pen = world.pen(who=world.luis, name="Visible", box=(60, 60, 260, 120), style=style)
    return pen.sign(world.signed)


@GOOD.add("visible")
def with_a_stamp(world: World) -> bytes:
    style = TextStampStyle(stamp_text="Firmado por %(signer)s %(ts)s")
    return world.pen(box=(60, 60, 260, 120), style=style).sign(paper.plain())


@GOOD.add("certified")
def certified_then_signed(world: World) -> bytes:
    once = world.pen(docmdp=MDPPerm.FILL_FORMS).sign(paper.plain())
    return world.pen(who=world.luis, name="Segunda").sign(once)


@GOOD.add("certified")
def certified_for_notes_then_signed_in_a_waiting_field(world: World) -> bytes:
    waiting = with_fields(paper.plain(), SigFieldSpec("Otra", on_page=0, box=(300, 60, 500, 120)))
    once = world.pen(docmdp=MDPPerm.ANNOTATE).sign(waiting)
    style = TextStampStyle(stamp_text="Firmado por %(signer)s")
    return world.pen(who=world.luis, name="Otra", style=style).sign_waiting(once)


@GOOD.add("locks")
def with_all_fields_locked(world: World) -> bytes:
    lock = FieldMDPSpec(FieldMDPAction.ALL)
    return world.pen(lock=lock).sign(paper.form())


@GOOD.add("locks")
def one_field_locked_then_signed(world: World) -> bytes:
    lock = FieldMDPSpec(FieldMDPAction.INCLUDE, fields=["monto"])
    once = world.pen(lock=lock).sign(paper.form())
    return world.pen(who=world.luis, name="Segunda").sign(once)


@GOOD.add("forms")
def filled_as_the_certifier_allowed_and_signed(world: World) -> bytes:
    once = world.pen("B-LT", docmdp=MDPPerm.FILL_FORMS).sign(paper.form())
    return world.pen(who=world.luis, name="Segunda").sign(paper.filled(once, "250"))


@GOOD.add("renewed", at=NOW + timedelta(days=400))
def renewed_by_its_tool(world: World) -> bytes:
    return renewed(world.signed, world.authority, NOW + timedelta(days=390))


@GOOD.add("renewed", at=NOW + timedelta(days=800))
def renewed_twice(world: World) -> bytes:
    once = renewed(world.signed, world.authority, NOW + timedelta(days=390))
    return renewed(once, world.authority, NOW + timedelta(days=790))


@GOOD.add("renewed")
def with_further_timestamps(world: World) -> bytes:
    return stamped(world.signed, world.authority, NOW + timedelta(hours=1), "Otra estampa")


@GOOD.add("time", at=NOW + timedelta(days=500))
def years_after_without_renewal(world: World) -> bytes:
    return world.signed


@GOOD.add("time", at=NOW + timedelta(days=30))
def expired_after_signing(world: World) -> bytes:
    who = world.authority.signer("Persona breve", end=NOW + timedelta(days=10))
    return world.pen(who=who).sign(paper.plain())


@GOOD.add("time", at=NOW + timedelta(days=30))
def revoked_after_signing(world: World) -> bytes:
    who = world.authority.signer("Persona revocada luego")
    signed = world.pen(who=who).sign(paper.plain())
    world.authority.revoked[who.certificate.serial_number] = NOW + timedelta(days=5)
    return stamped(signed, world.authority, NOW + timedelta(days=20), "Luego")
