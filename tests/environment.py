"""Loaded before Django's settings: every test process gets a folder of its own and no outside part."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="ventanilla-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["VAR_DIR"] = _folder
os.environ["DATABASE_URL"] = f"sqlite:///{_folder}/tests.sqlite3"
os.environ["BROKER_URL"] = "memory://"
os.environ["PUBLIC_URL"] = "http://127.0.0.1:8000"
