"""The entity's registries: rows of its files, and over them what procedures write, with their history."""

from datetime import date
from decimal import Decimal

import pytest

from bpmn.entity import RegistryUnknown, registry
from engine import commands
from engine.checking.checker import check
from engine.checking.finding import Options
from engine.commands.registry import folded
from engine.errors import CaseStuck
from engine.exchange import AnswerStatus
from engine.exchange.directory import services_of
from engine.exchange.registries import EntityRegistry
from engine.models import Event, RegistryEntry
from tests.engine import flows
from tests.engine.exchange.questions import question
from tests.engine.hours import hours
from tests.engine.runtime import models

__all__ = ["hours"]
ENTITY = "52001"


def writes(ident: str, key: str, entry: str = "", until: str = "", **headers: str) -> str:
    inputs = {"key": key} | ({"entry": entry} if entry else {})
    inputs |= {"validUntil": until} if until else {}
    lines = [models.zeebe("header", key=name, value=value) for name, value in headers.items()]
    return models.job(
        ident,
        models.zeebe("taskHeaders", *lines),
        models.mapping(inputs),
        kind="registry.put",
    )


def case_that(*tasks: str, slug: str = "escribe-registro"):
    names = [f"t{place}" for place in range(len(tasks))]
    flows.publish(
        slug,
        flows.start("inicio"),
        flows.number(),
        *(task.replace("TASK", name) for task, name in zip(tasks, names, strict=True)),
        flows.end("fin"),
        flows.path("inicio", "numera", *names, "fin"),
    )
    return flows.file(slug)


@pytest.mark.django_db
def test_a_row_of_the_file_counts_until_a_procedure_writes_one(hours) -> None:
    assert commands.registry_row(ENTITY, "rit", "RIT-000101")["status"] == "ACTIVO"

    case = case_that(
        writes(
            "TASK", '="rit-000101"', '={status: "CANCELADO", cancelled_on: today()}', registry="rit"
        )
    )

    row = commands.registry_row(ENTITY, "rit", "RIT-000101")
    assert (row["status"], row["cancelled_on"]) == ("CANCELADO", date(2026, 11, 20))
    assert (row["rit"], row["name"]) == ("RIT-000101", "Eventos del Sur SAS")
    assert RegistryEntry.objects.get().case == case
    assert "registry.written" in flows.kinds(case)


@pytest.mark.django_db
def test_what_was_before_is_kept(hours) -> None:
    case_that(
        writes(
            "TASK",
            '="CAN-9"',
            '={dog_name: "Sol", weight: 31.5}',
            '=date("2027-11-20")',
            registry="caninos",
        ),
        writes("TASK", '="CAN-9"', '={status: "VENCIDO"}', registry="caninos"),
    )

    first, second = RegistryEntry.objects.order_by("id")
    assert first.superseded_at is not None
    assert first.row == {
        "key": "CAN-9",
        "dog_name": "Sol",
        "weight": Decimal("31.5"),
        "valid_until": date(2027, 11, 20),
    }
    assert commands.registry_row(ENTITY, "caninos", "can-9") == {
        "key": "CAN-9",
        "dog_name": "Sol",
        "weight": Decimal("31.5"),
        "status": "VENCIDO",
        "valid_until": date(2027, 11, 20),
    }
    assert second.superseded_at is None


@pytest.mark.django_db
def test_a_row_that_is_taken_out_is_no_row_also_if_the_file_has_it(hours) -> None:
    case_that(writes("TASK", '="PEV-2026-0001"', registry="publicidad", remove="true"))

    assert commands.registry_row(ENTITY, "publicidad", "PEV-2026-0001") is None
    keys = [row["key"] for row in commands.registry_rows(ENTITY, "publicidad", {})]
    assert "PEV-2026-0001" not in keys
    assert keys


@pytest.mark.django_db
def test_rows_are_found_by_any_column_and_over_both_sources(hours) -> None:
    case_that(
        writes(
            "TASK",
            '="ICA-59887766-2026"',
            '={doc_number: "59887766", tax: "ica", balance: 5}',
            registry="cartera",
        )
    )

    owed = commands.registry_rows(ENTITY, "cartera", {"doc_number": "59887766"})
    assert [row["key"] for row in owed] == [
        "PRE-240100002-2024",
        "PRE-240100002-2025",
        "ICA-59887766-2026",
    ]
    few = commands.registry_rows(ENTITY, "cartera", {"doc_number": "59887766"}, limit=1)
    assert len(few) == 1
    assert (
        commands.registry_rows(ENTITY, "cartera", {"doc_number": "59887766", "tax": ["ica"]})
        == owed[2:]
    )
    assert commands.registry_rows(ENTITY, "cartera", {"no_such_column": "x"}) == []
    without_parcel = commands.registry_rows(ENTITY, "cartera", {"parcel": None, "doc_type": "CC"})
    assert [row["key"] for row in without_parcel] == ["ICA-98400200-2024"]


