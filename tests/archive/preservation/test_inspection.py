import io
import resource

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from archive.preservation import Finding, FindingCode, Limits, inspect
from archive.preservation.reading import inspect_here
from archive.render import render
from tests.archive.preservation import corpus

TEMPLATE = {"main.typ": b"= Hola"}


def _codes(inspection) -> set[str]:
    return {finding.code.value for finding in inspection.findings}


def _with(change) -> bytes:
    with pikepdf.open(io.BytesIO(corpus.plain())) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


@pytest.mark.parametrize("name", corpus.BAD)
def test_a_bad_file_is_refused_with_its_reason(name) -> None:
    make, reason = corpus.BAD[name]

    assert inspect(make()).refusal == reason


def test_reading_bad_files_stays_within_the_bounds_of_the_child() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    for make in (corpus.flate_bomb, corpus.bomb_in_a_bomb, corpus.bomb_in_an_object_stream):
        inspect(make())

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    limits = Limits()
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3 * limits.seconds
    assert after.ru_maxrss * 1024 < limits.memory_bytes


def test_a_child_that_runs_out_of_memory_is_an_answer() -> None:
    small = Limits(memory_bytes=30_000_000)

    assert inspect(corpus.plain(), small).findings[0].code is FindingCode.OUT_OF_BOUNDS


def test_a_child_that_takes_too_long_is_an_answer() -> None:
    hasty = Limits(seconds=-1.99)

    assert inspect(corpus.plain(), hasty).refusal == "bounds"


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    assert inspect(b"%PDF-" + bytes(2000), Limits(size_bytes=1000)).findings == (
        Finding(FindingCode.TOO_LARGE, "2005"),
    )


def test_a_file_with_too_many_objects_is_refused() -> None:
    assert inspect(corpus.plain(), Limits(objects=2)).refusal == "bounds"


def test_a_plain_file_enters_and_is_told_to_claim_nothing() -> None:
    found = inspect(corpus.plain())

    assert (found.refusal, found.pages, found.claim) == ("", 1, "")
    assert _codes(found) == {"no-pdfa-claim"}
    assert not found.is_archival


def test_what_we_render_claims_pdfa_and_stands_for_itself() -> None:
    made = render(TEMPLATE, "main.typ", {"document": {"title": "Prueba"}})

    found = inspect_here(made.pdf, Limits())

    assert (found.claim[:1], found.pages, found.is_archival) == ("3", 1, True)
    assert _codes(found) == {"embedded-file"}
    assert inspect(made.pdf) == found


def test_a_font_that_is_not_embedded_denies_the_claim() -> None:
    made = render(TEMPLATE, "main.typ", {"document": {"title": "Prueba"}})
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
        pdf.pages[0].Resources.Font.F9 = pdf.make_indirect(font)
        out = io.BytesIO()
        pdf.save(out)

    found = inspect(out.getvalue())

    assert found.claim.startswith("3")
    assert Finding(FindingCode.FONT, "/Courier") in found.findings
    assert not found.is_archival


def _link(pdf: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.test/"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["cuentas.csv"] = b"a;b"


def _other_file(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.GoToR, F=String("otro.pdf"), D=Array([0, Name.Fit]))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_link, "external-link"),
        (_attachment, "embedded-file"),
        (_other_file, "link-to-another-file"),
    ],
    ids=["a link to a page", "an attached table", "a link to another file"],
)
def test_what_does_no_harm_is_reported_and_enters(change, code) -> None:
    found = inspect(_with(change))

    assert found.refusal == ""
    assert code in _codes(found)


def test_a_role_of_the_structure_tree_is_no_action() -> None:
    def name_a_role(pdf: pikepdf.Pdf) -> None:
        element = Dictionary(Type=Name.StructElem, S=Name.Sound)
        pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([element]))

    assert inspect(_with(name_a_role)).refusal == ""
