"""No bad file is told valid, no good one refused; the files are made in `tests/signatures/attacks`."""

import pytest

from signatures.trust import TrustSettings
from signatures.verification import Verdict, verify
from tests.signatures.attacks.cases import Case, World
from tests.signatures.attacks.forgery import FORGERY
from tests.signatures.attacks.good import GOOD
from tests.signatures.attacks.incremental import INCREMENTAL
from tests.signatures.attacks.people import PEOPLE
from tests.signatures.attacks.structure import STRUCTURE

BAD = [*FORGERY, *INCREMENTAL, *PEOPLE, *STRUCTURE]


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def trust(world: World) -> TrustSettings:
    return TrustSettings(roots=(world.authority.root_pem,), fetches_revocation=False)


@pytest.mark.parametrize("case", GOOD, ids=lambda case: f"{case.family}:{case.name}")
def test_a_sound_document_passes(case: Case, world: World, trust: TrustSettings):
    report = verify(case.make(world), trust, now=case.at)

    assert (report.verdict, report.problems) == (Verdict.TOTAL_PASSED, ())
    assert report.valid


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case.family}:{case.name}")
def test_an_attacked_document_never_passes(case: Case, world: World, trust: TrustSettings):
    report = verify(case.make(world), trust, now=case.at)

    assert not report.valid
    assert report.verdict is not Verdict.TOTAL_PASSED
    assert report.problems
    assert not case.says or case.says in _said(report)


def test_every_case_has_a_name_of_its_own():
    names = [case.name for case in (*GOOD, *BAD)]

    assert len(names) == len({*names})


def _said(report) -> set[str | None]:
    parts = (*report.signers, *report.timestamps)
    return {problem.code for problem in report.problems} | {part.sub_indication for part in parts}
