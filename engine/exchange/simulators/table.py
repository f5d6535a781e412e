"""Every simulated service: its name, whose it is, and the rule by which it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.exchange.simulators import business, people, places
from engine.exchange.simulators.fixtures import Fixtures
from engine.exchange.simulators.replies import Reply

Rule = Callable[[Mapping[str, Any], Fixtures, datetime], Reply]


@dataclass(frozen=True)
class SimulatedService:
    """One service of Part M.

    Attributes:
        title: whose it is, in Spanish.
        rule: answers a payload.
    """

    title: str
    rule: Rule

    @property
    def says(self) -> str:
        """What the service answers, in a sentence."""
        return (self.rule.__doc__ or "").strip().split("\n")[0]


SERVICES: Mapping[str, SimulatedService] = {
    "registraduria": SimulatedService("Registraduría Nacional", people.registraduria),
    "antecedentes": SimulatedService("Procuraduría y Policía", people.antecedentes),
    "bdme": SimulatedService("Contaduría, boletín de deudores morosos", people.bdme),
    "sisben": SimulatedService("Sisbén", people.sisben),
    "censo": SimulatedService("Censo electoral", people.censo),
    "dnp": SimulatedService("Departamento Nacional de Planeación", people.dnp),
    "rues": SimulatedService("Cámara de Comercio (RUES)", business.rues),
    "banco": SimulatedService("Banco", business.banco),
    "loteria": SimulatedService("Lotería", business.loteria),
    "orip": SimulatedService("Oficina de Registro de Instrumentos Públicos", places.orip),
    "catastro": SimulatedService("Gestor catastral", places.catastro),
    "sig": SimulatedService("Sistema de información geográfica", places.sig),
    "corporacion": SimulatedService("Corporación autónoma regional", places.corporacion),
    "esp": SimulatedService("Empresas de servicios públicos", places.esp),
}
