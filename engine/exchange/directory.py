"""Every registry and service that procedures can ask, by name."""

from bpmn.entity import registries
from engine import commands
from engine.exchange.contract import ExchangeService
from engine.exchange.http import Access, HttpExchangeService
from engine.exchange.registries import EntityRegistry, OwnRowsFirst
from engine.exchange.simulators import SERVICES, RegistrySimulator


def services_of(divipola: str, access: Access | None) -> dict[str, ExchangeService]:
    """Every service, by name: the entity's registries, and the services of others.

    Args:
        divipola: code of the entity.
        access: how services outside are reached; None: they are simulated in this process.
    """
    found: dict[str, ExchangeService] = {
        name: EntityRegistry(divipola, name) for name in registries(divipola)
    }
    outside = {*SERVICES, *(access.urls if access else ())}
    return found | {name: _outside(divipola, name, access) for name in sorted(outside)}


def is_outside(service: ExchangeService) -> bool:
    """Whether the answers come from somebody else, so that they are kept as evidence."""
    return not isinstance(service, EntityRegistry)


def _outside(divipola: str, name: str, access: Access | None) -> ExchangeService:
    url = access.url_of(name) if access else ""
    service: ExchangeService = RegistrySimulator(divipola, name)
    if access is not None and url:
        service = HttpExchangeService(url, access.secret, access.timeout_seconds)
    if commands.keeps_registry(divipola, name):
        return OwnRowsFirst(divipola, name, service)
    return service
