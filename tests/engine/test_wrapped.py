"""A procedure with a wrapper, cases that begin others, and what people may do on a running case."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from bpmn import versions
from bpmn.checks import check
from bpmn.package import Folder, from_files
from engine import commands
from engine.commands import clock
from engine.errors import AnswersRefused, CaseNotFound
from engine.models import Case, CaseLink
from engine.models.actor import NOBODY, Actor
from engine.queries.actions import actions_for
from engine.queries.stuck import stuck
from tests.bpmn.samples import documented_files
from tests.engine import cases, folders
from tests.engine import flows as f
from tests.engine.runtime import models

pytestmark = pytest.mark.django_db

PLAIN_FORM = b"""{"type": "default", "id": "f", "schemaVersion": 16, "components": [
  {"type": "textfield", "id": "motivo", "key": "reason", "label": "Motivo", "validate": {"required": true}}]}"""
ACTION = (
    '<zeebe:properties><zeebe:property name="action" value="Retirarla" />'
    '<zeebe:property name="actionForm" value="retiro" />'
    '<zeebe:property name="actor" value="{}" /></zeebe:properties>'
)


def _wrapper(actor: str = "solicitante") -> Folder:
    inner = (
        (
            f'<bpmn:startEvent id="ENV.D1" isInterrupting="true">'
            f"<bpmn:extensionElements>{ACTION.format(actor)}</bpmn:extensionElements>"
            f"{f.on_message('ENV_m')}</bpmn:startEvent>"
        ),
        f.end("ENV.D2"),
        f.path("ENV.D1", "ENV.D2"),
    )
    flow = f'<bpmn:subProcess id="ENV.D" triggeredByEvent="true">{"".join(inner)}</bpmn:subProcess>'
    return from_files(
        "env",
        {
            "subprocess.toml": b'slug = "env"\nkind = "wrapper"\nofficial_name = "E"\npurpose = "P"\n',
            "process.bpmn": models.document(
                "env", flow, roots=f.message("msg.retiro", "=radicado", "ENV_m")
            ),
            "forms/retiro.form": PLAIN_FORM,
        },
    )


def _procedure(slug: str, *flow: str, roots: str = "", wrapper: str = "") -> Folder:
    sheet = documented_files()[1]["procedure.toml"].decode()
    sheet = sheet.replace("constancia-asistencia", slug)
    if wrapper:
        sheet = f'wrapper = "{wrapper}"\n{sheet}'
    return from_files(
        slug,
        {
            "procedure.toml": sheet.encode(),
            "process.bpmn": models.document(slug, *flow, roots=roots),
            "forms/inicio.form": folders.form(folders.NOTE),
            "documents/constancia.typ": documented_files()[1]["documents/constancia.typ"],
        },
    )


WAITS = (f.start("s"), f.number(), f.user("u"), f.end(), f.path("s", "numera", "u", "fin"))


def _publish(folder: Folder, library: Mapping[str, Folder] | None = None) -> versions.Version:
    return versions.publish(
        folder, library=library or {}, author="ana", publisher="luis", now=clock.now()
    )


def _filed(slug: str, actor: Actor) -> Case:
    filed = commands.file_case(
        commands.FileCase(actor=actor, slug=slug, answers={}, submit_id=uuid4())
    )
    return Case.objects.get(pk=filed.case_id)


def _take(actor: Actor, case: Case, **answers: Any) -> None:
    (waiting,) = commands.waiting_actions(case)
    commands.take_action(
        commands.TakeAction(
            actor=actor, case_id=case.pk, token=waiting.token, answers=answers, submit_id=uuid4()
        )
    )


def test_a_case_has_what_its_wrapper_draws_and_its_version_is_pinned_to_it() -> None:
    wrapper = _wrapper()
    version = _publish(_procedure("envuelto", *WAITS, wrapper="env"), {"env": wrapper})
    citizen = cases.citizen()
    case = _filed("envuelto", citizen)

    _take(citizen, case, reason="Ya no la necesito")

    case.refresh_from_db()
    assert (case.status, case.outcome) == ("closed", "fin") or case.is_over
    assert version.pins == {"env": wrapper.digest}
    assert b'id="ENV.D"' in versions.bundle(version).process


def test_a_wrapper_that_is_none_is_told() -> None:
    folder = _procedure("envuelto", *WAITS, wrapper="otra")
    assert "wrapper-unknown" in [finding.code for finding in check(folder, {})]


def test_an_action_is_for_whom_the_model_names_and_its_form_holds() -> None:
    _publish(_procedure("envuelto", *WAITS, wrapper="env"), {"env": _wrapper()})
    citizen, other = cases.citizen(), cases.citizen("otra@demo.test")
    case = _filed("envuelto", citizen)

    for stranger in (other, NOBODY, folders.person("o@demo.test", "ventanilla")):
        with pytest.raises(CaseNotFound):
            _take(stranger, case, reason="x")
    with pytest.raises(AnswersRefused):
        _take(citizen, case, reason="")
    assert not Case.objects.get(pk=case.pk).is_over


def test_a_third_party_needs_an_account_and_a_role_its_group() -> None:
    _publish(
        _procedure("envuelto", *WAITS, wrapper="env"),
        {"env": _wrapper("tercero, inspector-policia")},
    )
    case = _filed("envuelto", cases.citizen())
    with pytest.raises(CaseNotFound):
        _take(NOBODY, case, reason="x")

    _take(cases.citizen("vecina@demo.test"), case, reason="Construyen de noche")

    assert Case.objects.get(pk=case.pk).is_over


def test_what_is_for_third_parties_is_neither_the_applicants_nor_an_officials() -> None:
    _publish(_procedure("envuelto", *WAITS, wrapper="env"), {"env": _wrapper("tercero")})
    applicant = cases.citizen()
    case = _filed("envuelto", applicant)
    official = folders.person("o@demo.test", "ventanilla")

    for other in (applicant, official):
        assert actions_for(other, case.radicado) == []
        with pytest.raises(CaseNotFound):
            _take(other, case, reason="x")
    assert len(actions_for(cases.citizen("vecina@demo.test"), case.radicado)) == 1


def test_a_message_between_cases_of_one_person_links_them_of_two_people_it_does_not() -> None:
    throws = (
        f.start("s"), f.number(),
        f"<bpmn:intermediateThrowEvent id='lanza'>{f.on_message('m')}</bpmn:intermediateThrowEvent>",
        f.user("u"), f.end(), f.path("s", "numera", "lanza", "u", "fin"),
    )  # fmt: skip
    waits = (
        f.start("s"), f.number(), f.catch("oye", f.on_message("m")), f.user("u"), f.end(),
        f.path("s", "numera", "oye", "u", "fin"),
    )  # fmt: skip
    message = f.message("msg.hola", '="clave"', "m")
    _publish(_procedure("primero", *throws, roots=message))
    _publish(_procedure("segundo", *waits, roots=message))
    ana, luis = cases.citizen(), cases.citizen("luis@demo.test")
    hers = _filed("segundo", ana)
    _filed("primero", ana)
    _deliver()
    assert [link.target for link in CaseLink.objects.all()] == [hers]

    _filed("segundo", luis)
    _filed("primero", ana)
    _deliver()
    assert CaseLink.objects.count() == 1


def test_a_case_that_another_one_begins_is_linked_and_has_its_person() -> None:
    throws = (
        f.start("s"), f.number(),
        ('<bpmn:intermediateThrowEvent id="lanza"><bpmn:extensionElements><zeebe:ioMapping>'
        '<zeebe:input source="={first_names: &quot;Ana&quot;, last_names: &quot;Rosero&quot;}" target="applicant" />'
        '<zeebe:input source="={note: &quot;n&quot;}" target="answers" />'
        f"</zeebe:ioMapping></bpmn:extensionElements>{f.on_message('m')}</bpmn:intermediateThrowEvent>"),
        f.user("u"), f.service("avisa", "case.tell-related", outcome="LISTO"), f.end(),
        f.path("s", "numera", "lanza", "u", "avisa", "fin"),
    )  # fmt: skip
    begun = (
        f.start("m0", f.on_message("m")), f.number(), f.catch("oye", f.on_message("r")), f.end(),
        f.path("m0", "numera", "oye", "fin"),
    )  # fmt: skip
    message = f.message("msg.cadena", "", "m")
    _publish(_procedure("primero", *throws, roots=message))
    related = f.message("msg.caso.relacionado", "=radicado", "r")
    _publish(_procedure("segundo", *begun, roots=message + related))
    citizen = cases.citizen()
    first = _filed("primero", citizen)
    _deliver()

    second = Case.objects.get(slug="segundo")
    assert second.owner_id == citizen.user_id
    assert (second.applicant_name, second.answers) == ("Ana Rosero", {"note": "n"})
    assert CaseLink.objects.get().source == first
    official = folders.person("o@demo.test", folders.OFFICE)
    item = folders.held(first, official, "u")
    commands.complete_item(
        commands.CompleteItem(actor=official, item_id=item.id, answers={}, submit_id=uuid4())
    )
    _deliver()
    second.refresh_from_db()
    assert second.outcome == "fin"


def test_a_case_that_waits_for_what_may_never_come_is_stuck() -> None:
    waits = (
        f.start("s"), f.number(), f.catch("banco", f.on_message("m")), f.end(),
        f.path("s", "numera", "banco", "fin"),
    )  # fmt: skip
    _publish(_procedure("espera-banco", *waits, roots=f.message("msg.banco", "=radicado", "m")))
    _publish(_procedure("con-persona", *WAITS))
    case = _filed("espera-banco", cases.citizen())
    _filed("con-persona", cases.citizen())

    (found,) = stuck()

    assert (found.radicado, found.waits_at) == (case.radicado, ("banco",))


def _deliver() -> None:
    for message in list(commands.undelivered()):
        commands.deliver_stored(message.id)
