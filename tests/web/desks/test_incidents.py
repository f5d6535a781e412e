"""Incidents on the supervisors' desk: found, explained, done again or closed with a reason."""

import re
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

import engine.runtime
from engine import commands
from engine.clock import SuspensionCause
from engine.errors import CaseStuck
from engine.models import Incident
from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end, flow, xor
from tests.web.pages import visit
from web.shell.failures import failure_text

NO_WAY_ON = "Ninguna salida de la compuerta"


@pytest.fixture
def case(office):
    """A gateway with a name and without a default: an amount that is too small finds no way on."""
    folders.publish(
        folders.task("uno"),
        xor("cual").replace('id="cual"', 'id="cual" name="¿Es mucho?"'),
        end("fin"),
        end("otro"),
        chain(folders.LAST, "uno", "cual"),
        flow("cual", "fin", "=amount > 100", "mucho"),
        flow("cual", "otro", "=amount > 1000", "muchisimo"),
    )
    return folders.file()


@pytest.fixture
def incident(case) -> Incident:
    carmen = cases.official(folders.OFFICE)
    item = folders.held(case, carmen, "uno")
    with pytest.raises(CaseStuck):
        cases.complete(carmen, item, {"amount": Decimal(1)})
    return Incident.objects.get()


@pytest.fixture
def desk(sign_in):
    return sign_in("supervisor", email="jefe@correo.test")


@pytest.mark.parametrize(
    ("groups", "expected"),
    [(("supervisor",), 200), (("engine-admin",), 200), ((folders.OFFICE,), 404), ((), 404)],
    ids=["supervisor", "engine-admin", "another official", "citizen"],
)
def test_incidents_are_for_who_supervises(sign_in, incident, groups, expected) -> None:
    client = sign_in(*groups, email="alguien@correo.test")

    assert client.get("/oficina/incidentes/").status_code == expected
    assert client.get(f"/oficina/incidentes/{incident.id}/").status_code == expected
    posted = {"motivo": "x"}
    if expected == 404:
        for verb in ("reintentar", "resolver"):
            address = f"/oficina/incidentes/{incident.id}/{verb}/"
            assert client.post(address, posted).status_code == 404
        assert Incident.objects.get().status == "open"
    home = visit(client, "citizens:home").tree
    assert bool(home.xpath("//header//a[contains(., 'Incidentes')]")) == (expected == 200)


def test_the_navigation_counts_what_is_open(desk, incident) -> None:
    page = visit(desk, "officials:inbox")

    assert page.tree.xpath("string(//span[@class='contador'])") == "1 abiertos"


def test_the_list_tells_what_happened_where_and_how_often(desk, case, incident) -> None:
    page = visit(desk, "officials:incidents")

    for word in (NO_WAY_ON, case.radicado, case.procedure_name, "¿Es mucho?", "Flujo"):
        assert word in page.text


def test_a_code_that_nobody_explained_is_shown_as_it_is(desk, incident) -> None:
    Incident.objects.update(code="OddError")

    assert "OddError" in visit(desk, "officials:incidents").text
    page = visit(desk, "officials:incident", incident.id)
    assert "no reconoce" in page.text
    assert page.tree.xpath("//details[@open][contains(., 'OddError')]")


@pytest.mark.parametrize(
    ("label", "chosen", "found"),
    [
        ("Trámite", folders.SLUG, True),
        ("Qué falló", "flow", True),
        ("Qué falló", "timer", False),
    ],
)
def test_the_list_is_narrowed_by_procedure_and_kind(desk, incident, label, chosen, found) -> None:
    page = visit(desk, "officials:incidents").press(desk, "Filtrar", {label: chosen})

    assert (NO_WAY_ON in page.text) is found
    assert ("Nada con esos filtros" in page.text) is not found


def test_a_long_list_comes_in_pages(desk, incident) -> None:
    for number in range(30):
        incident.pk = uuid4()
        incident.element_id = f"elemento-{number}"
        incident.save(force_insert=True)

    first = visit(desk, "officials:incidents")
    second = visit(
        desk,
        first.tree.xpath("string(//a[@rel='next']/@href)").replace("?", "/oficina/incidentes/?"),
    )

    assert "31 abiertos · página 1 de 2" in first.text
    assert "página 2 de 2" in second.text
    assert len(second.tree.xpath("//tbody/tr")) == 6
    assert visit(desk, "/oficina/incidentes/?pagina=99").text == second.text


