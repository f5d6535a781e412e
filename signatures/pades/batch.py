"""Many documents in one go with one open key: while one waits for its timestamp, others are computed.

One batch keeps one processor busy. For more, the caller splits its list over processes.
"""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from signatures.errors import SignatureError
from signatures.keys.opened import OpenKey
from signatures.moment import moment
from signatures.pades.line import line
from signatures.pades.profile import B_LTA, Profile
from signatures.pades.revisions import Words
from signatures.pades.signing import SignedPdf, Task, require_in_force, signed
from signatures.trust import TrustSettings

# Enough to hide a TSA that is a hundred milliseconds away, and kind to it.
_AT_ONCE = 8


@dataclass(frozen=True)
class Item:
    """One document of a batch.

    Attributes:
        name: by which the caller knows it.
        field: as of `sign`.
        reason: as of `sign`.
    """

    name: Hashable
    pdf: bytes
    field: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What became of one document: either signed or the error."""

    name: Hashable
    signed: SignedPdf | None = None
    error: SignatureError | None = None


def sign_many(
    items: Iterable[Item],
    key: OpenKey,
    *,
    location: str,
    authority: TrustSettings,
    now: datetime | None = None,
    profile: Profile = B_LTA,
) -> Iterator[Outcome]:
    """Sign each document; what goes wrong with one does not stop the others.

    Documents are taken from `items` as they are needed, at most eight beyond what was given out, so a
    batch of any length fits in memory. Who stops listening stops the batch: what is under way is dropped.

    Args:
        items: the documents.
        key: opened by its owner.
        location: municipality where they are signed.
        authority: roots, TSA and time limits.
        now: aware moment to judge the certificate's dates by; this moment if not given.
        profile: of every signature.

    Yields:
        An outcome for each document, in their order.

    Raises:
        CertificateExpired, CertificateNotYetValid: at once, before any document.
    """
    require_in_force(key, moment(now))
    waiting: deque[tuple[Item, Future[SignedPdf]]] = deque()
    try:
        for item in items:
            task = Task(item.pdf, key, item.field, Words(item.reason, location), authority, profile)
            waiting.append((item, line().submit(signed(task))))
            if len(waiting) >= _AT_ONCE:
                yield _outcome(*waiting.popleft())
        while waiting:
            yield _outcome(*waiting.popleft())
    finally:
        for _, future in waiting:
            future.cancel()


def _outcome(item: Item, future: "Future[SignedPdf]") -> Outcome:
    try:
        return Outcome(item.name, signed=future.result())
    except SignatureError as error:
        return Outcome(item.name, error=error)
