import json

import pytest
from django.core.management import CommandError, call_command

from bpmn import versions
from tests.bpmn.samples import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr("bpmn.versions.publishing.home_entity", lambda: None)
    monkeypatch.setattr("bpmn.management.commands.procedures.home_entity", lambda: None)
    (tmp_path / "shared").mkdir()
    return written(tmp_path)


def _shared(place):
    return f"--shared={place.parent / 'shared'}"


def test_check_says_that_a_folder_is_fine(place, capsys):
    call_command("procedures", "check", str(place), _shared(place))
    assert capsys.readouterr().out == f"{place.name}: bien\n"


def test_check_fails_and_says_what_to_mend(place, capsys):
    (place / "forms" / "revisar.form").unlink()
    with pytest.raises(CommandError):
        call_command("procedures", "check", str(place), _shared(place))
    out = capsys.readouterr().out
    assert "1 errores, 0 avisos" in out
    assert "process.bpmn [CA.07]" in out


def test_check_speaks_json(place, capsys):
    (place / "extra.txt").write_text("x")
    with pytest.raises(CommandError):
        call_command("procedures", "check", str(place), "--json", _shared(place))
    found = json.loads(capsys.readouterr().out)
    assert [finding["code"] for finding in found[place.name]] == ["folder-unknown-entry"]


def test_publish_and_list(place, capsys):
    call_command(
        "procedures", "publish", str(place), "--author=ana", "--publisher=luis", _shared(place)
    )
    call_command("procedures", "list")
    assert f"{place.name} v1" in capsys.readouterr().out
    assert versions.current(place.name) is not None


@pytest.mark.parametrize("publisher", ["ana", "luis"], ids=["same person", "errors"])
def test_publish_refuses(place, publisher):
    if publisher == "luis":
        (place / "forms" / "revisar.form").unlink()
    with pytest.raises(CommandError):
        call_command(
            "procedures",
            "publish",
            str(place),
            "--author=ana",
            f"--publisher={publisher}",
            _shared(place),
        )
    assert versions.current(place.name) is None
