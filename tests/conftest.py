"""What all tests share: hypothesis profile and the rule that no test reaches outside this machine."""

from hypothesis import settings
from pytest_socket import socket_allow_hosts

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")


def pytest_runtest_setup() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
