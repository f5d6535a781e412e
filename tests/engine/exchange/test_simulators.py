"""Each simulated service answers as inventory Part M says, and always the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn.entity import registry
from engine.exchange import AnswerStatus, ServiceUnavailable
from engine.exchange.simulators import (
    SERVICES,
    NoAnswer,
    Refusal,
    RegistrySimulator,
    SlowServiceSimulator,
    answer,
)
from tests.engine.exchange.questions import FIXTURES, payload, question, reply

NOT_FOUND = AnswerStatus.NOT_FOUND
DOC = st.from_regex(r"[1-9]\d{6,8}", fullmatch=True)


def test_a_fixture_person_has_its_own_names() -> None:
    said = payload("registraduria", key="1085123456")

    assert (said["first_names"], said["status"]) == ("Ana Lucía", "VIGENTE")


@given(DOC)
def test_the_end_of_a_document_number_says_what_the_registraduria_answers(start) -> None:
    assert reply("registraduria", doc_number=start + "99").now.status is NOT_FOUND
    assert payload("registraduria", doc_number=start + "98")["alive"] is False
    assert payload("registraduria", doc_number=start + "21")["alive"] is True
    with pytest.raises(NoAnswer) as silence:
        reply("registraduria", doc_number=start + "97")
    assert silence.value.seconds == 30


@pytest.mark.parametrize(
    "nit", ["900123456-8", "900123456", "900555777-0", "901000111", "900000001-2"]
)
def test_the_companies_of_part_k_are_active_whatever_their_last_digit(nit) -> None:
    assert payload("rues", key=nit)["status"] == "ACTIVA"


@given(st.from_regex(r"8[0-9]{7}", fullmatch=True))
def test_the_last_of_the_nine_digits_says_what_the_rues_answers(start) -> None:
    assert payload("rues", nit=start + "7")["status"] == "CANCELADA"
    assert payload("rues", nit=f"{start}1-7")["status"] == "ACTIVA"
    with pytest.raises(Refusal) as refused:
        reply("rues", nit=start + "6-1")
    assert refused.value.status == 503


def test_what_is_no_nit_is_not_in_the_rues() -> None:
    assert reply("rues", nit="12345").now.status is NOT_FOUND


def test_one_folio_does_not_exist() -> None:
    assert reply("orip", key="240-999999").now.status is NOT_FOUND
    assert payload("orip", key="240-100002")["owners"] == "Marta Insuasty"
    assert payload("orip", folio="240-555555")["exists"] is True
    assert reply("orip", folio="sin folio").now.status is NOT_FOUND


def test_the_cadastre_knows_a_parcel_by_both_its_numbers_and_acknowledges_changes() -> None:
    by_npn = payload("catastro", npn="520010101000000040004000000000")

    assert by_npn == payload("catastro", folio="240-100004")
    assert payload("catastro", folio="240-100004", change={"address": "KR 30 15-61"})[
        "acknowledged"
    ]
    assert reply("catastro", folio="240-1").now.status is NOT_FOUND


def test_a_document_twice_in_a_batch_is_inconsistent() -> None:
    twice = [{"doc_number": "1", "income": 0}, {"docid": "1", "income": 0}]

    said = payload("dnp", lote="L1", members=twice, smlmv=1750905)

    assert (said["result"], said["duplicates"]) == ("INCONSISTENTE", ["1"])


@pytest.mark.parametrize(
    ("income", "group"), [(0, "A3"), (500_000, "B3"), (1_400_000, "C5"), (5_000_000, "D2")]
)
def test_the_income_of_each_says_the_group(income, group) -> None:
    members = [{"doc_number": str(number), "income": income} for number in range(3)]

    assert payload("dnp", members=members, smlmv=1750905)["group"] == group


def test_the_group_needs_the_wage_it_is_measured_by() -> None:
    assert reply("dnp", members=[]).now.status is AnswerStatus.ERROR


def test_a_slow_batch_never_gets_an_answer() -> None:
    given = reply("dnp", lote="lote-lento", members=[], smlmv=1)

    assert given.now.status is AnswerStatus.PENDING
    assert given.late is not None
    assert given.late.business_days is None


@given(st.from_regex(r"[1-8]\d{5,19}", fullmatch=True))
def test_an_account_is_its_applicants_but_for_the_first_digits(account) -> None:
    mine = {"doc_number": "1085123456", "bank": "Banco"}

    assert payload("banco", account=account, **mine)["is_holder"] is True
    assert payload("banco", account="9" + account[:18], **mine)["is_holder"] is False
    assert payload("banco", account=account, operation="giro")["accepted"] is True


def test_the_money_for_an_account_of_zeros_comes_back() -> None:
    assert payload("banco", acct_number="000123456", doc_number="1")["is_holder"] is True
    assert payload("banco", acct_number="000123456", operation="giro")["accepted"] is False
    assert reply("banco", account="12").now.status is NOT_FOUND


def test_p6_is_reported_and_others_are_not() -> None:
    assert payload("bdme", key="98400200")["reason"] == "INCUMPLIMIENTO_FACILIDAD"
    assert payload("bdme", key="1085123456")["reported"] is False


def test_the_corporation_keeps_silent_about_one_parcel() -> None:
    silent = reply("corporacion", parcel="240-100005")

    assert silent.now.status is AnswerStatus.PENDING
    assert silent.late is not None
    assert silent.late.business_days is None
    assert payload("corporacion", parcel="240-100003")["result"] == "FAVORABLE"


def test_telecommunications_take_five_days() -> None:
    slow = reply("esp", utility="telecom")

    assert slow.late is not None
    assert slow.late.business_days == 5
    assert slow.then is not None
    assert (slow.then.payload or {})["authorized"] is True
    assert payload("esp", utility="gas")["authorized"] is True


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 6))
def test_a_day_has_one_winning_number(day, digits) -> None:
    said = payload("loteria", date=day.isoformat(), digits=digits)

    assert said == payload("loteria", date=day.isoformat(), digits=digits)
    assert len(said["winning_number"]) == digits


@given(
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    st.sampled_from(sorted(registry("52001", "loterias"))),
)
def test_a_lottery_plays_on_its_weekday_only(day, lottery) -> None:
    plays = registry("52001", "loterias")[lottery]["weekday_number"] == str(day.isoweekday())

    status = reply("loteria", date=day.isoformat(), lottery=lottery).now.status

    assert status is (AnswerStatus.OK if plays else NOT_FOUND)


@given(DOC)
def test_a_document_that_ends_in_55_is_disqualified(start) -> None:
    assert payload("antecedentes", key=start + "55")["disqualified"] is True
    assert payload("antecedentes", key=start + "54")["disqualified"] is False


def test_hazards_stand_in_the_map() -> None:
    assert payload("sig", parcel="240-100005")["risk"] == "ALTO NO MITIGABLE"
    assert reply("sig", parcel="240-999999").now.status is NOT_FOUND


def test_registers_of_people_answer_by_document() -> None:
    assert payload("sisben", key="1085123456")["group"] == "C3"
    assert payload("censo", key="12990011")["full_name"] == "Jorge Burbano"
    assert reply("censo", key="5566778").now.status is NOT_FOUND


@given(st.sampled_from(sorted(SERVICES)), st.text(max_size=30))
def test_nobody_is_startled_by_any_question_and_all_say_that_they_simulate(name, key) -> None:
    asked = question(name, payload={"key": key, "members": key, "date": None, "digits": key})
    try:
        one = answer(asked, FIXTURES, asked.asked_at)
        other = answer(asked, FIXTURES, asked.asked_at)
    except (NoAnswer, Refusal):
        return
    assert one == other
    assert one.now.source == f"simulador de {name}"


def test_in_this_process_silence_and_refusal_are_no_answer() -> None:
    for service, key in (("registraduria", "1000097"), ("rues", "800000006")):
        with pytest.raises(ServiceUnavailable):
            RegistrySimulator("52001", service).ask(question(service, payload={"key": key}))


def test_a_slow_service_answers_only_who_can_wait() -> None:
    assert SlowServiceSimulator().ask(question(may_be_late=True)).status is AnswerStatus.PENDING
    with pytest.raises(ServiceUnavailable):
        SlowServiceSimulator().ask(question())
