"""Every task type that a model may name, in one place.

Types marked *inline* run inside the command's transaction (`engine/commands/_inline.py`); the others
are rows of the outbox that a worker takes.
"""

from collections.abc import Callable, Mapping

from engine.commands import INLINE_TYPES
from engine.jobs.contract import Done, Task
from engine.jobs.handlers import (
    codes,
    colleagues,
    documents,
    letters,
    messages,
    notices,
    payments,
    record,
    registries,
    solicitud,
    texts,
)

HANDLERS: Mapping[str, Callable[[Task], Done]] = {
    "document.draft": documents.draft,
    "document.seal": documents.seal,
    "document.archive": documents.archive,
    "solicitud.seal": solicitud.seal,
    "message.send": messages.send,
    "letter.tell": letters.tell,
    "code.send": codes.send,
    "colleague.tell": colleagues.tell,
    "notice.publish": notices.publish,
    "notice.remove": notices.remove,
    "official.notify": notices.tell_officials,
    "payment.refund": payments.refund,
    "registry.query": registries.query,
    "registry.find": registries.find,
    "exchange.request": registries.request,
    "record.close": record.close,
    "sms.send": texts.send,
}

TYPES: frozenset[str] = frozenset(HANDLERS) | INLINE_TYPES
