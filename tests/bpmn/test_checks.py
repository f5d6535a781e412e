import pytest

from bpmn.checks import check, check_files, errors_of, retention
from bpmn.entity import Entity, EntityKind, Office
from bpmn.package import Finding, Folder, Severity, from_files
from tests.bpmn.samples import documented_files, edited, folder_with, one_task, shared_folder

CALL = '<bpmn:callActivity id="CA.02"><bpmn:extensionElements><zeebe:calledElement processId="sp-x" /></bpmn:extensionElements>'


def _found(folder: Folder, library=None, **more) -> dict[str, Finding]:
    return {finding.code: finding for finding in check(folder, library or {}, **more)}


def _calling() -> Folder:
    """The example, whose first activity calls a shared process instead of numbering."""
    _, files = documented_files()
    text = files["process.bpmn"].decode()
    start = text.index('<bpmn:serviceTask id="CA.02"')
    flows = text.index("<bpmn:incoming>", start)
    end = text.index("</bpmn:serviceTask>", start)
    middle = text[flows:end] + "</bpmn:callActivity>"
    changed = text[:start] + CALL + middle + text[end + len("</bpmn:serviceTask>") :]
    return folder_with({"process.bpmn": changed.encode()})


def test_the_documented_folder_has_nothing_to_mend():
    assert check(folder_with(), {}) == ()


def test_every_finding_says_what_and_how_to_mend_it():
    folder = folder_with(
        {
            "forms/inicio.form": None,
            "decisions/d-revision.dmn": None,
            "documents/constancia.typ": None,
            "messages/entrega.md": None,
        }
    )
    found = check(folder, {}, neighbours=[])
    assert {
        "form-start-missing",
        "decision-unknown",
        "document-template-missing",
        "message-unknown",
    } <= {f.code for f in found}
    for finding in found:
        assert finding.message.endswith(".")
        assert finding.remedy.endswith((".", "?"))
        assert finding.file


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "element"),
    [
        pytest.param("process.bpmn", 'formId="revisar"', 'formId="otra"', "form-unknown", "CA.07", id="form"),
        pytest.param("process.bpmn", 'decisionId="d-revision"', 'decisionId="d-otra"', "decision-unknown", "CA.05", id="decision"),
        pytest.param("process.bpmn", 'key="message" value="entrega"', 'key="message" value="otro"', "message-unknown", "CA.11", id="message"),
        pytest.param("process.bpmn", 'type="document.seal" /><zeebe:taskHeaders><zeebe:header key="document" value="constancia"', 'type="document.seal" /><zeebe:taskHeaders><zeebe:header key="document" value="otra"', "document-unknown", "CA.10", id="document"),
        pytest.param("process.bpmn", 'candidateGroups="secretario-gobierno"', 'candidateGroups="secretario-gobierno, nadie"', "group-unknown", "CA.07", id="group"),
        pytest.param("process.bpmn", 'type="case.number"', 'type="case.term"', "numbering-first", "CA.02", id="numbering"),
        pytest.param("process.bpmn", 'type="record.close"', 'type="record.closed"', "job-unknown", "CA.12", id="job type"),
        pytest.param("process.bpmn", '<bpmn:process id="constancia-asistencia"', '<bpmn:process id="otra"', "model-process-id-differs", "línea 6", id="process id"),
        pytest.param("process.bpmn", '=route = "REVISAR"', "=route = ", "model-feel-syntax", "F.06-07", id="FEEL"),
        pytest.param("process.bpmn", "exclusiveGateway", "choreographyTask", "model-unsupported-element", "CA.06", id="what does not run"),
        pytest.param("decisions/d-revision.dmn", "answers.sessions", "answers..sessions", "decision-feel-syntax", "d-revision", id="table that is no FEEL"),
        pytest.param("process.bpmn", '=route = "REVISAR"', '="REVISAR"', "expression-wrong-type", "F.06-07", id="condition that is none"),
        pytest.param("process.bpmn", '=route = "REVISAR"', '=uppercase(route) = "REVISAR"', "expression-unknown-function", "F.06-07", id="unknown function"),
        pytest.param("documents/constancia.typ", "#verificacion()", '#eval("1")', "document-eval", "línea 10", id="eval"),
        pytest.param("documents/constancia.typ", '#import "ventanilla.typ"', '#import "/etc/x.typ"', "document-outside", "línea 1", id="absolute import"),
        pytest.param("documents/constancia.typ", "#verificacion()", '#image("../x.png")', "document-outside", "línea 10", id="parent image"),
        pytest.param("documents/constancia.typ", "#verificacion()", '#import "@preview/x:1.0.0"', "document-outside", "línea 10", id="package"),
        pytest.param("messages/entrega.md", "{{ applicant.name }}", "{{ applicant. }}", "message-not-feel", "applicant.", id="message FEEL"),
        pytest.param("scenarios/ca-e2.yaml", "task: CA.07", "task: CA.99", "scenario-element", "CA.99", id="scenario task"),
        pytest.param("scenarios/ca-e1.yaml", "documents: [constancia]", "documents: [otra]", "scenario-document", "otra", id="scenario document"),
        pytest.param("scenarios/ca-e2.yaml", "id: CA-E2", "id: CA-E1", "scenario-twice", "id", id="scenario twice"),
        pytest.param("procedure.toml", 'kind = "free"', 'parameter = "x"\nkind = "fixed"', "sheet-fee-parameter", "fee.parameter", id="fee"),
        pytest.param("process.bpmn", '<zeebe:assignmentDefinition candidateGroups="secretario-gobierno" />', '', "task-for-nobody", "CA.07", id="nobody"),
        pytest.param("procedure.toml", 'info_owner = "secretario-gobierno"', 'info_owner = "nadie"', "group-unknown", "info_owner", id="owner"),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_place(path, old, new, code, element):
    found = check(edited(path, old, new), {})
    assert (code, element, Severity.ERROR) in {(f.code, f.element, f.severity) for f in found}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no xml",
        b"<a>",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process/></definitions>',
        "<ñ>".encode("utf-16").decode("utf-16").encode(),
    ],
    ids=[
        "empty",
        "text",
        "cut",
        "other",
        "entity",
        "external",
        "no process",
        "empty process",
        "odd",
    ],
)
@pytest.mark.parametrize("path", ["process.bpmn", "decisions/d-revision.dmn", "forms/inicio.form"])
def test_a_broken_file_is_a_finding_and_never_an_exception(path, body):
    found = check(folder_with({path: body}), {})
    assert any(finding.file == path for finding in errors_of(found)), found


