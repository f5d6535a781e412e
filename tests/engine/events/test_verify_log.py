"""Whoever has the database's password changes the past by hand; `verify_log` names each place."""

import json
from dataclasses import replace
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from archive.stores import open_store
from engine import commands
from engine.commands import clock
from engine.events import log, merkle, tree
from engine.events.sequence import content
from engine.jobs import log_sealing, workshop
from engine.jobs.execution import run_due
from engine.models import Case, Event, LogHead, LogLeaf, LogTile, Reading
from engine.rehearsal.stage import SealSimulator
from signatures import timestamps
from tests.engine import cases
from tests.engine.cases import FRIDAY
from tests.signatures.devpki_fixture import dev_pki

__all__ = ["dev_pki"]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sealed(django_db_setup, django_db_blocker, dev_pki, tmp_path_factory):
    """Two cases, a reading, and a stamped head, made once; nothing of it is ever committed."""
    root = tmp_path_factory.mktemp("log")
    own = {
        "ARCHIVE_URL": f"file://{root / 'archive'}",
        "PKI_DIR": dev_pki.directory,
        "PKI_URL": dev_pki.base_url,
        "TSA_URL": "",
        "TSA_FILE": "",
        "TRUST_ROOTS": "",
        "LOG_WITNESS_DIR": root / "witness",
    }
    with django_db_blocker.unblock(), override_settings(**own), transaction.atomic():
        timestamps.forget()
        with clock.lend(lambda: FRIDAY):
            cases.publish_certificates(FRIDAY)
            store = open_store(f"file://{root / 'archive'}")
            lent = replace(workshop.current(), store=store, seal=SealSimulator())
            with workshop.lend(lent):
                yield _sealed(), root / "witness"
        transaction.set_rollback(True)


def _sealed() -> Case:
    case = cases.file("T01-E1")
    run_due()
    cases.file("T01-E1")
    case.refresh_from_db()
    reader = cases.official("supervisor")
    commands.read_case(commands.ReadCase(actor=reader, part="case", radicado=case.radicado))
    log_sealing.seal_log()
    return case


@pytest.fixture
def case(sealed):
    """The first case; what a test does to the tables is undone after it."""
    with transaction.atomic():
        yield sealed[0]
        transaction.set_rollback(True)


@pytest.fixture
def witness_file(sealed):
    (file,) = sealed[1].glob("*/*.jsonl")
    before = file.read_bytes()
    file.chmod(0o600)
    yield file
    file.write_bytes(before)
    for other in set(sealed[1].glob("*/*.jsonl")) - {file}:
        other.unlink()


def sql(statement: str, *values: object) -> None:
    """As somebody at the database's own prompt: nothing of ours is asked."""
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("@", "ventanilla_engine_"), values)


def found(capsys) -> list[tuple[str, str]]:
    """Codes and places, as the command prints them for programs."""
    capsys.readouterr()
    try:
        call_command("verify_log", "--json")
        code = 0
    except SystemExit as ended:
        code = ended.code
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert code == int(bool(faults))
    return [(one["code"], one["place"]) for one in faults]


def by_witness(capsys) -> list[tuple[str, str]]:
    return [one for one in found(capsys) if one[0].startswith(("event-", "reading-", "head-r"))]


def case_key(case: Case) -> str:
    return case.pk.hex if connection.vendor == "sqlite" else str(case.pk)


def recomputed(case: Case) -> None:
    """A patient attacker: the chain, the case's row, the leaves and the tree all fit each other again."""
    previous, count = log.GENESIS, 0
    for event in Event.objects.filter(case=case).order_by("seq"):
        count += 1
        sql("UPDATE @event SET seq = %s WHERE id = %s", count, event.pk)
        event.seq, event.previous_hash = count, previous
        previous = log.digest(event)
        sql(
            "UPDATE @event SET previous_hash = %s, hash = %s WHERE id = %s",
            *(event.previous_hash, previous, event.pk),
        )
    sql(
        "UPDATE @case SET event_count = %s, event_head = %s WHERE id = %s",
        *(count, previous, case_key(case)),
    )
    rebuilt_tree()


def rebuilt_tree() -> None:
    rows = list(LogLeaf.objects.select_related("event", "reading").order_by("index"))
    kept = [leaf for leaf in rows if leaf.event or leaf.reading]
    sql("DELETE FROM @logleaf")
    sql("DELETE FROM @logtile")
    for index, leaf in enumerate(kept):
        leaf.index = index
    LogLeaf.objects.bulk_create(kept)
    tree.extend(0, [merkle.leaf_hash(content(leaf)) for leaf in kept])


def test_an_untouched_log_agrees(case, capsys) -> None:
    assert found(capsys) == []


def test_new_events_behind_the_witness_are_no_fault(case, capsys) -> None:
    cases.file("T01-E1")
    run_due()

    assert found(capsys) == []


def test_a_changed_event_is_named(case, capsys) -> None:
    sql("UPDATE @event SET data = %s WHERE case_id = %s AND seq = 3", '{"x":1}', case_key(case))

    faults = found(capsys)

    assert ("event-changed", f"{case.radicado}/3") in faults
    assert ("chain-altered", f"{case.radicado}/3") in faults
    assert {place for code, place in faults if code.startswith("event-")} == {f"{case.radicado}/3"}


def test_an_event_that_was_removed_in_the_middle_is_named(case, capsys) -> None:
    sql("DELETE FROM @event WHERE case_id = %s AND seq = 4", case_key(case))

    faults = found(capsys)

    assert ("event-removed", f"{case.radicado}/4") in faults
    assert ("chain-missing", f"{case.radicado}/4") in faults