@pytest.mark.django_db
def test_a_nit_matches_with_and_without_its_check_digit() -> None:
    assert commands.registry_row(ENTITY, "rit", "900555777-0", "nit")["rit"] == "RIT-000101"
    assert commands.registry_row(ENTITY, "rit", "900555777", "nit")["rit"] == "RIT-000101"
    assert folded("240-100001") == "240-100001"
    assert folded(Decimal("2.0")) == folded(2) == "2"
    assert folded(True) == "TRUE"


@pytest.mark.django_db
def test_numbers_of_a_registry_have_no_gap(hours) -> None:
    task = models.job(
        "TASK",
        models.zeebe("taskHeaders", models.zeebe("header", key="prefix", value="RIT")),
        kind="registry.number",
    )
    first = case_that(task, task)
    second = flows.file("escribe-registro")

    given = [
        event.data
        for event in Event.objects.filter(kind="registry.numbered").order_by(
            "case__received_at", "case_id", "seq"
        )
    ]
    assert len(given) == 4
    assert {f"RIT-2026-{place:06d}" for place in range(1, 5)} == {
        text.split('"number":"')[1][:15] for text in given
    }
    assert {first.pk, second.pk} == set(
        Event.objects.filter(kind="registry.numbered").values_list("case_id", flat=True)
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("task", "reason"),
    [
        (writes("TASK", '="x"', "={a: 1}", registry="nadie"), "registry-unknown"),
        (writes("TASK", '=""', "={a: 1}", registry="rit"), "registry-key-missing"),
        (writes("TASK", '="x"', registry="rit"), "registry-entry-missing"),
        (
            writes(
                "TASK",
                '="x"',
                '={a: string join(for i in 1..7000 return "0123456789")}',
                registry="rit",
            ),
            "registry-entry-too-large",
        ),
    ],
    ids=["unknown", "no-key", "no-entry", "too-large"],
)
def test_what_cannot_be_written_is_not_written_and_says_why(hours, task, reason) -> None:
    with pytest.raises(CaseStuck) as stuck:
        case_that(task)

    assert stuck.value.data["reason"] == reason
    assert not RegistryEntry.objects.exists()


@pytest.mark.django_db
def test_what_the_entity_reported_counts_before_what_the_service_says(hours) -> None:
    bdme = services_of(ENTITY, None)["bdme"]
    asked = question("bdme", payload={"key": "59887766"})
    assert bdme.ask(asked).payload["reported"] is False

    case_that(
        writes(
            "TASK",
            '="59887766"',
            '={reported: true, reason: "INCUMPLIMIENTO_FACILIDAD"}',
            registry="bdme",
        )
    )

    said = bdme.ask(asked)
    assert said.payload["reported"] is True
    assert said.source == "bdme de la entidad 52001"
    assert bdme.ask(question("bdme", payload={"key": "98400200"})).source == "simulador de bdme"


@pytest.mark.django_db
def test_a_registry_answers_by_the_same_contract() -> None:
    parcels = EntityRegistry(ENTITY, "predios")

    said = parcels.ask(question("predios", payload={"key": "240-100001"}))
    assert (said.status, said.payload["estrato"], said.correlation_id) == (
        AnswerStatus.OK,
        "2",
        "c-1",
    )
    assert (
        parcels.ask(question("predios", payload={"key": "KR 27 10-20", "by": "address"})).payload[
            "folio"
        ]
        == "240-100002"
    )
    assert parcels.ask(question("predios", payload={})).status is AnswerStatus.NOT_FOUND
    with pytest.raises(RegistryUnknown):
        EntityRegistry(ENTITY, "nadie")


@pytest.mark.django_db
def test_every_file_is_a_service_and_its_keys_stay_apart_when_folded() -> None:
    for name in services_of(ENTITY, None):
        if commands.keeps_registry(ENTITY, name):
            keys = list(registry(ENTITY, name))
            assert len(set(map(folded, keys))) == len(keys), name


@pytest.mark.django_db
def test_the_checker_finds_every_number_again(hours) -> None:
    task = models.job(
        "TASK",
        models.zeebe("taskHeaders", models.zeebe("header", key="prefix", value="PEV")),
        kind="registry.number",
    )
    case_that(task)

    assert [
        finding for finding in check(Options(now=hours.now)) if "registry-PEV" in str(finding)
    ] == []
