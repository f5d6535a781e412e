"""The TRD: written by one person, adopted by another, never rewritten."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from archive.errors import (
    AdoptionActMissing,
    ScheduleDatesRefused,
    ScheduleEmpty,
    ScheduleSamePerson,
    ScheduleVersionName,
    ScheduleVersionSettled,
    ScheduleVersionUnknown,
    SeriesRepeated,
)
from archive.models import ScheduleLine
from archive.records import adopted, ledger, versions
from archive.records.differences import differences
from archive.records.ledger import Who, chain_of_version
from archive.records.schedule import load_trd
from bpmn.entity import trd_source

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NUBIA, ALVARO, ELENA = (Who(id=n, name=name) for n, name in ((1, "Nubia"), (2, "Álvaro"), (3, "E")))
LINE = {
    "code": "500.01.01",
    "unit": "500 Salud",
    "series": "ACTAS",
    "subseries": "Comité",
    "management_years": 2,
    "central_years": 8,
    "disposition": "CT",
    "sample_percent": None,
    "is_digitised": False,
    "procedure": "",
    "legal_basis": "",
}


@pytest.fixture
def first(db):
    return versions.load(load_trd(trd_source("52001")), today=date(2026, 11, 20), now=NOON)


@pytest.fixture
def draft(first):
    return versions.draft("2027-v1", NUBIA, based_on=first, now=NOON)


def adopt(version, who=ALVARO, **values):
    plain = {"act": "Resolución 12", "adopted_on": date(2027, 1, 2), "valid_from": date(2027, 2, 1)}
    return versions.adopt(version.id, who, now=NOON, **(plain | values))


def write(version, who=NUBIA, line_id=None, **values):
    return versions.write_line(version.id, LINE | values, who, line_id=line_id, now=NOON)


def test_the_written_trd_becomes_the_first_version_once(first) -> None:
    again = versions.load(load_trd(trd_source("52001")), today=date(2026, 11, 20), now=NOON)

    assert again is None
    assert first.lines.count() == 21
    written = load_trd(trd_source("52001"))
    assert adopted.in_force(date(2026, 11, 20)).lines == written.lines
    assert adopted.named("2026-v1").notice_days == 60


def test_before_its_first_day_no_version_is_in_force(first) -> None:
    assert adopted.in_force(date(2025, 12, 31)) is None


def test_an_adopted_version_rules_from_its_day_and_the_old_one_stays_readable(draft) -> None:
    write(draft)
    versions.submit(draft.id, NUBIA, now=NOON)
    adopt(draft)

    assert adopted.in_force(date(2027, 1, 31)).version == "2026-v1"
    assert adopted.in_force(date(2027, 2, 1)).version == "2027-v1"
    assert "500.01.01" in adopted.named("2027-v1")
    assert "500.01.01" not in adopted.named("2026-v1")


def test_an_expediente_keeps_its_version_unless_that_lacks_the_series(draft) -> None:
    write(draft)
    versions.submit(draft.id, NUBIA, now=NOON)
    adopt(draft)
    written, day = load_trd(trd_source("52001")), date(2027, 3, 1)

    def chosen(series):
        return adopted.for_expediente("2026-v1", series, day, written=written).version

    assert chosen("200.08.01") == "2026-v1"
    assert chosen("500.01.01") == "2027-v1"


@pytest.mark.parametrize("who", [NUBIA, ELENA], ids=["author", "who-changed-a-line"])
def test_who_wrote_any_of_it_does_not_adopt_it(draft, who) -> None:
    write(draft, ELENA)
    versions.submit(draft.id, NUBIA, now=NOON)

    with pytest.raises(ScheduleSamePerson):
        adopt(draft, who)
    assert adopt(draft, ALVARO).approver_name == "Álvaro"


def test_who_sent_it_back_may_adopt_it_later(draft) -> None:
    versions.submit(draft.id, NUBIA, now=NOON)
    versions.send_back(draft.id, ALVARO, now=NOON)
    versions.submit(draft.id, NUBIA, now=NOON)

    assert adopt(draft, ALVARO).status == "adopted"


def test_nothing_changes_once_it_was_handed_in(draft) -> None:
    line = draft.lines.first()
    versions.submit(draft.id, NUBIA, now=NOON)

    for refused in (
        lambda: write(draft),
        lambda: versions.remove_line(draft.id, line.id, NUBIA, now=NOON),
        lambda: versions.submit(draft.id, NUBIA, now=NOON),
        lambda: ScheduleLine.objects.get(pk=line.pk).save(),
        lambda: ScheduleLine.objects.get(pk=line.pk).delete(),
    ):
        with pytest.raises(ScheduleVersionSettled):
            refused()
    adopt(draft)
    with pytest.raises(ScheduleVersionSettled):
        adopt(draft)
    with pytest.raises(ScheduleVersionSettled):
        versions.send_back(draft.id, ALVARO, now=NOON)


def test_an_adoption_needs_an_act_and_rewrites_no_past(draft) -> None:
    versions.submit(draft.id, NUBIA, now=NOON)

    with pytest.raises(AdoptionActMissing):
        adopt(draft, act=" ")
    with pytest.raises(ScheduleDatesRefused):
        adopt(draft, valid_from=date(2025, 1, 1))


def test_what_cannot_be_written_says_why(first, draft) -> None:
    with pytest.raises(ScheduleVersionName):
        versions.draft("2027-v1", ALVARO, based_on=None, now=NOON)
    with pytest.raises(SeriesRepeated):
        write(draft, code="200.08.01")
    with pytest.raises(ScheduleVersionUnknown):
        write(draft, line_id=10**9)
    with pytest.raises(ScheduleVersionUnknown):
        versions.remove_line(draft.id, first.lines.first().id, NUBIA, now=NOON)
    with pytest.raises(ScheduleVersionUnknown):
        versions.submit(uuid4(), NUBIA, now=NOON)
    empty = versions.draft("vacía", NUBIA, based_on=None, now=NOON)
    with pytest.raises(ScheduleEmpty):
        versions.submit(empty.id, NUBIA, now=NOON)


def test_differences_name_what_was_added_removed_and_changed(first, draft) -> None:
    write(draft)
    gone, changed = draft.lines.get(code="100.27.01"), draft.lines.get(code="200.08.01")
    versions.remove_line(draft.id, gone.id, NUBIA, now=NOON)
    same = {name: getattr(changed, name) for name in LINE}
    versions.write_line(draft.id, same | {"central_years": 5}, NUBIA, line_id=changed.id, now=NOON)

    found = {change.code: change for change in differences(first, draft)}

    assert {code: change.kind for code, change in found.items()} == {
        "100.27.01": "removed",
        "200.08.01": "changed",
        "500.01.01": "added",
    }
    assert found["200.08.01"].fields == (("central_years", "2", "5"),)
    assert ledger.broken_links(chain_of_version("2027-v1")) == []


def test_dispositions_read_as_part_g_writes_them(first) -> None:
    lines = {line.code: line for line in first.lines.all()}

    assert (lines["110.02.01"].disposition, lines["110.02.01"].sample_percent) == ("S", 10)
    assert lines["110.02.01"].disposition_text == "S (10 %)"
    assert (lines["410.19.01"].disposition, lines["410.19.01"].is_digitised) == ("E", True)
    assert lines["410.19.01"].disposition_text == "E+D"
