"""Simulated services about business: companies, bank accounts, lotteries."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.exchange.simulators.fixtures import Fixtures, asked_for
from engine.exchange.simulators.replies import NOT_FOUND, Refusal, Reply

_NIT = re.compile(r"\d{9,10}")
_CANCELLED, _DOWN = "7", "6"
_SOMEBODY_ELSE, _BOUNCES = "9", "000"
_DIGITS, _MOST_DIGITS = 4, 7


def rues(payload: Mapping[str, Any], fixtures: Fixtures, _now: datetime) -> Reply:
    """A company by its NIT, without or with check digit.

    The rules of Part M look at the last of the nine digits. A company of the entity's fixtures wins over
    them, since J1 (900123456) is active by Part K and would be out of reach by the rule.

    Raises:
        Refusal: the NIT ends in 6.
    """
    nit = asked_for(payload, "nit", "doc_number")
    row = fixtures.row("rues", nit)
    if row is not None:
        return Reply(payload=row)
    if not _NIT.fullmatch(nit):
        return NOT_FOUND
    if nit.endswith(_DOWN):
        raise Refusal
    return Reply(
        payload={
            "nit": nit,
            "name": f"Empresa de demostración {nit[-4:]}",
            "status": "CANCELADA" if nit.endswith(_CANCELLED) else "ACTIVA",
            "registered_on": "2020-01-15",
            "renewed_on": "2026-03-31",
            "cancelled_on": "2026-10-30" if nit.endswith(_CANCELLED) else "",
            "ciiu_main": "4711",
            "ciiu_sec": "",
            "address": "",
            "municipality": fixtures.divipola,
            "representative_doc": "",
            "representative_name": "",
        }
    )


def banco(payload: Mapping[str, Any], fixtures: Fixtures, _now: datetime) -> Reply:
    """Whose an account is; with `operation` = `giro`, whether it takes the money.

    An account that begins with 9 is somebody else's. One that begins with 000 is the applicant's, and
    only the money sent to it comes back (T06-E5).
    """
    account = asked_for(payload, "account", "acct_number")
    number = asked_for(payload, "doc_number")
    if not re.fullmatch(r"\d{6,20}", account):
        return NOT_FOUND
    bounces = account.startswith(_BOUNCES)
    if str(payload.get("operation") or "").lower() == "giro":
        return Reply(
            payload={
                "account": account,
                "accepted": not bounces,
                "reason": "CUENTA_RECHAZADA" if bounces else None,
            }
        )
    is_other = account.startswith(_SOMEBODY_ELSE)
    holder = fixtures.person(number)
    name = f"{holder.first_names} {holder.last_names}".strip() if holder else ""
    return Reply(
        payload={
            "account": account,
            "bank": str(payload.get("bank") or ""),
            "is_holder": not is_other,
            "holder_doc": None if is_other else number,
            "holder_name": "Otra persona" if is_other else name,
        }
    )


def loteria(payload: Mapping[str, Any], fixtures: Fixtures, _now: datetime) -> Reply:
    """The winning number of a day: a hash of the date, of as many digits as are asked for.

    With `lottery`, only on the weekday on which it plays.
    """
    day = _day(payload.get("date") or payload.get("draw_date") or payload.get("key"))
    if day is None:
        return NOT_FOUND
    lottery = str(payload.get("lottery") or "")
    row = fixtures.row("loterias", lottery) if lottery else None
    if lottery and (row is None or row["weekday_number"] != str(day.isoweekday())):
        return NOT_FOUND
    digits = _digits(payload.get("digits"))
    drawn = int.from_bytes(hashlib.sha256(day.isoformat().encode()).digest(), "big") % 10**digits
    return Reply(
        payload={
            "lottery": lottery,
            "date": day.isoformat(),
            "digits": digits,
            "winning_number": f"{drawn:0{digits}d}",
        }
    )


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _digits(value: Any) -> int:
    text = str(value or "")
    return min(max(int(text), 1), _MOST_DIGITS) if text.isdecimal() else _DIGITS
