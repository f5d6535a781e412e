"""A document whose archive timestamp was renewed: its new version stands beside the one that it renews."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from archive.models import Expediente, Holding
from archive.records import ledger
from archive.records.incorporation import Arrival
from archive.records.ledger import SYSTEM, chain_of_expediente

_TITLE = "Versión con estampa renovada: "


@transaction.atomic
def incorporate_renewed(number: str, arrival: Arrival, *, of: str, now: datetime) -> Holding | None:
    """Give a renewed version its place, with the folios of what it renews; again, it keeps it.

    Args:
        number: of the expediente.
        arrival: the new version.
        of: key in the store of the version that it renews.
        now: moment of incorporation, aware.

    Returns:
        None where the expediente does not hold the version that it renews.
    """
    expediente = Expediente.objects.select_for_update().filter(number=number).first()
    if expediente is None:
        return None
    own = expediente.holdings.filter(document_id=arrival.document_id)
    known, renewed = (
        own.filter(store_key=arrival.store_key).first(),
        own.filter(store_key=of).first(),
    )
    if known is not None or renewed is None:
        return known
    last = expediente.holdings.aggregate(last=Max("order"))["last"] or 0
    holding = Holding.objects.create(
        expediente=expediente,
        order=last + 1,
        document_id=arrival.document_id,
        kind=arrival.kind,
        title=f"{_TITLE}{arrival.title}"[:250],
        number=arrival.number,
        created_at=now,
        joined_at=now,
        first_page=renewed.first_page,
        last_page=renewed.last_page,
        media_type=arrival.media_type,
        size_bytes=arrival.size_bytes,
        sha256=arrival.sha256,
        origin=renewed.origin,
        store_key=arrival.store_key,
        retain_until=arrival.retain_until,
        copy_of=renewed,
    )
    told = {"order": holding.order, "of": renewed.order, "sha256": holding.sha256}
    ledger.append(
        chain_of_expediente(number),
        "holding.renewed",
        SYSTEM,
        now,
        {**told, "key": holding.store_key},
    )
    return holding
