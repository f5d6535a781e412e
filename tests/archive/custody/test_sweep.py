from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.custody.replica import Outcome, repair
from archive.custody.sweep import Budget, budget_for, sweep, sweep_all
from archive.custody.sweep_books import Expected, Library
from archive.custody.sweep_findings import open_findings
from archive.models import FindingKind, IntegrityFinding, SweepRun
from archive.stores import FolderStore, ObjectCorrupt, ObjectMissing

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
UNTIL = date(2029, 11, 20)
ALL = Budget(objects=1000)


class Shelf:
    """A book in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, date] = {}

    def after(self, key: str, limit: int) -> list[Expected]:
        later = sorted(name for name in self.rows if name > key)
        return [Expected(name, self.rows[name]) for name in later[:limit]]

    def known(self, keys) -> set[str]:
        return set(keys) & self.rows.keys()

    def size(self) -> int:
        return len(self.rows)


@dataclass
class Place:
    store: FolderStore
    root: object
    shelf: Shelf

    def keep(self, content: bytes) -> str:
        key = self.store.put(content, media_type="text/plain", retain_until=UNTIL).key
        self.shelf.rows[key] = UNTIL
        return key

    def file(self, key: str):
        return next(self.root.glob(f"objects/??/{key[7:]}"))

    def change(self, key: str, content: bytes = b"otra cosa") -> None:
        self.file(key).chmod(0o600)
        self.file(key).write_bytes(content)

    def lose(self, key: str) -> None:
        self.file(key).unlink()

    @property
    def library(self) -> Library:
        return Library(self.shelf)

    def sweep(self, budget: Budget = ALL, now: datetime = NOW, replica=None):
        return sweep(self.store, self.library, now=now, budget=budget, replica=replica)


@pytest.fixture
def place(tmp_path) -> Place:
    root = tmp_path / "archive"
    return Place(FolderStore(root), root, Shelf())


@pytest.fixture
def replica(tmp_path) -> FolderStore:
    return FolderStore(tmp_path / "replica")


def _open() -> set[tuple[str, str]]:
    return set(open_findings().values_list("kind", "store_key"))


def test_a_whole_archive_has_no_findings(place) -> None:
    for number in range(5):
        place.keep(b"%d" % number)

    step = place.sweep()

    assert (step.checked, step.found, step.is_last) == (5, (), True)
    run = SweepRun.objects.get()
    assert (run.checked, run.checked_bytes, run.found, run.ended_at) == (5, 5, 0, NOW)


def test_a_changed_byte_is_found(place) -> None:
    key = place.keep(b"certificado")
    place.change(key)

    place.sweep()

    assert ("changed", key) in _open()


def test_a_lost_object_is_found(place) -> None:
    key = place.keep(b"certificado")
    place.lose(key)

    place.sweep()

    assert _open() == {("missing", key)}


def test_an_object_that_no_book_names_is_found(place) -> None:
    place.keep(b"certificado")
    stray = place.store.put(b"nadie", media_type="text/plain", retain_until=UNTIL).key

    place.sweep()

    assert _open() == {("stray", stray)}


def test_a_retention_shorter_than_the_books_is_found(place) -> None:
    key = place.keep(b"certificado")
    place.shelf.rows[key] = date(2040, 1, 1)

    place.sweep()

    finding = IntegrityFinding.objects.get()
    assert (finding.kind, finding.detail) == ("short-retention", "2029-11-20 < 2040-01-01")


@pytest.mark.parametrize("objects", [1, 2, 3, 7, 8, 100])
def test_small_steps_find_the_same_as_one_large(place, objects) -> None:
    keys = sorted(place.keep(b"%d" % number) for number in range(7))
    place.lose(keys[0])
    place.change(keys[3])
    strays = [
        place.store.put(b"x%d" % n, media_type="text/plain", retain_until=UNTIL).key
        for n in range(4)
    ]

    steps = list(
        sweep_all(place.store, place.library, clock=lambda: NOW, budget=Budget(objects=objects))
    )

    assert sum(step.checked for step in steps) == 7
    assert {key for kind, key in _open() if kind == "stray"} == set(strays)
    assert {kind for kind, key in _open() if key == keys[0]} == {"missing"}
    assert "changed" in {kind for kind, key in _open() if key == keys[3]}


def test_a_step_ends_when_it_has_read_enough_bytes(place) -> None:
    for number in range(4):
        place.keep(b"%d" % number * 1000)

    first = place.sweep(Budget(objects=100, size_bytes=1500))
    second = place.sweep(Budget(objects=100, size_bytes=1_000_000))

    assert (first.checked, first.is_last) == (2, False)
    assert (second.checked, second.is_last) == (2, True)
    assert second.run_id == first.run_id


def test_the_sweep_goes_on_where_it_stopped(place) -> None:
    keys = sorted(place.keep(b"%d" % number) for number in range(4))

    place.sweep(Budget(objects=2))

    assert SweepRun.objects.get().cursor == keys[1]


def test_a_finding_keeps_when_it_was_first_and_last_seen(place) -> None:
    place.lose(place.keep(b"certificado"))

    place.sweep()
    place.sweep(now=NOW + timedelta(days=1))

    finding = IntegrityFinding.objects.get()
    assert (finding.first_seen, finding.last_seen) == (NOW, NOW + timedelta(days=1))


def test_what_is_right_again_is_resolved_and_stays_as_evidence(place) -> None:
    key = place.keep(b"certificado")
    place.lose(key)
    place.sweep()
    place.store.put(b"certificado", media_type="text/plain", retain_until=UNTIL)

    place.sweep(now=NOW + timedelta(days=1))

    finding = IntegrityFinding.objects.get()
    assert finding.resolution == "seen-right-again"
    assert finding.resolved_at == NOW + timedelta(days=1)


def test_the_replica_is_completed(place, replica) -> None:
    key = place.keep(b"certificado")

    assert place.sweep(replica=replica).replicated == 1
    assert place.sweep(replica=replica).replicated == 0
    assert replica.stat(key) == place.store.stat(key)


def test_the_replica_follows_dates_and_holds(place, replica) -> None:
    key = place.keep(b"certificado")
    place.sweep(replica=replica)
    place.store.extend(key, date(2050, 1, 1))
    place.store.hold(key)

    place.sweep(replica=replica)

    assert replica.stat(key) == place.store.stat(key)


def test_a_changed_object_never_reaches_the_replica(place, replica) -> None:
    key = place.keep(b"certificado")
    place.change(key)

    place.sweep(replica=replica)

    with pytest.raises(ObjectMissing):
        replica.get(key)


@pytest.mark.parametrize("harm", ["change", "lose"])
def test_harm_is_repaired_from_the_replica(place, replica, harm) -> None:
    key = place.keep(b"certificado")
    place.sweep(replica=replica)
    getattr(place, harm)(key)
    place.sweep(replica=replica)

    done = list(repair(place.store, replica, place.library, now=NOW))

    assert {one.outcome for one in done} == {Outcome.REPAIRED}
    assert place.store.get(key) == b"certificado"
    assert place.store.stat(key).retain_until == UNTIL
    assert _open() == set()


def test_a_bad_copy_is_never_put_back(place, replica, tmp_path) -> None:
    key = place.keep(b"certificado")
    place.sweep(replica=replica)
    Place(replica, tmp_path / "replica", place.shelf).change(key, b"falso")
    place.lose(key)
    place.sweep()

    (done,) = repair(place.store, replica, place.library, now=NOW)

    assert done.outcome is Outcome.NO_GOOD_COPY
    with pytest.raises(ObjectMissing):
        place.store.get(key)
    assert _open() == {("missing", key)}


def test_a_changed_replica_is_found_and_mended_from_the_archive(place, replica, tmp_path) -> None:
    key = place.keep(b"certificado")
    place.sweep(replica=replica)
    Place(replica, tmp_path / "replica", place.shelf).change(key)
    with pytest.raises(ObjectCorrupt):
        replica.get(key)

    place.sweep(replica=replica)
    assert _open() == {("replica-changed", key)}
    list(repair(place.store, replica, place.library, now=NOW))

    assert replica.get(key) == b"certificado"
    assert _open() == set()


def test_a_short_retention_is_mended_without_a_replica(place) -> None:
    key = place.keep(b"certificado")
    place.shelf.rows[key] = date(2040, 1, 1)
    place.sweep()

    list(repair(place.store, None, place.library, now=NOW))

    assert place.store.stat(key).retain_until == date(2040, 1, 1)
    assert _open() == set()


def test_a_stray_is_left_to_a_person(place, replica) -> None:
    place.store.put(b"nadie", media_type="text/plain", retain_until=UNTIL)
    place.sweep(replica=replica)

    (done,) = repair(place.store, replica, place.library, now=NOW)

    assert done.outcome is Outcome.FOR_A_PERSON
    assert done.finding.kind == FindingKind.STRAY


def test_the_budget_reads_everything_within_its_days() -> None:
    budget = budget_for(1_000_000, days=30, every_seconds=300)

    assert budget.objects * (30 * 86_400 / 300) >= 1_000_000
