"""A real window and a real Chromium."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.installation import ROOT, Installation

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# On a machine that does much else a page may take longer than the five seconds of Playwright.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; the marker `chromium` has looked for it."""
    return shutil.which("chromium") or ""


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    """Closed after each module: while it is open, its event loop runs in this thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def installation(tmp_path_factory, chromium) -> Installation:
    made = Installation(tmp_path_factory.mktemp("window"))
    # On a busy machine quicker sweeps fill the queue, and what pages ask of the workers waits behind them.
    made.env["SWEEP_SECONDS"] = "2"
    return made


@pytest.fixture(scope="session")
def window(installation) -> Iterator[str]:
    with installation.served() as address:
        yield address


@pytest.fixture
def opened(browser, window, request):
    """Opens a browser of one's own: `opened(DESK, javascript=False)`."""
    contexts = []

    def open_page(size: dict[str, int] = DESK, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport=size,
            java_script_enabled=javascript,
            base_url=window,
            locale="es-CO",
            timezone_id="America/Bogota",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def photograph():
    """Keeps a picture of a page when SCREENSHOTS=1; otherwise does nothing."""
    folder: Path = ROOT / "screenshots"

    def take(page: Page, name: str) -> None:
        if os.environ.get("SCREENSHOTS") == "1":
            folder.mkdir(exist_ok=True)
            width = page.viewport_size["width"] if page.viewport_size else 0
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)

    return take
