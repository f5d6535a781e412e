"""An answer that comes by itself reaches the case that asked, once, whenever it comes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine import commands
from engine.exchange import Answer, AnswerRefused, AnswerStatus, ServiceUnavailable, rehearsal
from engine.exchange.directory import services_of
from engine.exchange.evidence import ask
from engine.exchange.late import QuestionUnknown, Taken, take_answer
from engine.exchange.simulators import ServiceDownSimulator, SlowServiceSimulator
from engine.jobs import workshop
from engine.jobs.execution import run_due
from engine.jobs.outbox import deliver_messages
from engine.models import ExchangeRequest, Message
from engine.rehearsal.stage import SealSimulator
from engine.timers.firing import fire_due
from tests.engine import flows
from tests.engine.cases import FRIDAY, official
from tests.engine.exchange.consultations import asks, open_question, said
from tests.engine.exchange.questions import question
from tests.engine.hours import hours
from tests.engine.runtime import models

__all__ = ["hours"]


@pytest.fixture
def outside(db, hours, store):
    """Services of others, as the test puts them."""
    services = dict(services_of("52001", None))
    lent = replace(workshop.current(), store=store, seal=SealSimulator(), exchange=services)
    with workshop.lend(lent):
        yield services


def answer_to(case, **more) -> Answer:
    told = {
        "status": AnswerStatus.OK,
        "payload": {"result": "FAVORABLE"},
        "source": "corporación",
        "obtained_at": FRIDAY,
        "correlation_id": open_question(case).correlation_id,
    }
    return Answer(**(told | more))


PARCEL = '={parcel: "240-100005"}'


def test_a_service_that_answers_at_once_is_waited_for_by_nobody(outside) -> None:
    case = asks("corporacion", '={parcel: "240-100003"}')

    assert said(case)["status"] == "OK"
    assert said(case)["manual"] is False
    kept = open_question(case)
    assert (kept.status, kept.answer["payload"]["result"]) == ("answered", "FAVORABLE")
    assert kept.asked["purpose"]
    assert "exchange.asked" in flows.kinds(case)


def test_the_case_waits_until_the_answer_comes(outside, hours) -> None:
    case = asks("corporacion", PARCEL)
    assert flows.places(case) == []
    assert open_question(case).status == "pending"
    hours.move(days=3)

    assert take_answer(answer_to(case)) is Taken.DELIVERED

    assert said(case)["payload"] == {"result": "FAVORABLE"}
    kept = open_question(case)
    assert (kept.status, kept.delivered_at) == ("answered", hours.now)


def test_a_second_answer_changes_nothing(outside) -> None:
    case = asks("corporacion", PARCEL)
    take_answer(answer_to(case))

    again = take_answer(answer_to(case, payload={"result": "DESFAVORABLE"}))

    assert again is Taken.DUPLICATE
    assert said(case)["payload"] == {"result": "FAVORABLE"}
    assert open_question(case).answer["payload"] == {"result": "FAVORABLE"}
    assert Message.objects.filter(name="msg.externo.respuesta").count() == 1


def test_an_answer_to_what_was_answered_at_once_changes_nothing(outside) -> None:
    case = asks("corporacion", '={parcel: "240-100003"}')

    assert take_answer(answer_to(case)) is Taken.DUPLICATE
    assert not Message.objects.exists()


def test_an_answer_that_is_quicker_than_the_case_waits_for_it(outside, hours) -> None:
    """It comes while the question is still being asked."""

    class Quick:
        def ask(self, question):
            pending = SlowServiceSimulator().ask(question)
            take_answer(
                Answer(
                    status=AnswerStatus.OK,
                    payload={"quick": True},
                    source="corporación",
                    obtained_at=hours.now,
                    correlation_id=question.correlation_id,
                )
            )
            return pending

    outside["corporacion"] = Quick()
    case = asks("corporacion", PARCEL)

    deliver_messages()
    assert said(case)["payload"] == {"quick": True}
    assert open_question(case).status == "answered"


def test_silence_ends_on_the_last_day_of_the_term(outside, hours) -> None:
    case = asks("corporacion", PARCEL)
    # 10 DH from 20 November 2026: 4 December (inventory B.4).
    hours.now = FRIDAY.replace(month=12, day=4, hour=23)
    fire_due()
    assert flows.places(case) == []

    hours.move(hours=2)
    fire_due()

    assert said(case)["status"] == "SILENCIO"
    assert said(case)["payload"] is None


def test_an_answer_after_the_silence_is_kept_as_evidence_only(outside, hours) -> None:
    case = asks("corporacion", PARCEL)
    hours.now = FRIDAY + timedelta(days=16)
    fire_due()

    take_answer(answer_to(case))

    assert said(case)["status"] == "SILENCIO"
    assert open_question(case).answer["payload"] == {"result": "FAVORABLE"}


def test_two_questions_of_one_case_do_not_mix_their_answers(outside) -> None:
    loop = models.many(
        '=["telecom", "TELECOM"]',
        inputElement="utility",
        outputCollection="all",
        outputElement="=said.payload.n",
    )
    case = asks("esp", "={utility: utility}", loop=loop)
    first, second = ExchangeRequest.objects.filter(case=case)

    for place, asked in ((2, second), (1, first)):
        take_answer(answer_to_id(asked.correlation_id, {"n": place}))

    item = flows.refreshed(case).items.get(element_id="despues", status="ready")
    assert sorted(map(int, commands.item_variables(item)["all"])) == [1, 2]


def answer_to_id(correlation_id: str, payload) -> Answer:
    return Answer(
        status=AnswerStatus.OK,
        payload=payload,
        source="prueba",
        obtained_at=FRIDAY,
        correlation_id=correlation_id,
    )


def test_nobody_answers_what_nobody_asked(db) -> None:
    with pytest.raises(QuestionUnknown):
        take_answer(answer_to_id("nada", None))


def test_still_pending_is_no_answer(outside) -> None:
    case = asks("corporacion", PARCEL)

    with pytest.raises(AnswerRefused):
        take_answer(answer_to(case, status=AnswerStatus.PENDING))


@pytest.mark.parametrize("mode", ["sincrona", "oficio"])
def test_after_four_tries_a_person_asks_by_hand(outside, hours, mode) -> None:
    outside["rues"] = ServiceDownSimulator()
    case = asks("rues", '={key: "900123456-8"}', mode)
    pauses = []
    while not flows.places(case):
        job = case.jobs.get(status="retrying")
        pauses.append(job.run_after - hours.now)
        hours.now = job.run_after
        run_due()

    assert pauses == [timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1)]
    assert flows.places(case) == ["sp-consulta-externa.11"]
    assert flows.refreshed(case).state == "EN_CONTINGENCIA"
    kept = open_question(case)
    assert (kept.status, kept.trouble, kept.tries) == ("failed", "service-unavailable", 4)

    _by_hand(case)

    assert said(case)["status"] == "OK"
    assert said(case)["manual"] is True
    assert said(case)["payload"] == {"status": "ACTIVA", "result": "ACTIVA", "ciiu_main": "4711"}
    assert flows.refreshed(case).state == "EN_ESTUDIO"


def _by_hand(case) -> None:
    item = case.items.get(element_id="sp-consulta-externa.11", status="ready")
    who = official(flows.OFFICE)
    commands.claim_item(commands.ClaimItem(actor=who, item_id=item.id, submit_id=flows.uuid4()))
    commands.complete_item(
        commands.CompleteItem(
            actor=who,
            item_id=item.id,
            answers={
                "manual_status": "OK",
                "manual_result": "ACTIVA",
                "manual_rows": [{"datum": "ciiu_main", "content": "4711"}],
                "manual_source": "Página del RUES",
            },
            submit_id=flows.uuid4(),
        )
    )


def test_a_service_asked_at_once_that_answers_later_has_not_answered(outside, hours) -> None:
    case = asks("corporacion", PARCEL, "sincrona")

    assert case.jobs.get(type="registry.query").status == "retrying"
    assert open_question(case).status == "pending"

    # It comes meanwhile: the next try has it.
    take_answer(answer_to(case))
    hours.move(minutes=1)
    run_due()
    assert said(case)["payload"] == {"result": "FAVORABLE"}


def test_a_rehearsal_answers_the_open_question(outside, hours) -> None:
    case = asks("corporacion", PARCEL)

    rehearsal.answer(case, service="corporacion", payload={"result": "CONDICIONADO"}, now=hours.now)

    assert said(case)["payload"] == {"result": "CONDICIONADO"}
    with pytest.raises(rehearsal.NothingAsked):
        rehearsal.answer(case, service="corporacion", payload={}, now=hours.now)


def test_a_rehearsal_lets_the_simulator_find_its_words(outside, hours) -> None:
    case = asks("corporacion", PARCEL)

    rehearsal.answer(case, service="corporacion", payload=None, now=hours.now)

    assert said(case)["payload"]["result"] == "FAVORABLE"


def test_what_was_answered_is_not_asked_again_by_another_try(outside, hours) -> None:
    """The worker dies after the answer is kept and before the case has it."""
    case = asks("corporacion", '={parcel: "240-100003"}')
    kept = open_question(case)

    again = question("corporacion", correlation_id=kept.correlation_id)
    assert ask(ServiceDownSimulator(), again, case, "x").payload == kept.answer["payload"]
    with pytest.raises(ServiceUnavailable):
        ask(ServiceDownSimulator(), question("corporacion"), case, "x")