def test_a_task_without_a_form_is_told_and_may_be_meant():
    found = _found(edited("process.bpmn", '<zeebe:formDefinition formId="revisar" />', ""))
    assert found["task-without-form"].severity is Severity.WARNING
    assert found["task-without-form"].element == "CA.07"


def test_a_task_for_one_person_needs_no_group():
    old = 'assignmentDefinition candidateGroups="secretario-gobierno"'
    new = 'assignmentDefinition assignee="=receivedBy"'
    assert "task-for-nobody" not in _found(edited("process.bpmn", old, new))


def test_files_that_make_no_folder_are_findings_too():
    found = check_files("x", {"a.py": b"", "procedure.toml": b""}, {})
    assert [finding.code for finding in found] == ["folder-unknown-entry"]


def test_a_missing_diagram_is_one_finding():
    assert "process-missing" in _found(folder_with({"process.bpmn": None}))


def test_a_call_may_do_the_numbering():
    found = _found(_calling(), {"sp-x": shared_folder("sp-x")})
    assert "numbering-first" not in found
    assert errors_of(found.values()) == ()


def test_a_call_that_does_not_number_is_no_beginning():
    library = {"sp-x": shared_folder("sp-x", one_task("sp-x", "case.term"))}
    assert _found(_calling(), library)["numbering-first"].element == "CA.02"


def test_a_call_of_what_is_not_there_is_found():
    assert _found(_calling())["call-unknown"].element == "CA.02"


def test_a_shared_process_with_errors_is_found_where_it_is_called():
    library = {"sp-x": shared_folder("sp-x", b"<roto")}
    assert _found(_calling(), library)["call-unusable"].element == "CA.02"


def test_a_file_that_a_shared_process_leaves_to_its_callers_is_only_missed_in_them():
    process = one_task("sp-x", "message.send").replace(
        b'type="message.send" />',
        b'type="message.send" /><zeebe:taskHeaders>'
        b'<zeebe:header key="message" value="aviso" /></zeebe:taskHeaders>',
    )
    shared = shared_folder("sp-x", process)
    assert _found(shared)["message-unknown"].severity is Severity.WARNING
    found = _found(_calling(), {"sp-x": shared})["message-unknown"]
    assert (found.severity, found.file) == (Severity.ERROR, "sp-x/process.bpmn")


def test_a_related_procedure_that_is_not_there_is_a_warning():
    _, files = documented_files()
    sheet = files["procedure.toml"] + b'\n[[related]]\nslug = "otra"\nrelation = "precede"\n'
    folder = folder_with({"procedure.toml": sheet})
    assert _found(folder, neighbours=[])["related-unknown"].severity is Severity.WARNING
    assert "related-unknown" not in _found(folder, neighbours=["otra"])


