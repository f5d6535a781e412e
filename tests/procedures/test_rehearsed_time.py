"""Scenarios in which time passes, messages come and signals are thrown."""

import pytest

from bpmn.package import Folder, from_files
from engine.rehearsal import Outcome, rehearse
from tests.bpmn.samples import documented_files
from tests.engine import flows as f

SLUG = "espera"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:x">"""
FORM = b"""{"type": "default", "id": "inicio", "schemaVersion": 16, "components": [
  {"type": "textfield", "id": "clave", "key": "clave", "label": "Clave"}]}"""
CASE_CLOCK = (
    "<bpmn:extensionElements><zeebe:properties>"
    '<zeebe:property name="clock" value="case" />'
    "</zeebe:properties></bpmn:extensionElements>"
)


def _folder(*inside: str, steps: str, expect: str, beside: str = "") -> Folder:
    _, files = documented_files()
    process = f'<bpmn:process id="{SLUG}" isExecutable="true">{"".join(inside)}</bpmn:process>'
    scenario = (
        "id: E1\ntitle: X\nnow: 2026-11-20T09:00:00-05:00\nanswers: {clave: uno}\n"
        f"steps:\n{steps}\nexpect: {{{expect}}}\n"
    )
    sheet = files["procedure.toml"].decode().replace('"constancia-asistencia"', f'"{SLUG}"')
    return from_files(
        SLUG,
        {
            "procedure.toml": sheet.encode(),
            "process.bpmn": f"{HEAD}{beside}{process}</bpmn:definitions>".encode(),
            "forms/inicio.form": FORM,
            "scenarios/e1.yaml": scenario.encode(),
            **{name: body for name, body in files.items() if name.startswith("documents/")},
        },
    )


def _played(*inside: str, steps: str, expect: str, beside: str = "") -> Outcome:
    (outcome,) = rehearse(_folder(*inside, steps=steps, expect=expect, beside=beside), {})
    return outcome


# Two timers on a task: every day, and after two days.
WATCHED = (
    f.start("s"),
    f.number(),
    f.user("u"),
    f.boundary("diario", "u", f.every("R/P1D"), interrupts=False),
    f.script("cuenta", "=if veces = null then 1 else veces + 1", "veces"),
    f.end("avisado"),
    f.boundary("plazo", "u", f.after('=duration("PT60H")')),
    f.end("vencido"),
    f.end(),
    f.path("s", "numera", "u", "fin"),
    f.path("diario", "cuenta", "avisado"),
    f.path("plazo", "vencido"),
)
DAILY = "diario, cuenta, avisado"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "step",
    ["advance: 3 D", "advance: P3D", "advance: 72 H", "until: 2026-11-23T10:00:00-05:00"],
)
def test_timers_fire_on_the_way_each_at_its_time(step):
    outcome = _played(
        *WATCHED,
        steps=f"  - {step}",
        expect=f"path: [s, numera, u, {DAILY}, {DAILY}, plazo, vencido], outcome: vencido",
    )
    assert outcome.differences == ()


@pytest.mark.django_db
def test_what_has_not_come_does_not_fire():
    outcome = _played(*WATCHED, steps="  - advance: 30 H", expect="waiting_at: [u]")
    assert outcome.differences == ()
    assert outcome.actual is not None
    assert outcome.actual.path == ("s", "numera", "u", "diario", "cuenta", "avisado")


@pytest.mark.django_db
def test_a_timer_that_another_one_sets_counts_from_that_moment():
    flow = (
        f.start("s"), f.number(), f.catch("uno", f.after("P1D")), f.catch("dos", f.after("P1D")),
        f.end(), f.path("s", "numera", "uno", "dos", "fin"),
    )  # fmt: skip
    assert _played(*flow, steps="  - advance: P2D", expect="outcome: fin").passed
    waiting = _played(*flow, steps="  - advance: PT47H", expect="waiting_at: [dos]")
    assert waiting.differences == ()


@pytest.mark.django_db
def test_a_legal_term_is_over_the_day_after_its_last_one():
    flow = (
        f.start("s"), f.number(), f.service("termino", "case.term"),
        f.catch("plazo", CASE_CLOCK + f.after("2 DH")), f.end(),
        f.path("s", "numera", "termino", "plazo", "fin"),
    )  # fmt: skip
    assert _played(*flow, steps="  - advance: 2 DH", expect="waiting_at: [plazo]").passed
    assert _played(*flow, steps="  - until: 2026-11-25", expect="outcome: fin").passed


@pytest.mark.django_db
def test_messages_come_by_case_or_key_and_signals_to_all():
    flow = (
        f.start("inicio"), f.number(), f.catch("m1", f.on_message()), f.catch("m2", f.on_message()),
        f.catch("sig", f.on_signal()), f.end(), f.path("inicio", "numera", "m1", "m2", "sig", "fin"),
    )  # fmt: skip
    beside = f.message("msg.x") + f.signal("sig.x")
    steps = "  - message: msg.x\n  - message: msg.x\n    key: {}\n  - signal: sig.x"
    outcome = _played(*flow, steps=steps.format("uno"), expect="outcome: fin", beside=beside)
    assert outcome.differences == ()
    outcome = _played(*flow, steps=steps.format("dos"), expect="outcome: fin", beside=beside)
    assert outcome.differences[0].startswith(
        "scenarios/e1.yaml, línea 7: nadie espera el mensaje «msg.x» con la clave «dos». Los que espera: "
    )


@pytest.mark.django_db
def test_a_condition_that_asks_the_clock_comes_true():
    condition = '=today() &gt;= date("2026-12-01")'
    event = f"<bpmn:conditionalEventDefinition><bpmn:condition>{condition}</bpmn:condition></bpmn:conditionalEventDefinition>"
    flow = (
        f.start("s"), f.number(), f.catch("c", event), f.end(), f.path("s", "numera", "c", "fin"),
    )  # fmt: skip
    assert _played(*flow, steps="  - until: 2026-11-30", expect="waiting_at: [c]").passed
    assert _played(*flow, steps="  - until: 2026-12-01", expect="outcome: fin").passed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("until: 2026-11-01", "ya es 2026-11-20T09:00:00-05:00: el tiempo no retrocede."),
        ("task: numera", "en «numera» no espera ninguna tarea. El caso espera en: u (tarea "),
        ("message: msg.x", "nadie espera el mensaje «msg.x». No espera ninguno."),
    ],
)
def test_a_step_that_cannot_be_taken_is_told_with_its_place(step, said):
    outcome = _played(
        *WATCHED, steps=f"  - {step}", expect="outcome: fin", beside=f.message("msg.x")
    )
    assert outcome.differences[0].startswith(f"scenarios/e1.yaml, línea 6: {said}")


@pytest.mark.django_db
def test_a_cycle_of_seconds_over_months_is_a_slip(monkeypatch):
    monkeypatch.setattr("engine.rehearsal.stage._MOST_STOPS", 20)
    flow = (
        f.start("s"), f.number(), f.user("u"), f.end(), f.path("s", "numera", "u", "fin"),
        f.boundary("b", "u", f.every("R/PT1S"), interrupts=False), f.end("e"), f.path("b", "e"),
    )  # fmt: skip
    outcome = _played(*flow, steps="  - advance: 1 A", expect="waiting_at: [u]")
    assert "se cumplen más de 20 plazos" in outcome.differences[0]
