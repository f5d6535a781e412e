"""An official whose session ended in the middle of a task, and two people on one task."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from engine import commands
from tests.engine import cases
from tests.web.pages import Page, visit

PASSWORD = "clave-larga-8841"
EMAIL = "carmen@correo.test"
ROLE = "secretario-gobierno"
REASON = "El testigo vive en otra parte."
TYPED = {
    "decision": "no",
    "verified_with": ["jac", "llamada"],
    "reason": REASON,
    "pin": "secreto-2026",
}


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def desk(sign_in):
    sign_in(ROLE, email=EMAIL)
    person = get_user_model().objects.get(email=EMAIL)
    person.set_password(PASSWORD)
    person.save()
    return sign_in(ROLE, email=EMAIL)


@pytest.fixture
def item(case):
    return cases.waiting_item(case)


def _filled_in(desk, item) -> dict[str, str]:
    page = visit(desk, "officials:item", item.id).press(desk, "Tomar la tarea")
    return page.values(page.form_with("Terminar la tarea")) | TYPED


def _send(desk, item, sent) -> Page:
    here = reverse("officials:item", args=[item.id])
    return Page(desk.post(here, sent, follow=True, headers={"referer": f"http://testserver{here}"}))


def _interrupted(desk, item) -> Page:
    """The person fills in the task; by the time it is sent, the session is over."""
    sent = _filled_in(desk, item)
    del desk.cookies["sessionid"]
    return _send(desk, item, sent)


def _sign_in_again(desk, page: Page) -> Page:
    return page.press(desk, "Ingresar", {"Correo electrónico": EMAIL, "Contraseña": PASSWORD})


def _given_to_another(item) -> None:
    commands.release_item(
        commands.ReleaseItem(
            actor=cases.official(ROLE, email=EMAIL), item_id=item.id, submit_id=uuid4()
        )
    )
    cases.claim(cases.official(ROLE, email="otra@correo.test"), item)


def _chosen(page: Page) -> list[str]:
    return page.tree.xpath("//main//input[@checked]/@value")


def test_the_task_is_filled_in_again_without_the_pin_and_not_finished(desk, item) -> None:
    page = _sign_in_again(desk, _interrupted(desk, item))

    assert _chosen(page) == ["no", "jac", "llamada"]
    assert page.tree.xpath("string(//main//textarea)").strip() == REASON
    assert "Todavía no se ha enviado" in page.text
    assert TYPED["pin"] not in page.html
    item.refresh_from_db()
    assert item.status == "claimed"


def test_what_was_typed_is_shown_when_somebody_else_has_the_task_by_then(desk, item):
    page = _interrupted(desk, item)
    _given_to_another(item)
    page = _sign_in_again(desk, page)

    assert "La tiene" in page.text
    assert REASON in page.text


def test_a_task_that_another_took_meanwhile_is_not_finished_and_nothing_typed_is_lost(desk, item):
    sent = _filled_in(desk, item)
    _given_to_another(item)
    page = _send(desk, item, sent)

    assert page.response.status_code == 409
    page = visit(desk, page.tree.xpath("string(//a[contains(.,'Volver al formulario')]/@href)"))
    assert REASON in page.text
    item.refresh_from_db()
    assert item.status == "claimed"


def test_a_second_press_finishes_the_task_once(desk, case, item):
    sent = _filled_in(desk, item) | {"reason": REASON * 3}
    first, second = _send(desk, item, sent), _send(desk, item, sent)

    assert first.response.status_code == second.response.status_code == 200
    assert first.title == second.title
    assert case.events.filter(kind="item.completed").count() == 1


def test_the_back_button_to_a_finished_task_says_that_it_is_finished(desk, item):
    _send(desk, item, _filled_in(desk, item) | {"reason": REASON * 3})
    page = visit(desk, "officials:item", item.id)

    assert "Esta tarea ya la terminó" in page.text
