"""Takes in a PDF that is to be signed, or says why it cannot be."""

from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signatures.errors import SigningRefused

# The archive takes no larger document; a signature needs about four times this much memory.
MAX_BYTES = 100_000_000
_HEAD = 1024


class AppendingWriter(IncrementalPdfFileWriter):
    """pyHanko's writer, which leaves the metadata alone: a signature does not change the document.

    Rewriting XMP at each revision took a sixth of a signature's time.
    """

    def _update_meta(self) -> None:
        """Nothing of the metadata changes."""


def writer_for(pdf: bytes) -> AppendingWriter:
    """A writer that appends to the PDF.

    Args:
        pdf: of this window. A file of a stranger is examined by `signatures.verification.verify_isolated`,
            in a bounded process, before it may come here.

    Raises:
        SigningRefused: `too-large`, `not-a-pdf`, `malformed`, `encrypted` or `hybrid-reference`.
    """
    if len(pdf) > MAX_BYTES:
        raise SigningRefused(detail="too-large")
    if b"%PDF-" not in pdf[:_HEAD]:
        raise SigningRefused(detail="not-a-pdf")
    return appending(BytesIO(pdf))


def appending(stream: BytesIO) -> AppendingWriter:
    """A writer that appends to a PDF in a stream.

    Raises:
        SigningRefused: `malformed`, `encrypted` or `hybrid-reference`.
    """
    try:
        writer = AppendingWriter(stream)
        problem = _problem(writer)
    except Exception as error:
        # pyHanko raises ValueError, TypeError, AssertionError and others from deep inside on broken
        # files (its issue 732); whatever it is, the file cannot be signed.
        raise SigningRefused(detail="malformed") from error
    if problem:
        raise SigningRefused(detail=problem)
    return writer


def _problem(writer: AppendingWriter) -> str:
    if writer.prev.encrypted:
        return "encrypted"
    if writer.prev.xrefs.hybrid_xrefs_present:
        return "hybrid-reference"
    # A signature's widget needs a page.
    writer.prev.find_page_for_modification(0)  # type: ignore[no-untyped-call]
    return ""
