"""What somebody might write to do harm is refused, with the file and the place named, and never crashes a check."""

import io
import json
import stat
import zipfile
from typing import Any

import pytest

from bpmn.apps import home_entity
from bpmn.checks import check_files
from bpmn.package import FolderRefused, from_zip
from bpmn.versions import shelf_library
from tests.bpmn.samples import documented_files

SLUG, FILES = documented_files()
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
)
XML = '<?xml version="1.0" encoding="UTF-8"?>'
CONDITION = '<bpmn:conditionExpression>=route = "REVISAR"'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def _swapped(path: str, old: str, new: str) -> tuple[str, bytes]:
    text = FILES[path].decode()
    assert old in text
    return path, text.replace(old, new).encode()


def _flow(old: str, new: str) -> tuple[str, bytes]:
    return _swapped("process.bpmn", old, new)


def _form(**component: Any) -> tuple[str, bytes]:
    form = json.loads(FILES["forms/inicio.form"])
    form["components"].append({"id": "malo", **component})
    return "forms/inicio.form", json.dumps(form).encode()


def _after(path: str, text: str) -> tuple[str, bytes]:
    return path, FILES[path] + text.encode()


def _template(text: str) -> tuple[str, bytes]:
    return _after("documents/constancia.typ", f"\n{text}\n")


def _message(text: str) -> tuple[str, bytes]:
    return _after("messages/entrega.md", f"\n{text}\n")


def _drawing(inside: str) -> tuple[str, bytes]:
    return "documents/logo.svg", f"{SVG}{inside}</svg>".encode()


