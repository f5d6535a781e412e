"""Many items at once: an outcome for each, and what one refuses stops no other."""

import pytest

from tests.engine import cases, folders
from tests.engine.runtime.models import chain, end
from tests.web.pages import Page, visit


@pytest.fixture
def items(office):
    folders.publish(folders.task("uno"), end("fin"), chain(folders.LAST, "uno", "fin"))
    return [
        cases.waiting_item(folders.file(cases.citizen(f"vecina{number}@correo.test")))
        for number in range(3)
    ]


@pytest.fixture
def carmen(db):
    return folders.person("carmen@correo.test", folders.OFFICE, name="Carmen")


@pytest.fixture
def lucia(db):
    return folders.person("lucia@correo.test", folders.OFFICE, name="Lucía")


@pytest.fixture
def desk(sign_in, carmen, items):
    return sign_in(folders.OFFICE)


def do(desk, items, submit_id="", **given) -> str:
    chosen = [str(item.id) for item in items]
    answer = desk.post("/oficina/varias/", {"tarea": chosen, "submit_id": submit_id, **given})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode()


def holders(items) -> list[str]:
    for item in items:
        item.refresh_from_db()
    return [str(item.assignee or "") for item in items]


def test_all_that_are_marked_are_taken(desk, items) -> None:
    page = do(desk, items, accion="tomar")

    assert "3 tareas hechas." in page
    assert "3 de 3" in page
    assert holders(items) == ["Carmen"] * 3


def test_one_that_somebody_holds_fails_alone_and_says_why(desk, items, lucia) -> None:
    cases.claim(lucia, items[1])

    page = do(desk, items, accion="tomar")

    assert "2 tareas hechas. 1 no se pudo" in page
    assert "La tarea está en manos de Lucía" in page
    assert holders(items) == ["Carmen", "Lucía", "Carmen"]


def test_many_are_reassigned_with_one_reason(desk, items, carmen, lucia) -> None:
    for item in items[:2]:
        cases.claim(carmen, item)

    page = do(desk, items, accion="reasignar", persona=str(lucia.user_id), motivo="Es de su zona")

    assert "2 tareas hechas. 1 no se pudo" in page
    assert holders(items) == ["Lucía", "Lucía", ""]


def test_the_same_page_sent_again_does_nothing_twice(desk, items) -> None:
    same = "6f2b6c3e-5a1d-4a50-9d1c-0f6f3f1f7a10"
    do(desk, items, same, accion="tomar")

    page = do(desk, items, same, accion="tomar")

    assert "3 tareas hechas." in page
    assert folders.kinds(items[0].case).count("item.claimed") == 1


def test_another_office_s_item_is_not_named(sign_in, items) -> None:
    page = do(sign_in("tesorero", email="otra@correo.test"), items[:1], accion="tomar")

    assert "1 no se pudo" in page
    assert items[0].case.radicado not in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"accion": "reasignar", "motivo": "Urge"}, "Elija a una persona."),
        ({"accion": "devolver"}, "Escriba el motivo."),
        ({}, "Elija qué hacer."),
    ],
    ids=["nobody", "no reason", "no verb"],
)
def test_what_is_missing_is_told_and_the_marks_stay(desk, items, given, told) -> None:
    answer = desk.post("/oficina/varias/", {"tarea": [str(items[0].id)], **given})
    page = Page(answer)

    assert answer.status_code == 422
    assert told in page.text
    marked = page.tree.xpath("//input[@name='tarea'][@checked]/@value")
    assert marked == [str(items[0].id)]


def test_nothing_marked_is_told(desk, items) -> None:
    assert "No marcó ninguna tarea" in do(desk, [], accion="tomar")


def test_the_list_can_be_of_one_task(desk, items) -> None:
    assert "vecina" not in visit(desk, "/oficina/varias/?nombre=otra").text


def test_equal_tasks_are_finished_with_the_same_answers(desk, items, lucia) -> None:
    cases.claim(lucia, items[1])
    chosen = [str(item.id) for item in items]
    page = Page(desk.post("/oficina/varias/", {"tarea": chosen, "accion": "terminar"}))
    form = page.form_with("Terminar 3 tareas")
    sent = page.values(form) | {"tarea": chosen, page.control("Monto").get("name"): "4"}

    answer = desk.post(form.get("action"), sent)
    told = b"".join(answer.streaming_content).decode()

    assert "2 tareas hechas. 1 no se pudo" in told
    again = b"".join(desk.post(form.get("action"), sent).streaming_content).decode()
    assert "2 tareas hechas. 1 no se pudo" in again
    for item in items:
        item.refresh_from_db()
    assert [item.status for item in items] == ["completed", "claimed", "completed"]


def test_answers_that_break_a_rule_are_told_and_finish_nothing(desk, items) -> None:
    chosen = [str(item.id) for item in items]
    answer = desk.post("/oficina/varias/terminar/", {"tarea": chosen})

    assert answer.status_code == 422
    assert holders(items) == ["", "", ""]


def test_different_tasks_are_not_finished_together(desk, items, carmen) -> None:
    folders.publish(folders.task("otra"), end("fin"), chain(folders.LAST, "otra", "fin"))
    other = cases.waiting_item(folders.file(cases.citizen("z@correo.test")))

    page = do(desk, [items[0], other], accion="terminar")

    assert "no se pueden terminar juntas" in page


def test_the_page_grows_line_by_line_also_for_browsers_that_take_it_packed(desk, items) -> None:
    answer = desk.post(
        "/oficina/varias/",
        {"tarea": [str(item.id) for item in items], "accion": "tomar"},
        headers={"Accept-Encoding": "gzip"},
    )
    parts = iter(answer.streaming_content)

    assert "Content-Encoding" not in answer
    assert answer["X-Accel-Buffering"] == "no"
    assert "<ol" in next(parts).decode()
    assert "1 de 3" in next(parts).decode()
    assert holders(items) == ["Carmen", "", ""]
    answer.close()
