"""Start events of the published versions: which procedure begins at a message, signal or moment."""

import logging

from bpmn import versions
from engine.runtime import ModelRefused, StartPoint

_log = logging.getLogger(__name__)


def starts_of(
    kind: str, name: str | None = None, *, slug: str | None = None
) -> list[tuple[versions.Version, StartPoint]]:
    """Start events of one kind in what is published now, by slug.

    Args:
        kind: `message`, `signal` or `timer`.
        name: of the message or signal; None for all of the kind.
        slug: of one procedure only.
    """
    published = sorted(_published(slug), key=lambda version: version.slug)
    return [
        (version, start)
        for version in published
        for start in _starts(version)
        if start.kind == kind and name in (None, start.name) and not start.is_parallel
    ]


def _published(slug: str | None) -> list[versions.Version]:
    if slug is None:
        return versions.catalogue()
    standing = versions.current(slug)
    return [] if standing is None else [standing]


def _starts(version: versions.Version) -> tuple[StartPoint, ...]:
    # What an older release published may be refused by this one; it must not stop the others.
    try:
        return versions.compiled(version).starts
    except ModelRefused:
        _log.warning("the published version of %s does not compile", version.slug, exc_info=True)
        return ()
