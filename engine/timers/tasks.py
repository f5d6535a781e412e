"""Celery's entry points of time; they carry nothing, since the tables say what is due."""

from celery import shared_task

from engine import commands
from engine.timers import firing


@shared_task(name="engine.timers.sweep", ignore_result=True)
def sweep() -> None:
    """Fire what is due."""
    firing.fire_due()
    firing.start_due()


@shared_task(name="engine.timers.slow_sweep", ignore_result=True)
def slow_sweep() -> None:
    """Keep up with what is published, and let conditions look at the time."""
    commands.sync_start_timers()
    firing.check_conditions()
