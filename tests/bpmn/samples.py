"""The folder that docs/procedure-folder.md documents, as other tests of this room use and break it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bpmn.package import Folder, from_files

PAGE = Path(__file__).resolve().parents[2] / "docs" / "procedure-folder.md"
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
_FILE = re.compile(r"^#### `([\w-]+)/([^`]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def documented_files() -> tuple[str, dict[str, bytes]]:
    """Slug and files of the page's whole example."""
    found = _FILE.findall(PAGE.read_text(encoding="utf-8"))
    slugs = {slug for slug, _, _ in found}
    assert len(slugs) == 1, slugs
    return slugs.pop(), {path: body.encode() for _, path, body in found}


def written(root: Path) -> Path:
    """The page's whole example as a folder below `root`."""
    slug, files = documented_files()
    for path, body in files.items():
        target = root / slug / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    return root / slug


def folder_with(changes: Mapping[str, bytes | None] | None = None) -> Folder:
    """The example with some files changed, added or (None) taken away."""
    slug, files = documented_files()
    for path, body in (changes or {}).items():
        if body is None:
            files.pop(path)
        else:
            files[path] = body
    return from_files(slug, files)


def edited(path: str, old: str, new: str) -> Folder:
    """The example with one text replaced in one file."""
    _, files = documented_files()
    text = files[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    return folder_with({path: text.replace(old, new).encode()})


def shared_folder(slug: str, process: bytes | None = None) -> Folder:
    """A shared folder with one task of a type, or with the diagram given."""
    sheet = f'slug = "{slug}"\nkind = "shared"\nofficial_name = "X"\npurpose = "X"\n'
    return from_files(
        slug,
        {
            "subprocess.toml": sheet.encode(),
            "process.bpmn": process or one_task(slug, "case.number"),
        },
    )


def one_task(slug: str, job_type: str) -> bytes:
    """A diagram with one service task."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="urn:x">
  <bpmn:process id="{slug}" isExecutable="true">
    <bpmn:startEvent id="s"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:serviceTask id="numera"><bpmn:extensionElements>
      <zeebe:taskDefinition type="{job_type}" /></bpmn:extensionElements>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:serviceTask>
    <bpmn:endEvent id="e" name="X"><bpmn:incoming>f2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="numera" />
    <bpmn:sequenceFlow id="f2" sourceRef="numera" targetRef="e" />
  </bpmn:process>
</bpmn:definitions>
""".encode()