NEST = '<bpmn:subProcess id="q">' * 3000 + "</bpmn:subProcess>" * 3000
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
IMPORT = '<bpmn:import importType="x" location="file:///etc/passwd" namespace="x"/>'
JAVA = 'function() external {java: {class: "java.lang.Runtime", method: "exec"}}'
CASES = {
    "entities in a flow": (_flow(XML, ENTITIES), "model-xml-doctype"),
    "an import in a flow": (_flow("<bpmn:process id", IMPORT + "<bpmn:process id"), "import-outside"),
    "an inclusion in a flow": (
        _flow("<bpmn:process id", INCLUDE + "<bpmn:process id"),
        "model-unsupported-element",
    ),
    "a flow too deep": (_flow('<bpmn:endEvent id="CA.16"', NEST + '<bpmn:endEvent id="CA.16"'), "model-xml-malformed"),
    "a foreign condition": (
        _flow(CONDITION, '<bpmn:conditionExpression language="python">__import__("os")'),
        "model-unsupported-attribute",
    ),
    "FEEL too deep": (_flow(CONDITION, f"{CONDITION[:-17]}{'(' * 5000}1{')' * 5000}"), "model-feel-syntax"),
    "FEEL too long": (_flow(CONDITION, f"{CONDITION[:-17]}{'1+' * 60000}1"), "model-feel-syntax"),
    "another encoding declared": (_flow('encoding="UTF-8"', 'encoding="ISO-8859-1"'), "encoding-not-utf8"),
    "another encoding": (("process.bpmn", FILES["process.bpmn"].decode().encode("utf-16")), "folder-not-utf8"),
    "entities in a table": (_swapped("decisions/d-revision.dmn", XML, ENTITIES), "decision-xml-doctype"),
    "a foreign function in a table": (
        _swapped("decisions/d-revision.dmn", "&lt;= sheet.parameters.jornadas_sin_revision", JAVA),
        "decision-external-function",
    ),
    "a form too deep": (("forms/inicio.form", b"[" * 100_000 + b"]" * 100_000), "form-form-malformed"),
    "a name twice in a form": (
        _swapped("forms/inicio.form", '"type": "default",', '"type": "default", "type": "x",'),
        "form-name-twice",
    ),
    "a script in a form": (_form(type="text", text="<script>alert(1)</script>"), "markup-html"),
    "a handler in a form": (_form(type="text", text="<img src=x onerror=alert(1)>"), "markup-html"),
    "a link that runs in a form": (_form(type="text", text="[x](javascript:alert(1))"), "markup-link"),
    "HTML in a form": (_form(type="html", content="<b>x</b>"), "form-unknown-component"),
    "a frame in a form": (_form(type="iframe", url="https://mal.test"), "form-unknown-component"),
    "a script in a message": (_message("<script>alert(1)</script>"), "markup-html"),
    "a link that runs in a message": (_message("[x](JavaScript:alert(1))"), "markup-link"),
    "a tracking picture": (_message("![x](https://mal.test/p.gif)"), "markup-picture"),
    "a NUL": (_message("\0"), "folder-not-utf8"),
    "a document that reads the disk": (_template('#read("/etc/passwd")'), "document-outside"),
    "over two lines": (_template('#read(\n  "/etc/passwd"\n)'), "document-outside"),
    "by another name": (_template('#let f = read\n#f("x")'), "document-outside"),
    "a document that reads its folder's parent": (_template('#read("../procedure.toml")'), "document-outside"),
    "a package from the network": (_template('#import "@preview/cetz:0.1.0"'), "document-outside"),
    "a document that evaluates": (_template('#eval("1")'), "document-eval"),
    "a sheet too deep": (_after("procedure.toml", f"\nx = {'[' * 5000}{']' * 5000}\n"), "sheet-not-toml"),
    "a scenario too deep": (_after("scenarios/ca-e1.yaml", f"x: {'[' * 3000}{']' * 3000}\n"), "scenario-not-yaml"),
    "an object in a scenario": (_after("scenarios/ca-e1.yaml", "x: !!python/object/apply:os.system ['id']\n"), "scenario-not-yaml"),
    "a script in a drawing": (_drawing("<script>alert(1)</script>"), "picture-active"),
    "a handler in a drawing": (_drawing('<g onload="alert(1)"/>'), "picture-active"),
    "a file in a drawing": (_drawing('<image xlink:href="file:///etc/passwd"/>'), "picture-active"),
    "a style from elsewhere": (_drawing("<style>@import 'https://mal.test/a.css';</style>"), "picture-active"),
    "entities in a drawing": (("documents/logo.svg", f"{ENTITIES}{SVG}&b;</svg>".encode()), "picture-xml-doctype"),
    "a program as a picture": (("documents/logo.png", b"MZ\x90\0"), "picture-other-kind"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_with_its_place(name: str) -> None:
    (path, content), code = CASES[name]
    found = check_files(SLUG, {**FILES, path: content}, shelf_library(), entity=home_entity())
    named = [one for one in found if one.code == code]
    assert named, [str(one) for one in found]
    assert all(one.file == path and one.message and one.remedy for one in named)


def test_references_that_swell_are_read_in_no_time() -> None:
    rows = "".join(
        f"b{number}: &b{number} [{', '.join([f'*b{number - 1}'] * 9)}]\n" for number in range(1, 10)
    )
    path, content = _after("scenarios/ca-e1.yaml", f"b0: &b0 [x, x, x]\n{rows}")
    found = check_files(SLUG, {**FILES, path: content}, {})
    assert any(one.code == "scenario-unknown-key" for one in found)


def _zip(*entries: tuple[str, bytes], mode: int = stat.S_IFREG) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in FILES.items():
            archive.writestr(f"{SLUG}/{path}", body)
        for path, body in entries:
            info = zipfile.ZipInfo(path)
            info.external_attr = (mode | 0o644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, body)
    return out.getvalue()


MEGABYTE = 1024 * 1024
ZIPS = {
    "parent": (_zip((f"{SLUG}/../../fuera.md", b"x")), "folder-path"),
    "absolute": (_zip(("/etc/cron.d/x", b"x")), "folder-path"),
    "drive": (_zip((f"{SLUG}/C:\\x.md", b"x")), "folder-path"),
    "link": (_zip((f"{SLUG}/messages/l.md", b"/etc/passwd"), mode=stat.S_IFLNK), "folder-link"),
    "ratio": (_zip((f"{SLUG}/messages/b.md", b"a" * MEGABYTE)), "folder-bomb"),
    "too large": (_zip((f"{SLUG}/messages/b.md", b"a" * (3 * MEGABYTE))), "folder-too-big"),
    "too many": (_zip(*((f"{SLUG}/messages/m{n}.md", b"x") for n in range(300))), "folder-too-big"),
    "no zip": (b"PK\x03\x04 nothing", "folder-not-zip"),
    "empty": (b"", "folder-not-zip"),
}


@pytest.mark.parametrize("name", ZIPS)
def test_a_hostile_zip_is_refused(name: str) -> None:
    content, code = ZIPS[name]
    with pytest.raises(FolderRefused) as refusal:
        from_zip(content)
    assert code in {finding.code for finding in refusal.value.findings}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_in_a_zip_is_refused() -> None:
    content = _zip((f"{SLUG}/messages/entrega.md", b"otra cosa"))
    with pytest.raises(FolderRefused) as refusal:
        from_zip(content)
    assert {finding.code for finding in refusal.value.findings} == {"folder-twice"}