def test_an_end_that_was_cut_off_is_named(case, capsys) -> None:
    last = case.event_count
    sql("DELETE FROM @event WHERE case_id = %s AND seq >= %s", case_key(case), last - 1)

    faults = found(capsys)

    assert ("chain-truncated", f"{case.radicado}/{last - 2}") in faults
    assert ("event-removed", f"{case.radicado}/{last - 1}") in faults
    assert ("event-removed", f"{case.radicado}/{last}") in faults


def test_two_events_that_changed_places_are_named(case, capsys) -> None:
    for was, now in ((3, 9003), (5, 3), (9003, 5)):
        sql(
            "UPDATE @event SET seq = %s WHERE case_id = %s AND seq = %s",
            *(now, case_key(case), was),
        )

    faults = found(capsys)

    touched = {place for code, place in faults if code.startswith("event-")}
    assert touched == {f"{case.radicado}/3", f"{case.radicado}/5"}
    assert any(code == "event-moved" for code, _ in faults)
    assert any(code == "chain-reordered" for code, _ in faults)


def test_a_chain_and_a_tree_made_anew_do_not_hide_a_changed_event(case, capsys) -> None:
    sql(
        "UPDATE @event SET actor_name = 'Otra persona' WHERE case_id = %s AND seq = 2",
        case_key(case),
    )
    recomputed(case)

    faults = found(capsys)

    assert [one for one in faults if one[0].startswith("chain")] == []
    assert ("event-changed", f"{case.radicado}/2") in faults
    assert ("head-altered", str(LogHead.objects.get().tree_size)) in faults
    assert {place for code, place in faults if code.startswith("event-")} == {f"{case.radicado}/2"}


def test_a_chain_and_a_tree_made_anew_do_not_hide_a_removed_event(case, capsys) -> None:
    sql("DELETE FROM @event WHERE case_id = %s AND seq = 4", case_key(case))
    recomputed(case)

    assert by_witness(capsys) == [("event-removed", f"{case.radicado}/4")]


def test_a_whole_case_that_is_gone_is_named(case, capsys) -> None:
    sql("DELETE FROM @event WHERE case_id = %s", case_key(case))
    sql("DELETE FROM @case WHERE id = %s", case_key(case))
    rebuilt_tree()

    faults = by_witness(capsys)

    assert [place for code, place in faults if code == "event-removed"] == [
        f"{case.pk}/{seq}" for seq in range(1, case.event_count + 1)
    ]


def test_heads_that_were_removed_and_stamped_anew_are_found(case, witness_file, capsys) -> None:
    sql("UPDATE @event SET kind = 'x' WHERE case_id = %s AND seq = 2", case_key(case))
    recomputed(case)
    size = LogHead.objects.get().tree_size
    sql("DELETE FROM @loghead")
    log_sealing.seal_log()

    faults = found(capsys)

    assert ("head-changed", str(size)) in faults
    assert ("event-changed", f"{case.radicado}/2") in faults


def test_a_head_that_is_gone_is_named(case, capsys) -> None:
    size = LogHead.objects.get().tree_size
    sql("DELETE FROM @loghead")

    assert ("head-removed", str(size)) in found(capsys)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM @reading", "reading-removed"),
        ("UPDATE @reading SET actor_name = 'Otra'", "reading-changed"),
    ],
    ids=["removed", "changed"],
)
def test_a_reading_that_was_touched_is_named(case, capsys, statement, code) -> None:
    reading = Reading.objects.get()

    sql(statement)

    assert (code, str(reading.pk)) in found(capsys)


def test_a_removed_reading_shows_although_the_tree_is_made_anew(case, capsys) -> None:
    reading = Reading.objects.get()
    sql("DELETE FROM @reading")
    rebuilt_tree()

    assert by_witness(capsys) == [("reading-removed", str(reading.pk))]


def test_without_a_witness_the_stamped_head_tells_which_cases(case, tmp_path) -> None:
    sql("UPDATE @event SET kind = 'x' WHERE case_id = %s AND seq = 2", case_key(case))
    recomputed(case)

    (fault,) = log_sealing.verify_log([tmp_path / "none"])

    assert fault.code == "head-altered"
    assert case.radicado in fault.detail


def test_a_witness_that_was_touched_does_not_fit_its_timestamp(case, witness_file, capsys) -> None:
    lines = witness_file.read_text().splitlines()
    row = json.loads(lines[2])
    row[4] = "0" * 64
    witness_file.write_text("\n".join([lines[0], lines[1], json.dumps(row), *lines[3:]]))

    assert ("witness-altered", witness_file.name) in found(capsys)


def test_a_witness_keeps_no_personal_data(case, witness_file) -> None:
    text = witness_file.read_text()

    assert Event.objects.filter(case=case).exclude(actor_name="").first().actor_name not in text
    assert case.radicado not in text
    assert UUID(json.loads(text.splitlines()[1])[1])


def test_people_read_what_happened_and_where(case, capsys) -> None:
    sql("DELETE FROM @event WHERE case_id = %s AND seq = 4", case_key(case))

    with pytest.raises(SystemExit) as ended:
        call_command("verify_log")

    assert ended.value.code == 1
    assert f"El evento fue quitado: {case.radicado}/4" in capsys.readouterr().out


def test_an_archive_chain_that_was_touched_is_named(case, capsys) -> None:
    sql("UPDATE ventanilla_archive_archiveevent SET data = '{}' WHERE seq = 1")

    faults = found(capsys)

    assert any(code == "chain-altered" and place.endswith("/1") for code, place in faults)


def test_the_tree_is_part_of_what_is_checked(case, capsys) -> None:
    tile = LogTile.objects.get(level=0, index=0)
    sql("UPDATE @logtile SET hashes = %s WHERE id = %s", b"x" * len(tile.hashes), tile.pk)

    assert any(code == "leaf-altered" for code, _ in found(capsys))
