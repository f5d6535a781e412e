"""Celery of the window: one queue, ids only, and a sweep that finds what the broker lost."""

import os
from pathlib import Path

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")


def make_app() -> Celery:
    """The application, on the broker of the settings."""
    made = Celery("ventanilla", broker=settings.BROKER_URL)
    made.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        broker_connection_retry_on_startup=True,
        worker_prefetch_multiplier=1,
        timezone="America/Bogota",
        beat_schedule={"sweep": {"task": "engine.jobs.sweep", "schedule": settings.SWEEP_SECONDS}},
        beat_schedule_filename=str(Path(settings.VAR_DIR) / "celerybeat-schedule"),
        imports=("engine.jobs.tasks",),
    )
    if settings.BROKER_URL.startswith("filesystem:"):
        made.conf.broker_transport_options = _folder_queue(Path(settings.VAR_DIR) / "broker")
    return made


def _folder_queue(folder: Path) -> dict[str, object]:
    for part in ("queue", "control"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.2,
    }


app = make_app()