def test_an_empty_list_says_that_all_is_well(desk, office) -> None:
    assert "No hay incidentes abiertos" in visit(desk, "officials:incidents").text


def test_an_incident_shows_what_led_to_it(desk, case, incident) -> None:
    page = visit(desk, "officials:incident", incident.id)

    assert page.title == "¿Es mucho?"
    assert NO_WAY_ON in page.text
    assert "Carmen terminaba una tarea." in page.text
    assert "amount 1" in page.text
    assert "no-flow-taken" in page.text
    assert page.tree.xpath(f"//a[@href='/oficina/expediente/{case.radicado}/']")


def test_a_retry_that_works_resolves_it_and_says_so(desk, case, incident) -> None:
    incident.trigger["answers"]["amount"] = 500
    incident.save()

    page = visit(desk, "officials:incident", incident.id)
    page = page.press(desk, "Reintentar", {"Por qué se reintenta": "se corrigió el dato"})

    assert "funcionó: el incidente quedó resuelto" in page.text
    assert Incident.objects.get().status == "resolved"
    assert not page.tree.xpath("//main//form")


def test_a_retry_that_fails_again_says_how_often_it_has(desk, incident) -> None:
    page = visit(desk, "officials:incident", incident.id)
    page = page.press(desk, "Reintentar", {"Por qué se reintenta": "otra vez"})

    assert "volvió a fallar. Van 2 veces." in page.text
    assert Incident.objects.get().occurrences == 2


def test_what_workers_do_again_is_told_when_they_have(desk, incident) -> None:
    address = f"/oficina/incidentes/{incident.id}/?van=1"

    assert "Se está intentando otra vez" in visit(desk, address).text
    Incident.objects.update(occurrences=2)
    assert "volvió a fallar. Van 2 veces." in visit(desk, address).text
    Incident.objects.update(status="resolved")
    assert "funcionó" in visit(desk, address).text


def test_who_closes_it_says_how_it_was_resolved(desk, incident) -> None:
    page = visit(desk, "officials:incident", incident.id)
    page = page.press(desk, "Resolver", {"Cómo se resolvió": "se hizo en papel"})

    assert "Cerró el incidente" in page.text
    resolved = visit(desk, "officials:incident", incident.id)
    assert "se hizo en papel" in resolved.text
    assert "Resuelto" in resolved.text


@pytest.mark.parametrize("button", ["Reintentar", "Resolver"])
def test_without_a_reason_nothing_is_done_and_the_field_says_so(desk, incident, button) -> None:
    page = visit(desk, "officials:incident", incident.id).press(desk, button)

    assert page.response.status_code == 400
    assert "Falta el motivo" in page.text
    assert len(page.tree.xpath("//textarea[@aria-invalid='true']")) == 1
    assert Incident.objects.get().status == "open"


def test_what_somebody_closed_meanwhile_is_not_an_error(desk, incident) -> None:
    page = visit(desk, "officials:incident", incident.id)
    Incident.objects.update(status="resolved", resolved_at=incident.opened_at)

    page = page.press(desk, "Resolver", {"Cómo se resolvió": "ya"})

    assert "ya estaba cerrado" in page.text


def test_the_case_shows_its_incidents_to_who_supervises(desk, sign_in, case, incident) -> None:
    assert NO_WAY_ON in visit(desk, "officials:case", case.radicado).text
    office = sign_in(folders.OFFICE)
    assert NO_WAY_ON not in visit(office, "officials:case", case.radicado).text


def test_a_suspended_case_says_since_when_and_why(sign_in, case) -> None:
    commands.suspend_case(
        commands.SuspendCase(
            actor=cases.official(folders.OFFICE),
            case_id=case.id,
            cause=SuspensionCause.SUBSANACION,
            reason="Falta el recibo del agua",
            submit_id=uuid4(),
        )
    )

    text = visit(sign_in(folders.OFFICE), "officials:case", case.radicado).text

    assert "Desde el 20 de noviembre de 2026" in text
    assert "Motivo: Falta el recibo del agua" in text


def test_every_failure_of_the_runtime_is_explained() -> None:
    found = set()
    for path in Path(engine.runtime.__file__).parent.rglob("*.py"):
        raised = r'(?:\.failure|_failure|RunFailed|StateRefused)\(\s*"([a-z-]+)"'
        found |= set(re.findall(raised, path.read_text()))

    assert len(found) > 20
    assert [code for code in sorted(found) if not failure_text(code)] == []
