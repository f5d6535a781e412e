"""Celery of the window: one queue, ids only, and a sweep that finds what the broker lost."""

import os
from pathlib import Path

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

from archive.stores import StoreNotWorm, StoreUnknown
from engine.jobs.limits import limits_of
from web import file_queue

_DAY_SECONDS = 86_400.0
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
TRANSPORT_ALIASES["filesystem"] = file_queue.ALIAS


def make_app() -> Celery:
    """The application, on the broker of the settings."""
    made = Celery("ventanilla", broker=settings.BROKER_URL)
    made.conf.update(
        task_default_queue=settings.BROKER_QUEUE,
        task_ignore_result=True,
        task_acks_late=True,
        # A person waits for the page that publishes, and the sweep finds a job without a message.
        task_publish_retry=False,
        broker_connection_timeout=settings.BROKER_TIMEOUT_SECONDS,
        broker_connection_retry_on_startup=True,
        # A worker waits for its broker as long as it takes; Celery gives up at the hundredth try.
        broker_connection_max_retries=None,
        broker_transport_options=_transport_options(settings.BROKER_URL.partition(":")[0]),
        worker_prefetch_multiplier=1,
        **_time_limits(settings.JOB_DEADLINE_SECONDS),
        timezone="America/Bogota",
        beat_schedule=_schedule(),
        beat_schedule_filename=str(Path(settings.VAR_DIR) / "celerybeat-schedule"),
        imports=("engine.jobs.tasks", "engine.timers.tasks", "engine.rehearsal.tasks"),
    )
    return made


def _time_limits(seconds: int) -> dict[str, object]:
    """After how long a task is broken off, and its process replaced if it does not listen.

    A sweep takes no new job after the time of one, so that its last one has all of its own.
    """
    others = {f"task_{name}": limit for name, limit in limits_of(2 * seconds).items()}
    return {**others, "task_annotations": {"engine.jobs.run": limits_of(seconds)}}


def _schedule() -> dict[str, dict[str, object]]:
    quick = ("engine.jobs", "engine.timers", "engine.messages", "engine.broadcasts")
    sweeps = {f"{room}.sweep": settings.SWEEP_SECONDS for room in quick}
    sweeps["engine.timers.slow_sweep"] = settings.SLOW_SWEEP_SECONDS
    sweeps["engine.custody.sweep"] = settings.SLOW_SWEEP_SECONDS
    sweeps["engine.log.seal"] = settings.LOG_SECONDS
    sweeps["engine.log.seal_whole"] = _DAY_SECONDS
    sweeps["engine.renewal.sweep"] = settings.RENEWAL_SECONDS
    sweeps["engine.integrity.sweep"] = settings.ARCHIVE_SWEEP_SECONDS
    sweeps["engine.absences.sweep"] = settings.SLOW_SWEEP_SECONDS
    sweeps["engine.payments.sweep"] = settings.SLOW_SWEEP_SECONDS
    sweeps["engine.moving.sweep"] = settings.SLOW_SWEEP_SECONDS
    sweeps["engine.rehearsal.sweep"] = settings.SLOW_SWEEP_SECONDS
    sweeps["engine.drafts.sweep"] = _DAY_SECONDS
    beats = {task: _sweep(task, seconds) for task, seconds in sweeps.items()}
    # Every morning at 05:00 in Bogotá, and again for as long as the bank may have been silent.
    beats["engine.payments.reconcile"] = {
        "task": "engine.payments.reconcile",
        "schedule": crontab(hour="5-8", minute="0"),
        "options": {"expires": 3600.0},
    }
    return beats


def _sweep(task: str, seconds: float) -> dict[str, object]:
    # Beat goes on while no worker runs: without an end, hours of sweeps would wait for the first one.
    return {"task": task, "schedule": seconds, "options": {"expires": max(10.0, 2 * seconds)}}


def _transport_options(transport: str) -> dict[str, object]:
    if transport == "filesystem":
        return _folder_queue(Path(settings.VAR_DIR) / "broker")
    # One try at each address of the broker: kombu's own would hold a page up for twice the time.
    one_try: dict[str, object] = {
        "max_retries": settings.BROKER_URL.count(";"),
        "interval_start": 0,
        "interval_step": 0,
    }
    if transport not in {"redis", "rediss"}:
        return one_try
    return one_try | {
        "visibility_timeout": settings.BROKER_VISIBILITY_SECONDS,
        "socket_connect_timeout": settings.BROKER_TIMEOUT_SECONDS,
        "socket_timeout": max(settings.BROKER_TIMEOUT_SECONDS, 3.0),
        "socket_keepalive": True,
    }


def _folder_queue(folder: Path) -> dict[str, object]:
    for part in ("queue", "control"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.2,
    }


@worker_init.connect
def _start_on_a_sound_archive(**_given: object) -> None:
    # Here, because this file is read before the applications are loaded.
    from engine.jobs.archive_proof import demand_sound_archive  # noqa: PLC0415

    try:
        demand_sound_archive()
    except (StoreNotWorm, StoreUnknown) as error:
        # Celery logs what a signal raises and goes on; only this ends the worker.
        raise SystemExit(f"{error.code}: {error}") from error


app = make_app()
