"""Celery's entry points: they carry only ids, since the database is the truth."""

import logging
import os
import socket
from uuid import UUID

from celery import shared_task
from django.conf import settings

from engine import commands
from engine.commands import clock
from engine.jobs import absences, custody, draft_warnings, integrity, moving, renewal
from engine.jobs.execution import due_jobs, run_due, run_job
from engine.jobs.limits import limits_of
from engine.jobs.log_sealing import seal_log
from engine.jobs.outbox import deliver_broadcasts, deliver_messages
from engine.payments import gateways, paying, reconciliation
from engine.payments.gateway import GatewayUnavailable
from signatures.errors import TimestampUnavailable

_log = logging.getLogger(__name__)


@shared_task(name="engine.jobs.run", ignore_result=True)
def run(job_id: str, is_limited: bool = False) -> None:
    """Do one job; one with a deadline of its own comes again, in a message with its own limits."""
    seconds = None if is_limited else commands.own_deadline_seconds(UUID(job_id))
    if seconds is None:
        run_job(UUID(job_id), worker_name())
    else:
        run.apply_async((job_id, True), **limits_of(seconds))


@shared_task(name="engine.jobs.sweep", ignore_result=True)
def sweep() -> None:
    """Do the jobs that are due but that no message announced: retries, and what a broker lost.

    Those with a deadline of their own need other limits than this task, so they are only announced.
    """
    for job_id in due_jobs(has_own_deadline=True):
        run.apply_async((str(job_id),), expires=2 * settings.SWEEP_SECONDS + 10)
    run_due(worker_name(), seconds=settings.JOB_DEADLINE_SECONDS)


@shared_task(name="engine.messages.deliver", ignore_result=True)
def deliver_message(message_id: str) -> None:
    """Bring one message to whoever waits for it."""
    commands.deliver_stored(UUID(message_id))


@shared_task(name="engine.messages.sweep", ignore_result=True)
def sweep_messages() -> None:
    """Deliver the messages that nobody announced or that are awaited by now; end those that are over."""
    deliver_messages()


@shared_task(name="engine.broadcasts.deliver", ignore_result=True)
def deliver_broadcast(broadcast_id: str) -> None:
    """Bring one signal to all who waited for it."""
    commands.deliver_broadcast(UUID(broadcast_id))


@shared_task(name="engine.broadcasts.sweep", ignore_result=True)
def sweep_broadcasts() -> None:
    """Bring on the signals that not everybody has yet."""
    deliver_broadcasts()


@shared_task(name="engine.integrity.sweep", ignore_result=True)
def sweep_archive() -> None:
    """Read the next objects of the archive again; what is wrong is noted for the archivist."""
    integrity.sweep_step(clock.now())


@shared_task(name="engine.log.seal", ignore_result=True)
def seal() -> None:
    """Place new events in the log of all cases and stamp its head."""
    _seal(is_whole=False)


@shared_task(name="engine.log.seal_whole", ignore_result=True)
def seal_whole() -> None:
    """The same, after a look for events that came to light late."""
    _seal(is_whole=True)


def _seal(*, is_whole: bool) -> None:
    try:
        seal_log(is_whole=is_whole)
    except TimestampUnavailable as error:
        # The events have their places; the next head covers them.
        _log.warning("the log waits for its timestamp: %s", error)


@shared_task(name="engine.renewal.sweep", ignore_result=True)
def sweep_renewals() -> None:
    """Renew the archive timestamps that are about to end."""
    renewal.sweep()


@shared_task(name="engine.custody.carry_out", ignore_result=True)
def carry_out(act_id: str) -> None:
    """Carry out one act of transfer or disposition."""
    custody.carry_out_act(UUID(act_id))


@shared_task(name="engine.custody.sweep", ignore_result=True)
def sweep_acts() -> None:
    """Go on with acts whose message was lost or whose execution broke off."""
    custody.carry_out_started()


@shared_task(name="engine.drafts.sweep", ignore_result=True)
def sweep_drafts() -> None:
    """Tell of the drafts that end soon; throw away those whose last day is over, and files that nobody filed."""
    draft_warnings.warn()
    expired = commands.expire_drafts()
    if expired.drafts or expired.uploads:
        _log.info("%d drafts and %d uploads expired", expired.drafts, expired.uploads)


@shared_task(name="engine.moving.carry_out", ignore_result=True)
def move_cases(moving_id: str) -> None:
    """Move chosen cases to another version."""
    moving.carry_out(UUID(moving_id))


@shared_task(name="engine.moving.sweep", ignore_result=True)
def sweep_movings() -> None:
    """Go on with movings whose message was lost or whose worker died."""
    moving.carry_out_waiting()


@shared_task(name="engine.absences.sweep", ignore_result=True)
def sweep_absences() -> None:
    """Tell who is away and who stands in that it begins, and that it is over."""
    absences.tell_all(clock.now())


@shared_task(name="engine.payments.sweep", ignore_result=True)
def sweep_payments() -> None:
    """End orders that nobody paid in time, and ask about payments of which no notice came."""
    commands.expire_orders()
    paying.ask_about_silent(gateways.current(), clock.now())


@shared_task(name="engine.payments.reconcile", ignore_result=True)
def reconcile_payments() -> None:
    """Compare yesterday, and the days of the last week that were not, with the bank's statement."""
    try:
        reconciliation.reconcile_due(gateways.current(), clock.now())
    except GatewayUnavailable as error:
        # Beat asks again in an hour, and tomorrow for this day too.
        _log.warning("the bank's statement could not be had: %s", error)


def worker_name() -> str:
    """This process, as people see it beside a job."""
    return f"{socket.gethostname()}:{os.getpid()}"
