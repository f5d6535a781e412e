"""Simulated services about people: identity, records, debtors, households."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.exchange.contract import AnswerStatus
from engine.exchange.simulators.fixtures import Fixtures, asked_for
from engine.exchange.simulators.replies import NOT_FOUND, Later, NoAnswer, Reply

# Document numbers that end so play a part (inventory Part M); a fixture person never does.
_UNKNOWN, _DEAD, _SLOW, _DISQUALIFIED = "99", "98", "97", "55"
# Monthly income of each member in SMLMV, up to which the group holds; only of this simulator.
_GROUPS = ((Decimal("0.15"), "A3"), (Decimal("0.35"), "B3"), (Decimal("0.80"), "C5"))
_LAST_GROUP = "D2"


def registraduria(payload: Mapping[str, Any], fixtures: Fixtures, _now: datetime) -> Reply:
    """Names and validity of an identity document.

    Raises:
        NoAnswer: the number ends in 97.
    """
    number = asked_for(payload, "doc_number")
    known = fixtures.person(number)
    if known is not None:
        return Reply(
            payload={
                "doc_type": known.doc_type,
                "doc_number": number,
                "first_names": known.first_names,
                "last_names": known.last_names,
                "birth_date": known.birth_date.isoformat() if known.birth_date else None,
                "alive": True,
                "status": "VIGENTE",
            }
        )
    if number.endswith(_SLOW):
        raise NoAnswer
    if not number or number.endswith(_UNKNOWN):
        return NOT_FOUND
    is_dead = number.endswith(_DEAD)
    return Reply(
        payload={
            "doc_type": str(payload.get("doc_type") or "CC"),
            "doc_number": number,
            "first_names": "Persona",
            "last_names": f"De Demostración {number[-4:]}",
            "birth_date": None,
            "alive": not is_dead,
            "status": "CANCELADA POR MUERTE" if is_dead else "VIGENTE",
        }
    )


def antecedentes(payload: Mapping[str, Any], _fixtures: Fixtures, now: datetime) -> Reply:
    """Disciplinary and criminal records; a number that ends in 55 is disqualified."""
    number = asked_for(payload, "doc_number")
    if not number:
        return NOT_FOUND
    disqualified = number.endswith(_DISQUALIFIED)
    return Reply(
        payload={
            "doc_number": number,
            "disqualified": disqualified,
            "records": ["Inhabilidad para desempeñar cargos de elección"] if disqualified else [],
            "checked_on": now.date().isoformat(),
        }
    )


def bdme(payload: Mapping[str, Any], fixtures: Fixtures, _now: datetime) -> Reply:
    """Whether somebody is reported in the bulletin of the State's debtors."""
    number = asked_for(payload, "doc_number")
    row = fixtures.row("bdme", number)
    if row is None:
        return Reply(payload={"doc_number": number, "reported": False, "reason": None})
    return Reply(payload=row | {"reported": True})


def sisben(payload: Mapping[str, Any], fixtures: Fixtures, _now: datetime) -> Reply:
    """The person's place in the Sisbén."""
    return _row("sisben", payload, fixtures)


def censo(payload: Mapping[str, Any], fixtures: Fixtures, _now: datetime) -> Reply:
    """The person's place in the electoral census."""
    return _row("censo", payload, fixtures)


def dnp(payload: Mapping[str, Any], _fixtures: Fixtures, _now: datetime) -> Reply:
    """Validation of a batch of Sisbén records: its group, or which document stands twice.

    The payload has `members`, each with `doc_number` and `income` a month, and `smlmv`, the wage that the
    groups are measured by. A batch (`lote`) with «lento» in its name never gets an answer.
    """
    members = [one for one in payload.get("members") or [] if isinstance(one, Mapping)]
    batch = str(payload.get("lote") or payload.get("key") or "")
    numbers = [asked_for(one, "doc_number", "docid") for one in members]
    twice = sorted({number for number in numbers if number and numbers.count(number) > 1})
    late = Later(None) if "lento" in batch.lower() else None
    if twice:
        result = {"result": "INCONSISTENTE", "lote": batch, "duplicates": twice, "group": None}
        return Reply(payload=result, late=late)
    group = _group(members, payload.get("smlmv"))
    if group is None:
        return Reply(status=AnswerStatus.ERROR, payload={"missing": "smlmv"}, late=late)
    valid = {"result": "OK", "lote": batch, "duplicates": [], "group": group}
    return Reply(payload=valid, late=late)


def _group(members: list[Mapping[str, Any]], smlmv: Any) -> str | None:
    wage = _number(smlmv)
    if not wage:
        return None
    income = sum((_number(one.get("income")) for one in members), Decimal(0))
    share = income / max(len(members), 1) / wage
    return next((group for limit, group in _GROUPS if share < limit), _LAST_GROUP)


def _number(value: Any) -> Decimal:
    try:
        number = Decimal(str(value or 0))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() and number > 0 else Decimal(0)


def _row(name: str, payload: Mapping[str, Any], fixtures: Fixtures) -> Reply:
    row = fixtures.row(name, asked_for(payload), str(payload.get("by") or ""))
    return NOT_FOUND if row is None else Reply(payload=row)
