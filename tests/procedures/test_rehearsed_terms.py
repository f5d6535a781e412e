"""Shares of the legal term, terms that never stand still, and what the law lets one add."""

import pytest

from tests.engine import flows as f
from tests.procedures.test_rehearsed_time import CASE_CLOCK, _played

CALENDAR_CLOCK = CASE_CLOCK.replace('"case"', '"calendar"')
STATE = (
    "<bpmn:extensionElements><zeebe:properties>"
    '<zeebe:property name="state" value="DECIDIDO_FAVORABLE" />'
    "</zeebe:properties></bpmn:extensionElements>"
)
# 80 % of 15 business days from Friday 2026-11-20 are over on 2026-12-09.
ALERTED = (
    f.start("s"), f.number(), f.service("termino", "case.term"), f.user("u"),
    f.boundary("alerta", "u", CASE_CLOCK + f.after("80 %"), interrupts=False), f.end("avisado"),
    f.end(), f.path("s", "numera", "termino", "u", "fin"), f.path("alerta", "avisado"),
)  # fmt: skip


def _path(*inside: str, steps: str) -> tuple[str, ...]:
    outcome = _played(*inside, steps=steps, expect="state: BORRADOR")
    assert outcome.actual is not None, outcome.differences
    return outcome.actual.path


@pytest.mark.django_db
def test_an_alert_comes_when_its_share_of_the_term_is_used() -> None:
    assert "avisado" not in _path(*ALERTED, steps="  - until: 2026-12-09")
    assert "avisado" in _path(*ALERTED, steps="  - until: 2026-12-10")


@pytest.mark.django_db
def test_an_alert_waits_while_the_term_stands_still() -> None:
    suspended = (
        f.start("s"), f.number(), f.service("termino", "case.term"),
        f.service("para", "case.suspend", cause="SUBSANACION"), f.catch("pausa", f.after("P10D")),
        f.service("sigue", "case.resume"), f.user("u"), f.end(),
        f.path("s", "numera", "termino", "para", "pausa", "sigue", "u", "fin"),
        f.boundary("alerta", "u", CASE_CLOCK + f.after("80 %"), interrupts=False),
        f.end("avisado"), f.path("alerta", "avisado"),
    )  # fmt: skip
    # The term counts from Tuesday 1 of December on.
    assert "avisado" not in _path(*suspended, steps="  - until: 2026-12-15")
    assert "avisado" in _path(*suspended, steps="  - until: 2026-12-18")


@pytest.mark.django_db
def test_no_alert_comes_after_the_decision() -> None:
    decided = (
        f.start("s"), f.number(), f.service("termino", "case.term"),
        f.boundary("alerta", "dentro", CASE_CLOCK + f.after("80 %"), interrupts=False),
        f.end("avisado"), f.path("alerta", "avisado"),
        '<bpmn:subProcess id="dentro">', f.start("si"),
        f'<bpmn:task id="decide">{STATE}</bpmn:task>', f.user("u"), f.end("sf"),
        f.path("si", "decide", "u", "sf"), "</bpmn:subProcess>",
        f.end(), f.path("s", "numera", "termino", "dentro", "fin"),
    )  # fmt: skip
    assert "avisado" not in _path(*decided, steps="  - until: 2027-02-01")


@pytest.mark.django_db
def test_a_term_of_the_calendar_goes_on_while_the_case_stands_still() -> None:
    waiting = (
        f.start("s"), f.number(), f.service("termino", "case.term"),
        f.service("para", "case.suspend", cause="SUBSANACION"),
        f.catch("mes", CALENDAR_CLOCK + f.after("1 M")), f.end(),
        f.path("s", "numera", "termino", "para", "mes", "fin"),
    )  # fmt: skip
    # The month ends on Sunday 20 of December, and so on Monday 21.
    assert _played(*waiting, steps="  - until: 2026-12-21", expect="waiting_at: [mes]").passed
    assert _played(*waiting, steps="  - until: 2026-12-22", expect="outcome: fin").passed


@pytest.mark.django_db
def test_an_extension_moves_the_last_day_and_one_too_long_is_an_error_of_the_model() -> None:
    def extended(by: str) -> tuple[str, ...]:
        return (
            f.start("s"), f.number(), f.service("termino", "case.term"),
            f.service("prorroga", "case.extend", by=by), f.end(),
            f.boundary("no", "prorroga", "<bpmn:errorEventDefinition />"), f.end("negada"),
            f.path("s", "numera", "termino", "prorroga", "fin"), f.path("no", "negada"),
        )  # fmt: skip

    granted = _played(*extended("5 DH"), steps="  []", expect="outcome: fin, due: 2026-12-21")
    assert granted.differences == ()
    assert _played(*extended("16 DH"), steps="  []", expect="outcome: negada").passed


@pytest.mark.django_db
def test_the_term_of_a_completed_request_counts_anew() -> None:
    anew = (
        f.start("s"), f.number(), f.service("termino", "case.term"), f.user("u"),
        f.service("otra-vez", "case.restart-term"), f.user("v"), f.end(),
        f.path("s", "numera", "termino", "u", "otra-vez", "v", "fin"),
    )  # fmt: skip
    outcome = _played(
        *anew,
        steps="  - until: 2026-12-01\n  - task: u",
        expect="waiting_at: [v], due: 2026-12-23",
    )
    assert outcome.differences == ()
