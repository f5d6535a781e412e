import pytest

from bpmn import versions
from bpmn.drafts import findings
from bpmn.drafts.templates import templates
from bpmn.models import Draft, DraftRehearsal
from engine.rehearsal import drafted
from tests.web.analysts.conftest import DRAFTS

pytestmark = pytest.mark.django_db
NEW = f"{DRAFTS}plantilla/"
GIVEN = {
    "nombre": "Permiso de uso del salón comunal",
    "oficina": "secretario-gobierno",
    "termino": "10",
    "serie": "200.08.01",
}
IDS = [one.id for one in templates()]


def _made(desk, template: str) -> Draft:
    answer = desk.post(NEW, {**GIVEN, "plantilla": template})
    assert answer.status_code == 302, answer.content.decode()
    return Draft.objects.get()


@pytest.mark.parametrize("template", IDS)
def test_a_template_gives_a_draft_that_files_signs_and_archives(ivan, template):
    draft = _made(ivan, template)
    assert draft.slug == "permiso-uso-salon-comunal"
    assert findings.findings(draft) == ()

    ivan.post(f"{DRAFTS}{draft.pk}/ensayar/")
    row = DraftRehearsal.objects.get()
    drafted.play(row.pk)

    results = list(row.results.all())
    assert {one.scenario_id: one.told["differences"] for one in results} == {"E1": [], "E2": []}
    assert findings.readiness(draft).is_ready


def test_a_new_procedure_is_published_and_offered(ivan, lorena):
    draft = _made(ivan, IDS[0])
    ivan.post(f"{DRAFTS}{draft.pk}/ensayar/")
    drafted.play(DraftRehearsal.objects.get().pk)
    ivan.post(f"{DRAFTS}{draft.pk}/revision/")
    page = lorena.get(f"/analisis/revision/{draft.pk}/").content.decode()
    assert "Nada: es nuevo" in page
    lorena.post(f"/analisis/revision/{draft.pk}/publicar/")
    standing = versions.current(draft.slug)
    assert standing is not None
    assert standing.sheet.term is not None
    assert standing.sheet.term.text == "10 DH"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("nombre", "<script>alert(1)</script>", id="signs"),
        pytest.param("nombre", "x", id="too short"),
        pytest.param("nombre", 'Permiso "con" comillas', id="quotes"),
        pytest.param("oficina", "nadie", id="no office"),
        pytest.param("termino", "0", id="no term"),
        pytest.param("serie", "9.9.9", id="no series"),
        pytest.param("plantilla", "../procedures", id="no template"),
    ],
)
def test_what_does_not_fit_is_told_beside_the_field_and_kept(ivan, field, value):
    refused = ivan.post(NEW, {**GIVEN, "plantilla": IDS[0], field: value})
    assert refused.status_code == 422
    assert "error-campo" in refused.content.decode()
    assert not Draft.objects.exists()


def test_a_name_that_is_taken_is_refused(ivan, procedure):
    refused = ivan.post(
        NEW, {**GIVEN, "plantilla": IDS[0], "nombre": procedure.slug.replace("-", " ").capitalize()}
    )
    assert "Ya hay un trámite con ese nombre" in refused.content.decode()
