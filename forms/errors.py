"""What can go wrong with a form, as types with a code; `web/shell` holds the sentences."""

from dataclasses import dataclass
from typing import ClassVar


class FormError(Exception):
    """Base of the errors of forms.

    Attributes:
        code: stable name in kebab-case.
    """

    code: ClassVar[str] = "form-error"


@dataclass(frozen=True)
class FormFinding:
    """Why a form cannot be used.

    Attributes:
        component: key or id of the component, or empty for the whole.
        detail: what is wrong and what to do, in Spanish, for the analyst; without a full stop.
    """

    code: str
    component: str
    detail: str


class FormRefused(FormError):
    """The form-js file cannot be shown; `findings` say why."""

    code = "form-refused"

    def __init__(self, findings: tuple[FormFinding, ...]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{f.code} {f.component}: {f.detail}" for f in findings))


class UploadRefused(FormError):
    """A file that is not taken.

    Attributes:
        reason: `empty`, `too-large`, `kind`, `broken`, `encrypted`, `bounds`, `pixels` or `active`.
    """

    code = "upload-refused"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class UploadNotFound(FormError):
    """There is no such upload for who asks."""

    code = "upload-not-found"
