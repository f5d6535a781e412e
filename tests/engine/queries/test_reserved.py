"""A case that the model reserves is read by who works on it and by auditors, and by nobody who only supervises."""

import pytest

from engine.errors import CaseNotFound
from engine.models import Case
from engine.queries.board import items
from engine.queries.cases import case_for
from tests.engine import cases, folders
from tests.engine import flows as f
from tests.engine.runtime import models

pytestmark = pytest.mark.django_db


def _filed(reserved: str) -> Case:
    given = models.mapping({"tags": '={tipo: "denuncia"}', "reserved": reserved})
    folders.publish(
        models.job("cuenta", given, kind="case.tag"),
        f.user("decide"),
        f.end(),
        f.path(folders.LAST, "cuenta", "decide", "fin"),
    )
    return folders.file(cases.citizen())


def _supervisor():
    return folders.person("jefe@demo.test", "supervisor")


def test_who_only_supervises_does_not_read_it_and_the_board_names_nobody() -> None:
    case = _filed("=true")
    with pytest.raises(CaseNotFound):
        case_for(_supervisor(), str(case.radicado))
    (row,) = items(_supervisor(), cases.FRIDAY.date())
    assert (row.radicado, row.applicant_name) == (case.radicado, "")


def test_who_works_on_it_the_auditor_and_its_person_read_it() -> None:
    case = _filed("=true")
    office = cases.official(folders.OFFICE)
    auditor = folders.person("beatriz@demo.test", "auditor")
    for reader in (office, auditor, cases.citizen()):
        assert case_for(reader, str(case.radicado)).id == case.pk


def test_any_other_case_is_read_by_who_supervises() -> None:
    case = _filed("=false")
    assert case_for(_supervisor(), str(case.radicado)).id == case.pk
