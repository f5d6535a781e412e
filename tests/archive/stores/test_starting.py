"""No process of the window starts on an archive that does not keep what it locks."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.stores import AccessKeys, least_privilege, open_store
from tests.archive.stores.conftest import BUCKETS
from tests.archive.stores.s3_simulator import S3Simulator

KEYS = AccessKeys("window", "secret")
ROOT = Path(__file__).resolve().parents[3]
WEB = [sys.executable, "-W", "ignore", "-c", "import web.wsgi; print('started')"]
WORKER = [sys.executable, "-m", "celery", "-A", "web", "worker", "--pool", "solo", "-l", "INFO"]


@pytest.fixture
def env(tmp_path):
    def of(url: str, keys: AccessKeys) -> dict[str, str]:
        return os.environ | {
            "VAR_DIR": str(tmp_path),
            "BROKER_URL": "filesystem://",
            "DJANGO_SETTINGS_MODULE": "web.settings",
            "ARCHIVE_URL": url,
            "ARCHIVE_ACCESS_KEY": keys.access,
            "ARCHIVE_SECRET_KEY": keys.secret,
        }

    return of


def run(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=90
    )


@pytest.mark.parametrize("command", [WEB, WORKER], ids=["web", "worker"])
def test_a_process_refuses_an_archive_that_lets_a_locked_object_go(env, command) -> None:
    with S3Simulator("delete-version").running() as endpoint:
        url = f"s3://record?endpoint={endpoint}&mode=COMPLIANCE"

        ended = run(command, env(url, KEYS))

    assert ended.returncode != 0
    assert "delete-version" in ended.stderr
    assert "started" not in ended.stdout
    assert "ready" not in ended.stderr


def test_a_process_starts_while_the_archive_is_away(env) -> None:
    url = "s3://record?endpoint=http://127.0.0.1:9&mode=COMPLIANCE"

    ended = run(WEB, env(url, KEYS))

    assert ended.returncode == 0, ended.stderr
    assert "started" in ended.stdout


@pytest.mark.minio
def test_web_and_worker_start_on_minio_and_leave_the_evidence_there(
    env, thrown_away, window_keys
) -> None:
    url = thrown_away.address(thrown_away.new_bucket(BUCKETS))
    store = open_store(url, window_keys)

    ended = run(WEB, env(url, window_keys))
    assert ended.returncode == 0, ended.stderr
    first = set(store.proofs.keys())
    worker = subprocess.Popen(
        WORKER, cwd=ROOT, env=env(url, window_keys), stderr=subprocess.PIPE, text=True
    )
    assert worker.stderr is not None
    said = next((line for line in worker.stderr if "ready" in line), "")
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=60)

    assert said
    assert len(first) == 2
    assert set(store.proofs.keys()) == first


def prove_store(settings, url: str, keys: AccessKeys, *arguments: str) -> str:
    settings.ARCHIVE_URL = url
    settings.ARCHIVE_ACCESS_KEY, settings.ARCHIVE_SECRET_KEY = keys.access, keys.secret
    said = io.StringIO()
    call_command("prove_store", *arguments, stdout=said)
    return said.getvalue()


@pytest.mark.minio
def test_prove_store_tells_each_attempt_and_where_the_evidence_lies(
    settings, thrown_away, window_keys
) -> None:
    url = thrown_away.address(thrown_away.new_bucket(BUCKETS))

    told = prove_store(settings, url, window_keys)
    proof = json.loads(prove_store(settings, url, window_keys, "--json"))

    assert proof["key"] in told
    assert "eliminar el objeto: 400 InvalidRequest" in told
    assert "eliminar el depósito entero: 403 AccessDenied" in told
    kept = open_store(url, window_keys).proofs.get(proof["key"])
    assert json.loads(kept) == proof["evidence"]


def test_prove_store_names_what_a_server_allowed(settings) -> None:
    with (
        S3Simulator("shorten").running() as endpoint,
        pytest.raises(CommandError, match="el servidor permitió acortar su retención"),
    ):
        prove_store(settings, f"s3://record?endpoint={endpoint}&mode=COMPLIANCE", KEYS)


def test_prove_store_works_on_the_folder_too(settings, tmp_path) -> None:
    told = prove_store(settings, f"file://{tmp_path / 'archive'}", AccessKeys("", ""))

    assert "Evidencia: sha256:" in told


def test_prove_store_prints_what_the_window_has_to_be_allowed(settings) -> None:
    url = "s3://record?endpoint=https://s3.example&mode=COMPLIANCE"

    policy = json.loads(prove_store(settings, url, KEYS, "--policy"))

    assert policy == least_privilege("record")
