"""What can go wrong with versions, as types with a code."""

from typing import ClassVar

from bpmn.package.findings import FindingsError


class PublishRefused(FindingsError):
    """The folder has errors; what was published stays as it was."""

    code = "publish-refused"


class SamePerson(Exception):
    """The author of a version may not publish it.

    Attributes:
        code: stable name in kebab-case.
    """

    code: ClassVar[str] = "author-is-publisher"


class VersionUnknown(LookupError):
    """There is no such version.

    Attributes:
        code: stable name in kebab-case.
    """

    code: ClassVar[str] = "version-unknown"
