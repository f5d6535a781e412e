"""What a person sends to a running case is shown to whoever decides it, with what it changed."""

from uuid import uuid4

import pytest

from engine import commands
from engine.models import Case
from engine.models.actor import Actor
from engine.queries.cases import case_for
from tests.engine import cases, folders
from tests.engine import flows as f

pytestmark = pytest.mark.django_db

MORE = {"type": "textfield", "id": "motivo", "key": "reason", "label": "Motivo"}
WHO = (
    '<zeebe:properties><zeebe:property name="action" value="Corregir" />'
    '<zeebe:property name="actionForm" value="corregir" />'
    '<zeebe:property name="actor" value="solicitante, tercero" /></zeebe:properties>'
)


@pytest.fixture
def case() -> Case:
    waits = (
        f'<bpmn:intermediateCatchEvent id="espera"><bpmn:extensionElements>{WHO}'
        f"</bpmn:extensionElements>{f.on_message('m')}</bpmn:intermediateCatchEvent>"
    )
    folders.publish(
        waits,
        f.user("decide"),
        f.end(),
        f.path(folders.LAST, "espera", "decide", "fin"),
        roots=f.message("msg.correccion", "=radicado"),
        files={"forms/corregir.form": folders.form(folders.NOTE, MORE)},
    )
    filed = commands.file_case(
        commands.FileCase(
            actor=cases.citizen(),
            slug=folders.SLUG,
            answers={"note": "80 animales"},
            submit_id=uuid4(),
        )
    )
    return Case.objects.get(pk=filed.case_id)


def _send(actor: Actor, case: Case, **answers: str) -> None:
    (waiting,) = commands.waiting_actions(case)
    commands.take_action(
        commands.TakeAction(
            actor=actor, case_id=case.pk, token=waiting.token, answers=answers, submit_id=uuid4()
        )
    )


def _shown(actor: Actor, case: Case) -> list[tuple[str, str, str | None]]:
    (sent,) = case_for(actor, str(case.radicado)).sent_later
    assert (sent.action, sent.by) == ("Corregir", "Ana")
    rows = [(row.now, row.before) for row in sent.rows]
    return [(now.label, now.value, before.value if before else None) for now, before in rows]


def test_who_decides_sees_what_was_corrected_and_what_it_was(case) -> None:
    _send(cases.citizen(), case, note="120 animales", reason="Vienen más")
    expected = [("Nota", "120 animales", "80 animales"), ("Motivo", "Vienen más", None)]
    assert _shown(cases.official(folders.OFFICE), case) == expected
    assert _shown(cases.citizen(), case) == expected


def test_what_stayed_as_it_was_is_not_told_again(case) -> None:
    _send(cases.citizen(), case, note="80 animales", reason="")
    assert _shown(cases.official(folders.OFFICE), case) == []


def test_what_a_third_party_sent_is_the_offices_alone(case) -> None:
    _send(cases.citizen("vecina@correo.test"), case, note="Me opongo", reason="")
    assert len(case_for(cases.official(folders.OFFICE), str(case.radicado)).sent_later) == 1
    assert case_for(cases.citizen(), str(case.radicado)).sent_later == []
