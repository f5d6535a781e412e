"""The demonstration serves where it is told, and says so when somebody else is there."""

import os
import socket
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from web.demo.address import choose_port
from web.demo.processes import free_port


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "PUBLIC_URL"):
        # Set first, so that what the command sets is taken away too.
        monkeypatch.setenv(name, "1")
        monkeypatch.delenv(name)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_the_address_of_the_window_follows_the_port(settings):
    assert choose_port(8123) == 8123
    assert settings.PUBLIC_URL == "http://127.0.0.1:8123"
    assert os.environ["PORT"] == "8123"


def test_an_address_that_somebody_set_stays(settings, monkeypatch):
    monkeypatch.setenv("PUBLIC_URL", "https://ventanilla.test")
    settings.PUBLIC_URL = "https://ventanilla.test"
    assert choose_port(8123) == 8123
    assert settings.PUBLIC_URL == "https://ventanilla.test"


def test_without_the_option_the_port_is_that_of_the_environment_or_of_the_address(
    settings, monkeypatch
):
    settings.PUBLIC_URL = "http://127.0.0.1:8234"
    assert choose_port(None) == 8234
    monkeypatch.setenv("PORT", "8345")
    settings.PORT = 8345
    assert choose_port(None) == 8345


def test_a_port_that_is_taken_is_told_before_anything_is_started(settings, taken):
    settings.PKI_URL = f"http://127.0.0.1:{free_port(0)}"
    with pytest.raises(
        CommandError, match=f"El puerto {taken} está ocupado. Elija otro con --port"
    ):
        call_command("demo", port=taken)
