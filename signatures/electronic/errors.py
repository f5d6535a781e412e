"""What can go wrong with one-time codes, as types with a code; `web/shell` holds the sentences.

SignatureError
├── CodeNotSent             the carrier did not take it; nothing else is lost
├── CodeTooSoon, CodesUsedUp            the limits of sending
├── CodeMalformed, CodeWrong, CodeBlocked
└── CodeExpired, CodeReplaced, CodeUnknown, CodeUsed, DocumentChanged
"""

from datetime import datetime

from signatures.errors import SignatureError


class CodeNotSent(SignatureError):
    """The code did not leave; the person can ask again or choose another channel."""

    code = "code-not-sent"


class CodeTooSoon(SignatureError):
    """A code was sent a moment ago; `until` says when the next one may be asked for."""

    code = "code-too-soon"


class CodesUsedUp(SignatureError):
    """As many codes as an hour allows were sent; `until` says when the next one may be asked for."""

    code = "codes-used-up"


class CodeMalformed(SignatureError):
    """What was typed is no code of six digits; it counts as no try."""

    code = "code-malformed"


class CodeWrong(SignatureError):
    """The code does not fit; `left` says how many tries are left."""

    code = "code-wrong"


class CodeBlocked(SignatureError):
    """Too many wrong codes.

    Args:
        until: aware moment from which a new code can be asked for.
    """

    code = "code-blocked"

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(until=until)


class CodeExpired(SignatureError):
    """The code's ten minutes are over."""

    code = "code-expired"


class CodeReplaced(SignatureError):
    """A newer code was asked for; only that one is good."""

    code = "code-replaced"


class CodeUnknown(SignatureError):
    """No code of this person has that id (missing and somebody else's are alike)."""

    code = "code-unknown"


class CodeUsed(SignatureError):
    """The code has signed already."""

    code = "code-used"


class DocumentChanged(SignatureError):
    """The document is not the one for which the code was sent."""

    code = "document-changed"
