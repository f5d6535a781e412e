"""Filing without an account and following by the receipt's code; filing for somebody at the counter."""

from uuid import uuid4

import pytest

from bpmn import versions
from bpmn.package import from_files
from engine.models import Case
from tests.bpmn.samples import NOW, documented_files
from tests.engine import folders
from tests.engine.runtime import models
from tests.web.pages import visit, walk
from web.accounts.models import User

pytestmark = pytest.mark.django_db
SLUG = "queja"
CHILD = folders.form(
    {"type": "textfield", "id": "que", "key": "what", "label": "Cuéntanos qué pasó"}
)


@pytest.fixture
def complaints():
    """A procedure that anybody may file, with a form for children and something to do on the case."""
    sheet = documented_files()[1]["procedure.toml"].decode().replace("constancia-asistencia", SLUG)
    sheet = sheet.replace('["natural"]', '["natural", "anonimo"]')
    sheet += '\n[start_forms]\nninos = "inicio-ninos"\n'
    waits = (
        '<bpmn:intermediateCatchEvent id="espera"><bpmn:extensionElements><zeebe:properties>'
        '<zeebe:property name="action" value="Agregar algo" /></zeebe:properties>'
        '</bpmn:extensionElements><bpmn:messageEventDefinition messageRef="m" /></bpmn:intermediateCatchEvent>'
    )
    message = models.node(
        "message", "m",
        models.extensions(models.zeebe("subscription", correlationKey="=radicado")), name="msg.algo",
    )  # fmt: skip
    flow = (
        models.start(), models.job("numera", kind="case.number"), waits, models.end(),
        models.chain("start", "numera", "espera", "end"),
    )  # fmt: skip
    folder = from_files(
        SLUG,
        {
            "procedure.toml": sheet.encode(),
            "process.bpmn": models.document(SLUG, *flow, roots=message),
            "forms/inicio.form": folders.form(folders.NOTE),
            "forms/inicio-ninos.form": CHILD,
            "documents/constancia.typ": documented_files()[1]["documents/constancia.typ"],
        },
    )
    return versions.publish(folder, library={}, author="ana", publisher="luis", now=NOW)


def _file(client, query: str = "", **answers):
    given = {"accion": "radicar", "submit_id": str(uuid4()), **answers}
    return client.post(f"/tramites/{SLUG}/sin-cuenta/{query}", given)


def test_somebody_files_without_saying_who_they_are_and_follows_by_the_code(
    client, complaints
) -> None:
    response = _file(client, note="Hay un hueco")
    case = Case.objects.get()
    assert response.status_code == 302
    assert (case.owner_id, case.applicant_name, case.answers) == (
        None,
        "",
        {"note": "Hay un hueco"},
    )
    receipt = client.get(response["Location"]).content.decode()
    assert case.radicado in receipt
    assert case.verification_code in receipt

    client.cookies.clear()
    page = f"/mis-tramites/{case.radicado}/"
    assert client.get(page).status_code == 302
    wrong = {"numero": case.radicado, "codigo": "AAAA-BBBB-CCCC"}
    assert client.post("/radicado/", wrong).status_code == 404
    right = {"numero": case.radicado, "codigo": case.verification_code.lower()}
    assert client.post("/radicado/", right)["Location"] == page
    assert "Agregar algo" in client.get(page).content.decode()


def test_the_code_of_one_case_opens_no_other(client, complaints) -> None:
    _file(client, note="a")
    first = Case.objects.get()
    client.cookies.clear()
    _file(client, note="b")

    assert client.get(f"/mis-tramites/{first.radicado}/").status_code == 404


def test_who_holds_the_code_acts_on_the_case(client, complaints) -> None:
    _file(client, note="a")
    case = Case.objects.get()
    token = case.subscriptions.get().token

    done = client.post(f"/participar/{case.radicado}/{token}/", {"submit_id": str(uuid4())})

    assert done.status_code == 302
    case.refresh_from_db()
    assert case.is_over


def test_the_code_of_a_case_with_an_owner_reads_and_does_not_act(client, complaints) -> None:
    owner = User.objects.create_user("duena@correo.test", "clave-larga-8843")
    client.force_login(owner)
    _file(client, note="a")
    case = Case.objects.get()
    client.logout()
    shown = {"numero": case.radicado, "codigo": case.verification_code}
    assert client.post("/radicado/", shown).status_code == 302

    page = client.get(f"/mis-tramites/{case.radicado}/")

    assert page.status_code == 200
    assert "Agregar algo" not in page.content.decode()


