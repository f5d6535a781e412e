"""What the addresses of the desks ask for: items in somebody's hands, questions, absences, searches, previews."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from engine import commands
from engine.commands import clock
from engine.jobs.batch_signing import MakeBatch, make_batch
from engine.jobs.execution import run_due
from engine.models import Absence, Case, Consultation, NoticeKind, SavedFilter, WorkItem
from engine.models.actor import Actor
from engine.rehearsal.samples import scenario_answers
from forms import uploads
from tests.engine import cases
from tests.engine.cases import FRIDAY
from tests.forms.test_forms import pdf
from tests.web.pages import visit

SCENARIO = "T02-E2"


def desk(item: WorkItem, official: Actor, colleague: Actor, counter: Case) -> dict[str, Any]:
    """Everything of an official who holds an item and is going away next month."""
    asked = cases.waiting_item(counter)
    cases.claim(official, asked)
    commands.ask_colleague(
        commands.AskColleague(
            actor=official,
            item_id=asked.id,
            to_user_id=colleague.user_id or 0,
            question="¿Está bien?",
            submit_id=uuid4(),
        )
    )
    away = commands.EnterAbsence(
        actor=official,
        absence_id=uuid4(),
        person_id=official.user_id or 0,
        substitute_id=colleague.user_id or 0,
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 4),
        act="Decreto 012",
        act_date=FRIDAY.date(),
    )
    commands.enter_absence(away)
    commands.save_filter(commands.SaveFilter(actor=official, name="Mías", asked={"vista": "mias"}))
    batch = make_batch(MakeBatch(actor=official, item_ids=[item.id], batch_id=uuid4()))
    return {
        "consultation_id": Consultation.objects.get().id,
        "absence_id": Absence.objects.get().id,
        "filter_id": SavedFilter.objects.get().pk,
        "batch_id": batch.id,
    }


def previewed(browser: Client, item: WorkItem) -> dict[str, Any]:
    """A document that a decision would make, as who decides looks at it."""
    page = visit(browser, "officials:item", item.id)
    form = page.form_with("Terminar la tarea")
    given = {**page.values(form), "decision": "procede"}
    answer = browser.post(f"/oficina/tarea/{item.id}/previa/", given)
    return {
        "item_id": item.id,
        "preview_id": answer.context["preview_id"],
        "number": 1,
    }


def at_the_counter(clerk: Actor) -> Case:
    """A case that a clerk filed for somebody who has no account."""
    slug, plan = cases.scenario(SCENARIO)
    answers = scenario_answers(slug, plan, clerk.user_id, FRIDAY)
    filed = commands.file_case(
        commands.FileCase(
            actor=clerk, slug=slug, answers=answers, submit_id=uuid4(), is_assisted=True
        )
    )
    run_due()
    return Case.objects.get(pk=filed.case_id)


def sent(citizen: Actor) -> dict[str, Any]:
    """A file that the citizen attached, and the link in a notice to them."""
    file = SimpleUploadedFile("recibo.pdf", pdf(), "application/pdf")
    who = commands.person(citizen.user_id or 0)
    return {
        "upload_id": uploads.accept(file, citizen.user_id, clock.now()).pk,
        "link": commands.stop_link(who, NoticeKind.NEWS),
    }
