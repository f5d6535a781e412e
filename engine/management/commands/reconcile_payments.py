"""`manage.py reconcile_payments [--day 2026-11-20]`: compares a day with the bank's statement."""

import argparse
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.commands import clock
from engine.models import LineKind
from engine.payments import gateways
from engine.payments.gateway import GatewayUnavailable
from engine.payments.reconciliation import reconcile


class Command(BaseCommand):
    help = "Compara los pagos de un día con el extracto del banco; sin --day, los de ayer."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, help="día, como 2026-11-20")

    def handle(self, *_args: Any, **options: Any) -> None:
        yesterday = clock.today() - timedelta(days=1)
        day: date = options["day"] or yesterday
        try:
            row = reconcile(gateways.current(), day)
        except GatewayUnavailable as error:
            raise CommandError(f"No se pudo leer el extracto del {day}: {error}") from error
        out = self.stdout.write
        out(f"{day}: {row.ours} pagos en la ventanilla, {row.theirs} en el banco.")
        if row.confirmed:
            out(f"  {row.confirmed} se confirmaron por el extracto: su aviso no había llegado.")
        differences = row.lines.exclude(kind=LineKind.MATCHED)
        for line in differences:
            state = "abierta" if line.is_open else "resuelta"
            out(f"  {line.get_kind_display()}: {line.reference} ({line.transaction}), {state}")
        if not differences:
            out("  Sin diferencias.")
