"""Loaded before Django's settings: every test process gets a folder of its own and no outside part.

With TEST_DATABASE=postgres the database is one of its own on the PostgreSQL of the tests.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from urllib.parse import urlsplit

from tests import parts

ON_POSTGRES = os.environ.get("TEST_DATABASE", "sqlite") == "postgres"

_folder = tempfile.mkdtemp(prefix="ventanilla-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["VAR_DIR"] = _folder
os.environ["DATABASE_URL"] = f"sqlite:///{_folder}/tests.sqlite3"
if ON_POSTGRES:
    # A name of its own: runs of other worktrees use the same server at the same time.
    _name = f"run_{secrets.token_hex(4)}"
    os.environ["DATABASE_URL"] = (
        urlsplit(parts.url("TEST_POSTGRES_URL"))._replace(path=f"/{_name}").geturl()
    )
# Officials of tests sign in without a code; the tests of the second factor ask for it.
os.environ["REQUIRE_SECOND_FACTOR"] = "0"
os.environ["BROKER_URL"] = "memory://"
os.environ["PUBLIC_URL"] = "http://127.0.0.1:8000"
