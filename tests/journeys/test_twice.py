"""The back button and a double click, at a citizen's form and an official's task: nothing is lost, nothing is twice."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.desks import Desks, scenario
from tests.journeys.steps import answer_step, walk
from tests.journeys.test_residence import DEMO_PASSWORD, field, sign_in

pytestmark = [pytest.mark.chromium, pytest.mark.xdist_group("chromium")]

# Nobody signs it: it goes out by one press. «Firmar y radicar» is pressed twice in the journeys that sign.
PROCEDURE, SCENARIO = "pqrsd", "s01-e1"
PLACE = "Frente al parque"
BOTH = pytest.mark.parametrize(
    ("size", "javascript"), [(PHONE, False), (DESK, True)], ids=["without JavaScript", "with it"]
)
HUGO, INES = "hugo@dos.demo.test", "ines@dos.demo.test"
# A procedure of one task, for a role that nobody else has in the journeys.
OFFICE = f"""
from django.contrib.auth.models import Group
from tests.engine import folders
from tests.engine.runtime.models import chain, end
from web.accounts.models import User
for email, name in (("{HUGO}", "Hugo"), ("{INES}", "Inés")):
    person, _ = User.objects.get_or_create(email=email, defaults={{"first_name": name}})
    person.set_password("{DEMO_PASSWORD}")
    person.save()
    person.groups.add(Group.objects.get_or_create(name="control-disciplinario")[0])
task = folders.task("revisar", groups="control-disciplinario")
folders.publish(task, end("fin"), chain(folders.LAST, "revisar", "fin"))
print(folders.file().items.get().id)
"""
HAPPENED = """
from engine.models import WorkItem
events = WorkItem.objects.get(pk="{item}").case.events
print(*events.filter(kind__startswith="item.").values_list("kind", flat=True))
"""


def requests_of(page: Page) -> int:
    """How many requests somebody has, by the page that lists them."""
    page.goto("/mis-tramites/")
    return page.locator("main .fila__titulo a").count()


@BOTH
def test_a_request_is_sent_once_and_keeps_what_was_answered(
    opened, installation, tmp_path, size, javascript
) -> None:
    desks = Desks(opened, installation, tmp_path, size)
    page = desks.citizen(javascript=javascript)
    answers = desks.answers(scenario(PROCEDURE, SCENARIO).answers, {})
    page.goto(f"/tramites/{PROCEDURE}/solicitud/")
    answer_step(page, answers)
    page.get_by_role("button", name="Continuar").dblclick()
    field(page, "place_geo").fill(PLACE)
    page.go_back()
    expect(field(page, "subject")).to_have_value(answers["subject"])
    page.get_by_role("button", name="Continuar").click()
    # Only a script can keep what was not sent.
    expect(field(page, "place_geo")).to_have_value(PLACE if javascript else "")

    walk(page, answers)
    page.get_by_role("button", name="Radicar").dblclick()
    radicado = page.locator(".radicado__numero").inner_text()
    page.go_back()
    expect(page.locator(".radicado__numero")).to_have_text(radicado)
    assert requests_of(page) == 1


@BOTH
def test_a_task_is_finished_once_and_says_so_to_who_comes_back_or_has_it_open(
    opened, installation, window, size, javascript
) -> None:
    item = installation.script(OFFICE)
    page, other = (at_task(opened(size, javascript=javascript), who, item) for who in (HUGO, INES))
    page.get_by_role("button", name="Tomar la tarea").dblclick()
    field(page, "amount").fill("120")
    other.get_by_role("button", name="Tomar la tarea").click()
    expect(other.get_by_role("heading", name="Otra persona tomó esta tarea")).to_be_visible()
    expect(other.get_by_text("en manos de Hugo")).to_be_visible()

    page.get_by_role("button", name="Terminar la tarea").dblclick()
    expect(page.get_by_text("Terminó la tarea")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert installation.script(HAPPENED.format(item=item)) == (
        "item.opened item.claimed item.completed"
    )
    page.go_back()
    expect(page.get_by_text("Esta tarea ya la terminó Hugo")).to_be_visible()
    expect(page.get_by_role("button", name="Terminar la tarea")).to_have_count(0)


def at_task(page: Page, email: str, item: str) -> Page:
    sign_in(page, email, DEMO_PASSWORD)
    page.goto(f"/oficina/tarea/{item}/")
    return page
