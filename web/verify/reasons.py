"""Why a document is not simply valid, in the language of the page; what is sealed stays Spanish."""

from django.utils.translation import gettext

from signatures.verification import Report
from signatures.verification.sentences import ABOUT_TIMESTAMP, reasons


def spoken_reasons(report: Report) -> list[str]:
    """Each reason once, in the reader's language."""
    return [_spoken(reason) for reason in reasons(report)]


def _spoken(reason: str) -> str:
    about = reason.removeprefix(ABOUT_TIMESTAMP)
    if about == reason:
        return gettext(reason)
    said = gettext(about[:1].upper() + about[1:])
    return gettext(ABOUT_TIMESTAMP) + said[:1].lower() + said[1:]
