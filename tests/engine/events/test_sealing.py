"""The log of all events: one order, timestamped heads, and what shows when somebody touches it."""

import base64
import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction

from engine.commands import clock
from engine.errors import CaseNotFound, EventNotSealed, EventRewriteRefused
from engine.events import checking, log, merkle, sequence, tree
from engine.events.tree import StoredTree
from engine.jobs import log_sealing
from engine.jobs.execution import run_due
from engine.models import Event, LogHead, LogLeaf, LogTile
from engine.models.actor import Actor, ActorKind
from engine.queries import proofs
from signatures import timestamps
from signatures.errors import TimestampUnavailable
from tests.engine import cases
from tests.signatures.devpki_fixture import free_port

AUDITOR = Actor(
    kind=ActorKind.OFFICIAL, user_id=None, name="Control", groups=frozenset({"auditor"})
)


@pytest.fixture
def trusted(settings, dev_pki):
    settings.PKI_DIR = dev_pki.directory
    settings.PKI_URL = dev_pki.base_url
    settings.TSA_URL = settings.TSA_FILE = settings.TRUST_ROOTS = ""
    timestamps.forget()


@pytest.fixture
def case(office, trusted):
    filed = cases.file("T01-E1")
    run_due()
    return filed


def codes() -> list[str]:
    return [fault.code for fault in log_sealing.faults_of_log()]


def test_every_event_gets_one_place_and_the_head_is_stamped(case, dev_pki) -> None:
    head = log_sealing.seal_log()

    assert head is not None
    assert head.tree_size == Event.objects.count() == LogLeaf.objects.count()
    assert head.tsa == "Estampado cronológico de desarrollo"
    assert codes() == []


def test_nothing_new_makes_no_head(case) -> None:
    log_sealing.seal_log()

    assert log_sealing.seal_log() is None
    assert LogHead.objects.count() == 1


def test_heads_follow_each_other_consistently(case) -> None:
    first = log_sealing.seal_log()
    cases.file("T01-E1")
    run_due()

    second = log_sealing.seal_log()

    proof = merkle.consistency_proof(first.tree_size, second.tree_size, StoredTree())
    old, new = [(one.tree_size, bytes.fromhex(one.root_hash)) for one in (first, second)]
    assert second.tree_size > first.tree_size
    assert merkle.is_consistent(old, new, proof)
    assert codes() == []


def test_events_of_a_case_keep_their_order(case) -> None:
    cases.file("T01-E1")
    log_sealing.seal_log()

    seqs = (
        LogLeaf.objects.filter(event__case=case)
        .order_by("index")
        .values_list("event__seq", flat=True)
    )

    assert list(seqs) == sorted(seqs)


def test_an_event_that_comes_to_light_late_gets_the_next_place(case) -> None:
    """Its key was given before those of others, whose transactions ended sooner."""
    late = Event.objects.order_by("pk")[3]
    Event.objects.filter(pk=late.pk).delete()
    first = log_sealing.seal_log()
    Event.objects.bulk_create([late])

    second = log_sealing.seal_log()

    assert second.tree_size == first.tree_size + 1
    assert LogLeaf.objects.get(event=late.pk).index == first.tree_size
    assert codes() == []


def test_behind_a_settled_head_only_the_whole_look_finds_it(case) -> None:
    late = Event.objects.order_by("pk")[3]
    Event.objects.filter(pk=late.pk).delete()
    log_sealing.seal_log()
    Event.objects.bulk_create([late])

    with clock.lend(lambda: datetime.now(tz=UTC) + timedelta(hours=2)):
        assert log_sealing.seal_log() is None
        assert log_sealing.seal_log(is_whole=True) is not None


def test_two_processes_that_seal_at_once_give_each_place_once(case) -> None:
    """The other one was quicker between our look and our write."""
    now = clock.now()
    ours = list(sequence.unplaced(now))
    log_sealing.seal_log()

    with pytest.raises(IntegrityError), transaction.atomic():
        LogLeaf.objects.bulk_create([LogLeaf(index=0, event=ours[0])])
    assert sequence.place_new(now, 10) == 0
    assert codes() == []


def test_while_no_tsa_answers_events_wait_for_a_later_head(case, settings) -> None:
    settings.TSA_URL = f"http://127.0.0.1:{free_port()}/"
    with pytest.raises(TimestampUnavailable):
        log_sealing.seal_log()
    assert LogHead.objects.count() == 0

    settings.TSA_URL = ""
    head = log_sealing.seal_log()

    assert head.tree_size == Event.objects.count()


def test_a_head_is_neither_changed_nor_removed(case) -> None:
    head = log_sealing.seal_log()

    with pytest.raises(EventRewriteRefused):
        head.save()
    with pytest.raises(EventRewriteRefused):
        head.delete()


