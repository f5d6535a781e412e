"""The timestamping services that this window asks, as the settings name them."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from signatures.errors import TimestampSettingsWrong

_DEVELOPMENT_PATH = "/dev/tsa/tsa"
_NUMBERS = ("accuracy_seconds", "timeout_seconds", "clock_tolerance_seconds")
_KNOWN = {"url", "policies", "username", "password_env", *_NUMBERS}


@dataclass(frozen=True, kw_only=True)
class TimestampAuthority:
    """One RFC 3161 service.

    Attributes:
        url: where it answers.
        policies: dotted OIDs of the policies that are accepted; empty: any.
        accuracy_seconds: the largest accuracy that its tokens may state; None: any, and none stated.
        username: for HTTP basic authentication; empty: none.
        password: the same; a secret.
        timeout_seconds: limit for one answer; None: that of all fetching.
        clock_tolerance_seconds: how far its clock and ours may be apart.
    """

    url: str
    policies: tuple[str, ...] = ()
    accuracy_seconds: float | None = None
    username: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float | None = None
    clock_tolerance_seconds: float = 300.0


def configured() -> tuple[TimestampAuthority, ...]:
    """The services in the order in which they are asked.

    `TSA_FILE` has a table for each; without it, `TSA_URL` names services that share the other settings,
    and without that too it is the development PKI's.

    Raises:
        TimestampSettingsWrong: the file is missing or says what cannot be.
    """
    if settings.TSA_FILE:
        return _from_file(Path(settings.TSA_FILE))
    urls = settings.TSA_URL.split() or [settings.PKI_URL.rstrip("/") + _DEVELOPMENT_PATH]
    shared = {
        "policies": settings.TSA_POLICIES.split(),
        "accuracy_seconds": settings.TSA_ACCURACY_SECONDS or None,
        "clock_tolerance_seconds": settings.TSA_CLOCK_SECONDS,
        "username": settings.TSA_USERNAME,
    }
    return tuple(_one({"url": url, **shared}, settings.TSA_PASSWORD) for url in urls)


def _from_file(path: Path) -> tuple[TimestampAuthority, ...]:
    try:
        tables = tomllib.loads(path.read_text("utf-8")).get("tsa", [])
        found = tuple(_one(table, _secret(table)) for table in tables)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise TimestampSettingsWrong(detail=str(error)[:200]) from error
    if not found:
        raise TimestampSettingsWrong(detail="[[tsa]]")
    return found


def _secret(table: Mapping[str, Any]) -> str:
    """The password stands in the environment, under the name that the file gives."""
    name = table.get("password_env", "")
    if name and name not in os.environ:
        raise ValueError(name)
    return os.environ[name] if name else ""


def _one(table: Mapping[str, Any], password: str) -> TimestampAuthority:
    if not set(table) <= _KNOWN:
        raise ValueError(", ".join(sorted(set(table) - _KNOWN)))
    numbers = {name: float(table[name]) for name in _NUMBERS if table.get(name) is not None}
    return TimestampAuthority(
        url=str(table.get("url", "")),
        policies=tuple(table.get("policies", ())),
        username=str(table.get("username", "")),
        password=password,
        **numbers,
    )
