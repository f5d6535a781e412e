"""Files that two readers understand differently, that break a reader, or that go round in circles.

Sources: "Processing Dangerous Paths" (NDSS 2021); ISO 32000-2, 7.5.
"""

from tests.signatures.attacks import paper
from tests.signatures.attacks.cases import Collection, World

STRUCTURE = Collection()


@STRUCTURE.add("two-readings", "leading-data")
def something_before_the_header(world: World) -> bytes:
    return b"#!/bin/sh\n" + world.signed


@STRUCTURE.add("two-readings")
def same_object_twice_in_a_revision(world: World) -> bytes:
    """The table says the first writing; a reader that rebuilds it takes the last."""
    made = paper.plain()
    at = made.index(b"xref\n0 ")
    other = b"5 0 obj\n" + paper.page_content("Pague 900 pesos") + b"\nendobj\n"
    start = int(made.rsplit(b"startxref", 1)[1].split()[0])
    moved = made[:at] + other + made[at:]
    broken = moved.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(other) - 3))
    return _signed_as_it_is(world, broken)


@STRUCTURE.add("two-readings")
def keys_twice_in_the_catalog(world: World) -> bytes:
    made = paper.objects()
    made[1] = b"<< /Type /Catalog /Pages 2 0 R /Pages 4 0 R >>"
    return _signed_as_it_is(world, paper.written(made))


@STRUCTURE.add("two-readings")
def keys_twice_in_the_signature(world: World) -> bytes:
    return world.bare.replace(b"/Type /Sig", b"/Filter /X", 1)


@STRUCTURE.add("two-readings")
def hybrid_table_that_shows_another_page(world: World) -> bytes:
    """A table for old readers, a stream for new ones, each with its own page."""
    base = paper.plain()
    hidden = len(base)
    stream = b"5 0 obj\n" + paper.page_content("Pague 900 pesos") + b"\nendobj\n"
    rows = b"\x01" + hidden.to_bytes(4, "big") + b"\x00"
    where = hidden + len(stream)
    table = (
        b"8 0 obj\n<< /Type /XRef /W [1 4 1] /Index [5 1] /Size 9 /Root 1 0 R /Length 6 >>"
        b"\nstream\n" + rows + b"\nendstream\nendobj\n"
    )
    start = where + len(table)
    previous = int(base.rsplit(b"startxref", 1)[1].split()[0])
    ending = (
        b"xref\n0 1\n0000000000 65535 f \n"
        b"trailer\n<< /Size 9 /Root 1 0 R /Prev %d /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (previous, where, start)
    )
    return _signed_as_it_is(world, base + stream + table + ending)


@STRUCTURE.add("two-readings")
def old_table_at_the_end(world: World) -> bytes:
    """After the update the file says again where the old table is."""
    changed = paper.updated(world.signed, {5: paper.page_content("Pague 900 pesos")})
    old = world.signed[world.signed.rindex(b"startxref") :]
    return changed + old


@STRUCTURE.add("two-readings")
def page_count_that_lies(world: World) -> bytes:
    made = paper.objects()
    made[2] = made[2].replace(b"/Count 2", b"/Count 1")
    return _signed_as_it_is(world, paper.written(made))


@STRUCTURE.add("broken")
def half_of_it(world: World) -> bytes:
    return world.signed[: len(world.signed) // 2]


@STRUCTURE.add("broken")
def table_that_points_nowhere(world: World) -> bytes:
    return world.bare[: world.bare.rindex(b"startxref")] + b"startxref\n99999999\n%%EOF\n"


@STRUCTURE.add("loop")
def tables_in_a_circle(world: World) -> bytes:
    made = paper.plain()
    start = int(made.rsplit(b"startxref", 1)[1].split()[0])
    return made.replace(b"/Size 8 ", b"/Size 8 /Prev %d " % start)


@STRUCTURE.add("loop")
def pages_in_a_circle(world: World) -> bytes:
    made = paper.objects()
    made[2] = b"<< /Type /Pages /Kids [4 0 R 2 0 R] /Count 2 /MediaBox [0 0 612 792] >>"
    return _signed_as_it_is(world, paper.written(made))


@STRUCTURE.add("loop")
def fields_in_a_circle(world: World) -> bytes:
    made = paper.objects()
    made[1] = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [8 0 R] >> >>"
    made[8] = b"<< /T (a) /Kids [9 0 R] >>"
    made[9] = b"<< /T (b) /Parent 8 0 R /Kids [8 0 R] >>"
    return _signed_as_it_is(world, paper.written(made))


@STRUCTURE.add("loop")
def a_reference_to_itself(world: World) -> bytes:
    made = paper.objects()
    made[5] = b"5 0 R"
    return _signed_as_it_is(world, paper.written(made))


@STRUCTURE.add("active")
def script_at_opening(world: World) -> bytes:
    made = paper.objects()
    made[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
    )
    return world.pen().sign(paper.written(made))


@STRUCTURE.add("active", "active-content")
def program_behind_a_link(world: World) -> bytes:
    made = paper.objects()
    made[4] = made[4].replace(b" >> >> >>", b" >> >> /Annots [8 0 R] >>")
    made[8] = b"<< /Type /Annot /Subtype /Link /Rect [1 1 9 9] /A << /S /Launch /F (cmd) >> >>"
    return world.pen().sign(paper.written(made))


@STRUCTURE.add("active", "active-content")
def script_in_a_page(world: World) -> bytes:
    made = paper.objects()
    made[4] = made[4].replace(b" >> >> >>", b" >> >> /AA << /O << /S /JavaScript /JS () >> >> >>")
    return world.pen().sign(paper.written(made))


@STRUCTURE.add("active", "active-content")
def script_after_a_harmless_action(world: World) -> bytes:
    made = paper.objects()
    made[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /GoTo /D [4 0 R /Fit]"
        b" /Next << /S /JavaScript /JS () >> >> >>"
    )
    return world.pen().sign(paper.written(made))


@STRUCTURE.add("unread", "signature-unread")
def a_signature_that_readers_skip(world: World) -> bytes:
    made = paper.objects()
    made[1] = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [8 0 R] >> >>"
    made[4] = made[4].replace(b" >> >> >>", b" >> >> /Annots [8 0 R] >>")
    made[8] = (
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Vieja) /Rect [0 0 0 0] /P 4 0 R /F 132"
        b" /V << /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.x509.rsa_sha1"
        b" /ByteRange [0 1 2 3] /Contents <00> >> >>"
    )
    return world.pen().sign(paper.written(made))


def _signed_as_it_is(world: World, pdf: bytes) -> bytes:
    """Signed if a strict writer takes it, else as it is: both must be refused."""
    try:
        return world.pen("B-LT").sign(pdf)
    except Exception:  # noqa: BLE001 - whatever a broken file breaks
        return pdf