@pytest.mark.parametrize(
    ("touch", "code"),
    [
        (lambda: Event.objects.filter(seq=2).update(data='{"other":1}'), "leaf-altered"),
        (lambda: LogLeaf.objects.filter(index=3).delete(), "leaf-missing"),
        (lambda: LogTile.objects.update(hashes=b"x" * 32), "leaf-altered"),
        (lambda: LogHead.objects.update(root_hash="0" * 64), "head-altered"),
        (lambda: LogHead.objects.update(text="{}"), "token-refused"),
        (lambda: LogHead.objects.update(token=b"garbage"), "token-refused"),
        (lambda: LogHead.objects.update(tree_size=10**6), "head-larger"),
    ],
    ids=["event", "leaf", "tile", "root", "text", "token", "size"],
)
def test_what_somebody_touched_is_found(case, touch, code) -> None:
    log_sealing.seal_log()

    touch()

    assert code in codes()


def test_a_rewritten_history_with_all_its_hashes_still_meets_the_stamped_head(case) -> None:
    """Whoever owns the database rewrites chain and tree; the TSA's token of the day stays."""
    log_sealing.seal_log()
    changed = Event.objects.order_by("pk").first()
    Event.objects.filter(pk=changed.pk).update(actor_name="Otra persona")
    LogTile.objects.all().delete()
    leaves = LogLeaf.objects.select_related("event").order_by("index")
    tree.extend(0, [merkle.leaf_hash(log.content(leaf.event)) for leaf in leaves])

    assert codes() == ["head-altered"]


@pytest.fixture
def recipe(tmp_path, dev_pki):
    """The manual's own lines, run by a bare Python."""
    page = (settings.ROOT / "docs" / "howto" / "prove-an-event.md").read_text()
    (tmp_path / "check.py").write_text(page.split("```python")[1].split("```")[0])
    (tmp_path / "root.pem").write_bytes(dev_pki.pki.root_pem)

    def run(proof: dict) -> subprocess.CompletedProcess:
        (tmp_path / "proof.json").write_text(json.dumps(proof))
        return subprocess.run(
            [sys.executable, "-I", "check.py", "proof.json", "root.pem"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_proof_is_checked_with_nothing_of_ours(case, recipe) -> None:
    log_sealing.seal_log()
    proof = proofs.proof_of(AUDITOR, refreshed(case), 2).to_json()

    done = recipe(proof)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("In the log since")
    assert hashlib.sha256(proof["event"].encode()).hexdigest() == proof["event_hash"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"event": '{"other":1}'}, "not in the log"),
        ({"leaf_index": 0}, "not in the log"),
        ({"path": []}, "not in the log"),
        ({"token": base64.b64encode(b"garbage").decode()}, "not over this head"),
    ],
    ids=["event", "place", "path", "token"],
)
def test_a_bent_proof_is_refused_by_the_recipe(case, recipe, changes, said) -> None:
    log_sealing.seal_log()
    proof = proofs.proof_of(AUDITOR, refreshed(case), 2).to_json()

    done = recipe(proof | changes)

    assert done.returncode == 1
    assert said in done.stderr


def refreshed(case) -> str:
    case.refresh_from_db()
    return case.radicado


def test_an_event_without_a_head_has_no_proof_yet(case) -> None:
    with pytest.raises(EventNotSealed):
        proofs.proof_of(AUDITOR, refreshed(case), 1)


def test_an_event_that_is_not_there_has_no_proof(case) -> None:
    log_sealing.seal_log()

    with pytest.raises(EventNotSealed):
        proofs.proof_of(AUDITOR, refreshed(case), 9999)


def test_who_may_not_see_the_case_gets_no_proof(case) -> None:
    log_sealing.seal_log()

    with pytest.raises(CaseNotFound):
        proofs.proof_of(cases.citizen("otra@correo.test"), refreshed(case), 1)


def test_the_commands_seal_and_check(case, capsys, settings, tmp_path) -> None:
    settings.LOG_WITNESS_DIR = tmp_path / "witness"
    call_command("log_head")
    call_command("log_head")
    call_command("verify_log", "--json")

    said = capsys.readouterr().out
    assert "nueva" in said
    assert "sin cambios" in said
    result = json.loads(said[said.rindex("(sin cambios)") + len("(sin cambios)") :])
    assert (result["faults"], result["waiting"]) == ([], 0)
    Event.objects.filter(seq=1).update(actor_name="Otra persona")
    told = set()
    for name in ("verify_log", "check_log"):
        with pytest.raises(SystemExit):
            call_command(name)
        told.add(capsys.readouterr().out)
    (both,) = told
    assert "event-changed" in both


def test_the_tree_of_many_leaves_spans_tiles_and_levels(db) -> None:
    leaves = [merkle.leaf_hash(str(number).encode()) for number in range(1500)]
    for begin, end in ((0, 1), (1, 255), (255, 256), (256, 700), (700, 1025), (1025, 1500)):
        tree.extend(begin, leaves[begin:end])
    frontier = checking.Frontier()
    for leaf in leaves:
        frontier.add(leaf)

    nodes = StoredTree()
    assert merkle.root(1500, nodes) == frontier.root()
    for index in (0, 255, 256, 1023, 1024, 1499):
        proof = merkle.inclusion_proof(index, 1500, nodes)
        assert merkle.includes(leaves[index], index, 1500, proof, frontier.root())
    assert {tile.level for tile in LogTile.objects.all()} == {0, 1}
