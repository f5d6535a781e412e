"""What can go wrong with drafts, as types with a code and the words that its sentence needs."""

from collections.abc import Mapping
from typing import ClassVar

from bpmn.package.findings import Finding


class DraftError(Exception):
    """Base of what a draft refuses.

    Attributes:
        code: stable name in kebab-case.
        data: words for the sentence that people read.
    """

    code: ClassVar[str] = "draft-error"

    def __init__(self, **data: str) -> None:
        self.data = data
        super().__init__(f"{self.code} {data or ''}".strip())


class DraftMissing(DraftError):
    """There is no such draft."""

    code = "procedure-draft-not-found"


class DraftFileMissing(DraftError):
    """The draft holds no file of that path."""

    code = "draft-file-not-found"


class DraftConflict(DraftError):
    """Somebody wrote the file since it was read: `by`, `at` and `sha256` tell who, when and what."""

    code = "draft-conflict"


class DraftPrecondition(DraftError):
    """Whoever writes did not say which content they saw last."""

    code = "draft-precondition-missing"


class DraftTooLarge(DraftError):
    """A file is larger, or there are more of them, than a folder may hold."""

    code = "draft-too-large"


class DraftEntryRefused(DraftError):
    """A path or a content that is no part of a folder; `why` and `remedy` say it."""

    code = "draft-entry-refused"

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(path=finding.file, why=finding.message, remedy=finding.remedy)


class DraftClosed(DraftError):
    """It is in review, published or discarded, so that nobody writes in it."""

    code = "draft-closed"


class DraftSlugRefused(DraftError):
    """The name of the folder will not do, or another procedure has it."""

    code = "draft-slug-refused"


class DraftNotReady(DraftError):
    """It has errors, or its scenarios are not green for exactly what it holds now."""

    code = "draft-not-ready"


class DraftNotRehearsable(DraftError):
    """It has errors, or no scenario of those asked for."""

    code = "draft-not-rehearsable"


class DraftSameAuthor(DraftError):
    """Whoever wrote in it may not publish it."""

    code = "draft-author-is-publisher"


class DraftUsesRefused(DraftError):
    """Procedures that would take the new version of something shared cannot; nothing was published.

    Attributes:
        refused: what keeps each from it, by slug.
    """

    code = "draft-uses-refused"

    def __init__(self, refused: Mapping[str, tuple[str, ...]]) -> None:
        self.refused = dict(refused)
        super().__init__(slugs=", ".join(sorted(refused)))


class DraftReasonMissing(DraftError):
    """It is sent back with a reason."""

    code = "draft-reason-missing"