def _entity(offices: dict[str, Office]) -> Entity:
    return Entity(
        name="X",
        kind=EntityKind.MUNICIPALITY,
        nit="891280000",
        dv="3",
        divipola="00001",
        department="X",
        municipality="X",
        category="1",
        address="X",
        phone="X",
        email="x@x.test",
        judicial_email="x@x.test",
        website="X",
        hours="X",
        offices=offices,
    )


def test_groups_of_the_entity_may_be_named():
    folder = edited(
        "process.bpmn", 'candidateGroups="secretario-gobierno"', 'candidateGroups="jefe-local"'
    )
    assert "group-unknown" in _found(folder)
    assert "group-unknown" not in _found(folder, entity=_entity({"jefe-local": Office("X", "1")}))


def test_a_document_that_nobody_can_sign_is_a_warning():
    folder = edited("procedure.toml", 'signer = "seal"', 'signer = "alcalde"')
    assert "group-without-holder" in _found(folder, entity=_entity({"alcalde": Office("X", "1")}))
    held = _entity({"alcalde": Office("X", "1", "Ana")})
    assert "group-without-holder" not in _found(folder, entity=held)


def test_a_series_that_the_trd_lacks_is_found(monkeypatch):
    class Schedule:
        def series(self, code):
            raise LookupError(code)

    monkeypatch.setattr(retention, "trd_source", lambda _: b"")
    monkeypatch.setattr(retention, "load_trd", lambda _: Schedule())
    assert _found(folder_with(), entity=_entity({}))["series-unknown"].element == "series"


def test_an_entity_without_trd_is_a_warning():
    found = _found(folder_with(), entity=_entity({}))
    assert found["series-without-trd"].severity is Severity.WARNING


def test_a_registry_that_the_entity_does_not_keep_is_a_warning():
    asking = 'type="registry.query" /><zeebe:taskHeaders><zeebe:header key="service" value="nada" /></zeebe:taskHeaders>'
    folder = edited("process.bpmn", 'type="case.term" />', asking)
    assert _found(folder, entity=_entity({}))["job-registry"].severity is Severity.WARNING


def test_a_document_with_the_name_of_a_shared_one_is_a_warning():
    shared = shared_folder("sp-x")
    sheet = shared.files["subprocess.toml"] + (
        b'\n[documents.constancia]\nkind = "constancia"\ntitle = "X"\nsigner = "seal"\n'
    )
    shared = from_files("sp-x", {**shared.files, "subprocess.toml": sheet})
    assert _found(_calling(), {"sp-x": shared})["document-replaces"].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ("=[&quot;reposicion&quot;, &quot;recurso&quot;]", ["recurso"]),
        ("=if x then [] else [&quot;apelación&quot;]", ["apelación"]),
        ("=[&quot;apelacion&quot;]", []),
        ("=concatenate(kinds, [&quot;otra&quot;])", []),
        ("reposición", ["reposición"]),
    ],
    ids=["list", "if", "known", "worked out", "text"],
)
def test_a_word_that_the_called_process_does_not_know_is_refused(given, refused):
    shared = shared_folder("sp-x")
    sheet = shared.files["subprocess.toml"] + b'[words]\nkinds = ["reposicion", "apelacion"]\n'
    shared = from_files("sp-x", {**shared.files, "subprocess.toml": sheet})
    mapping = f'<zeebe:ioMapping><zeebe:input source="{given}" target="kinds" /></zeebe:ioMapping>'
    process = _calling().files["process.bpmn"].decode()
    called = '<zeebe:calledElement processId="sp-x" />'
    folder = folder_with({"process.bpmn": process.replace(called, called + mapping).encode()})
    found = [f for f in check(folder, {"sp-x": shared}) if f.code == "call-word-unknown"]
    assert [f.message for f in found] == [f"«kinds» no puede ser «{word}»." for word in refused]
    assert all("reposicion, apelacion" in f.remedy for f in found)


def test_a_process_without_its_picture_is_told_and_may_be_published():
    _, files = documented_files()
    head, _, rest = files["process.bpmn"].decode().partition("<bpmndi:BPMNDiagram")
    bare = head + rest.partition("</bpmndi:BPMNDiagram>")[2]
    finding = _found(folder_with({"process.bpmn": bare.encode()}))["process-not-drawn"]
    assert finding.severity is Severity.WARNING
    assert "CA.01, CA.02" in finding.message


def test_a_table_that_cannot_be_read_is_told_once_and_not_as_missing():
    folder = edited("decisions/d-revision.dmn", "<text>answers.sessions</text>", "<text></text>")
    codes = [found.code for found in check(folder, {})]
    assert "model-unknown-decision" not in codes
    assert any(code.startswith("decision-") for code in codes)