def test_children_have_a_form_of_their_own(client, complaints) -> None:
    sheet = client.get(f"/tramites/{SLUG}/").content.decode()
    assert "Soy niña, niño o adolescente" in sheet
    _file(client, "?formulario=ninos", what="El columpio se rompió")
    case = Case.objects.get()
    assert (case.form_id, case.answers) == ("inicio-ninos", {"what": "El columpio se rompió"})
    client.get(f"/mis-tramites/{case.radicado}/")
    assert _file(client, "?formulario=otro").status_code == 404


def test_without_an_account_too_all_is_read_again_and_may_be_changed(client, complaints) -> None:
    page = walk(client, visit(client, f"/tramites/{SLUG}/sin-cuenta/"), {"Nota": "Hay un hueco"})
    assert page.title == "Revise antes de radicar"
    assert "Hay un hueco" in page.text
    change = page.tree.xpath("//a[starts-with(text(), 'Cambiar')]/@href")[0]
    step = visit(client, change)
    assert step.control("Nota").get("value") == "Hay un hueco"
    review = walk(client, step, {"Nota": "Hay dos huecos"})

    receipt = review.press(client, "Enviar y radicar")
    assert receipt.title == "Recibimos su solicitud"
    assert review.press(client, "Enviar y radicar").title == "Recibimos su solicitud"
    assert [case.answers for case in Case.objects.all()] == [{"note": "Hay dos huecos"}]
    again = visit(client, f"/tramites/{SLUG}/sin-cuenta/")
    assert not again.control("Nota").get("value")


def test_a_child_sees_steps_of_its_own_form(client, complaints) -> None:
    first = visit(client, f"/tramites/{SLUG}/sin-cuenta/?formulario=ninos")
    review = walk(client, first, {"Cuéntanos qué pasó": "El columpio"})
    review.press(client, "Enviar y radicar")
    assert Case.objects.get().form_id == "inicio-ninos"


def test_who_uses_somebody_elses_computer_takes_the_answers_away(client, complaints) -> None:
    page = visit(client, f"/tramites/{SLUG}/sin-cuenta/")
    review = walk(client, page, {"Nota": "Hay un hueco"})
    assert not review.press(client, "Borrar lo que escribí").control("Nota").get("value")
    assert "hueco" not in str(dict(client.session.items()))


def test_nobody_files_without_an_account_where_it_matters_who_asks(client, procedure) -> None:
    assert client.get(f"/tramites/{procedure.slug}/sin-cuenta/").status_code == 404


def test_an_official_files_for_a_person_and_the_case_is_not_the_officials(
    client, complaints
) -> None:
    folders.person("rocio@demo.test", "ventanilla", name="Rocío")
    official = User.objects.get(email="rocio@demo.test")
    client.force_login(official)
    assert SLUG in client.get("/oficina/radicar/").content.decode()
    given = {"accion": "radicar", "submit_id": str(uuid4()), "canal": "ventanilla", "note": "x"}

    response = client.post(f"/oficina/radicar/{SLUG}/", given)

    case = Case.objects.get()
    assert response["Location"] == f"/oficina/radicado/{case.radicado}/constancia/"
    assert (case.owner_id, case.filed_by, case.channel) == (None, official, "ventanilla")
    receipt = client.get(response["Location"]).content.decode()
    for told in (case.radicado, case.verification_code, "En la ventanilla", "Rocío", "Imprimir"):
        assert told in receipt
    folders.person("carmen@demo.test", "secretario-gobierno")
    client.force_login(User.objects.get(email="carmen@demo.test"))
    assert client.get("/oficina/radicar/").status_code == 404


def test_the_code_is_shown_to_nobody_who_could_act_with_it_in_the_person_s_name(
    client, complaints
) -> None:
    folders.person("rocio@demo.test", "ventanilla", name="Rocío")
    client.force_login(User.objects.get(email="rocio@demo.test"))
    given = {"accion": "radicar", "submit_id": str(uuid4()), "canal": "ventanilla", "note": "x"}
    client.post(f"/oficina/radicar/{SLUG}/", given)
    case = Case.objects.get()
    folders.person("jaime@demo.test", "supervisor", name="Jaime")
    client.force_login(User.objects.get(email="jaime@demo.test"))

    for page in ("", "recibido/"):
        answer = client.get(f"/mis-tramites/{case.radicado}/{page}", follow=True)
        assert answer.status_code == 200
        assert case.verification_code not in answer.content.decode()
