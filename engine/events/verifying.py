"""Finds and names every event or reading that was changed, removed or reordered, whoever did it.

Four things are held against each other: each case's chain, the Merkle log with its stamped heads, the
archive's chains, and the witness outside the database, which shows what a whole rewriting would hide.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from uuid import UUID

from archive.models import ArchiveChain, ArchiveEvent
from archive.records import ledger
from engine.events import alignment, checking, log, merkle, readings, witness
from engine.events.alignment import Placed
from engine.events.sequence import head_text
from engine.events.witness import WitnessedEntry, WitnessedHead
from engine.models import Case, Event, Reading
from engine.models.log import LogHead, LogLeaf

CheckToken = Callable[[LogHead], str]


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was.

    Attributes:
        code: what happened, for example `event-removed`.
        place: where: `radicado/seq`, a reading's id, a head's size, or a file of the witness.
        source: what shows it: `chain`, `log`, `witness` or `archive`.
        detail: more, for people who look further.
    """

    code: str
    place: str
    source: str
    detail: str = ""


def findings(
    name: str,
    check_token: CheckToken,
    folders: Iterable[Path],
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[Finding]:
    """Everything that does not hold.

    Args:
        name: of the log.
        check_token: says what is wrong with a head's timestamp, or nothing.
        folders: with witnesses, each checked by itself.
        progress: told of the entries that were hashed.
    """
    yield from _of_chains()
    yield from _of_log(name, check_token, progress)
    for folder in folders:
        yield from _Witness(folder, name, check_token).findings()
    yield from _of_archive()


def _of_chains() -> Iterator[Finding]:
    ends = {
        pk: (count, head, number or str(pk))
        for pk, count, head, number in Case.objects.values_list(
            "pk", "event_count", "event_head", "radicado"
        ).iterator()
    }
    events = Event.objects.order_by("case_id", "seq").iterator(1000)
    for case_id, chain in groupby(events, key=lambda event: event.case_id):
        count, head, number = ends.pop(case_id, (0, "", str(case_id)))
        links = log.broken_in((count, head), list(chain))
        # A command may have come between the two looks.
        if links and all(link.reason == "truncated" for link in links):
            links = log.broken_links(Case(pk=case_id))
        yield from (
            Finding(f"chain-{link.reason}", f"{number}/{link.seq}", "chain") for link in links
        )
    for count, _, number in ends.values():
        if count:
            yield Finding("chain-truncated", f"{number}/0", "chain", f"faltan {count} eventos")


def _of_log(
    name: str, check_token: CheckToken, progress: Callable[[int], None]
) -> Iterator[Finding]:
    is_located = False
    for fault in checking.faults(name, check_token, progress):
        detail = fault.detail
        if fault.code == "leaf-altered" and "/" in detail:
            case, seq = detail.split("/")
            detail = f"{_number_of(case)}/{seq}"
        if fault.code == "head-altered" and not is_located:
            is_located, detail = True, _between(int(fault.place))
        yield Finding(fault.code, fault.place, "log", detail)


def _between(size: int) -> str:
    """Which entries came in with a head that does not hold."""
    before = LogHead.objects.filter(tree_size__lt=size).first()
    since = before.tree_size if before else 0
    leaves = LogLeaf.objects.filter(index__gte=since, index__lt=size)
    numbers = leaves.exclude(event=None).values_list("event__case__radicado", flat=True).distinct()
    cases = ", ".join(sorted(number for number in numbers if number)[:20])
    return f"entradas {since} a {size - 1}; casos: {cases or 'ninguno'}"


def _of_archive() -> Iterator[Finding]:
    chains = {*ArchiveChain.objects.values_list("name", flat=True)}
    chains |= {*ArchiveEvent.objects.values_list("chain", flat=True).distinct()}
    for chain in sorted(chains):
        for link in ledger.broken_links(chain):
            yield Finding(f"chain-{link.reason}", f"{chain}/{link.seq}", "archive")


class _Witness:
    """One folder of witnesses against the database."""

    def __init__(self, folder: Path, name: str, check_token: CheckToken) -> None:
        self._folder = folder
        self._name = name
        self._check_token = check_token
        self._frontier = checking.Frontier()
        self._suspects: dict[str, list[Placed]] = {}

    def findings(self) -> Iterator[Finding]:
        """What the witness says of itself, then what it says of the database."""
        try:
            for head in witness.heads_in(self._folder):
                yield from self._of_itself(head)
                yield from self._of_head(head)
                yield from self._of_readings(head.entries)
                self._suspect(head.entries)
        except ValueError as error:
            yield Finding("witness-unreadable", f"{self._folder.name}/{error}", "witness")
        yield from self._of_suspects()

    def _of_itself(self, head: WitnessedHead) -> Iterator[Finding]:
        place = head.file.name
        if head.since != self._frontier.size:
            detail = f"faltan las entradas {self._frontier.size} a {head.since - 1}"
            yield Finding("witness-gap", place, "witness", detail)
            return
        for entry in head.entries:
            self._frontier.add(bytes.fromhex(entry.leaf))
        root = self._frontier.root()
        if head.text != head_text(self._name, head.tree_size, root):
            yield Finding("witness-altered", place, "witness")
        refused = self._check_token(
            LogHead(tree_size=head.tree_size, text=head.text, token=head.token)
        )
        if refused:
            yield Finding("token-refused", place, "witness", refused)

    def _of_head(self, head: WitnessedHead) -> Iterator[Finding]:
        kept = LogHead.objects.filter(tree_size=head.tree_size).first()
        if kept is None:
            yield Finding("head-removed", str(head.tree_size), "witness", head.at.isoformat())
        elif kept.text != head.text:
            yield Finding("head-changed", str(head.tree_size), "witness")

    def _of_readings(self, entries: Iterable[WitnessedEntry]) -> Iterator[Finding]:
        seen = {entry.reading: entry for entry in entries if entry.subject == witness.READING}
        rows = Reading.objects.select_related("case").in_bulk([UUID(key) for key in seen])
        for key, entry in seen.items():
            row = rows.get(UUID(key))
            if row is None:
                yield Finding("reading-removed", key, "witness", f"entrada {entry.index}")
            elif readings.essence(row) != entry.essence:
                number = str(row.case.radicado) if row.case else ""
                yield Finding("reading-changed", key, "witness", number)

    def _suspect(self, entries: Iterable[WitnessedEntry]) -> None:
        """Remember the cases of which something is not as it was."""
        by_case: dict[str, list[WitnessedEntry]] = defaultdict(list)
        for entry in entries:
            if entry.subject not in (witness.READING, ""):
                by_case[entry.subject].append(entry)
        for case, some in by_case.items():
            places = [entry.place for entry in some]
            events = Event.objects.filter(case_id=UUID(case), seq__range=(min(places), max(places)))
            leaves = {event.seq: merkle.leaf_hash(log.content(event)).hex() for event in events}
            if any(leaves.get(entry.place) != entry.leaf for entry in some):
                self._suspects[case] = []

    def _of_suspects(self) -> Iterator[Finding]:
        if not self._suspects:
            return
        for head in witness.heads_in(self._folder):
            for entry in head.entries:
                if entry.subject in self._suspects:
                    self._suspects[entry.subject].append(Placed(entry.place, entry.essence))
        for case, before in self._suspects.items():
            before.sort(key=lambda one: one.seq)
            yield from self._of_case(case, before)

    def _of_case(self, case: str, before: list[Placed]) -> Iterator[Finding]:
        events = Event.objects.filter(case_id=UUID(case)).order_by("seq")
        after = [Placed(event.seq, log.essence(event)) for event in events.iterator()]
        number = _number_of(case)
        for one in alignment.differences(before, after):
            detail = f"ahora es el evento {one.now}" if one.code == "event-moved" else ""
            yield Finding(one.code, f"{number}/{one.seq}", "witness", detail)


def _number_of(case: str) -> str:
    number = Case.objects.filter(pk=UUID(case)).values_list("radicado", flat=True).first()
    return number or case
