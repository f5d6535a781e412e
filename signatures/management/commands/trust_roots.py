"""`manage.py trust_roots list|add|withdraw`: the managed list of trusted authorities."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand

from signatures import roots
from signatures.errors import SignatureError
from signatures.models import RootUse, TrustRoot
from signatures.moment import moment

_REFUSED = 1


class Command(BaseCommand):
    help = "Raíces de confianza: las lista, agrega una o retira una. Queda en la historia."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="las raíces, con su huella y su estado")
        add = actions.add_parser("add", help="agrega la raíz de una autoridad")
        add.add_argument("file", type=Path, help="certificado, PEM o DER")
        add.add_argument("--use", choices=RootUse.values, default=RootUse.BOTH.value)
        add.add_argument("--source", required=True, help="de dónde se tomó y cómo se comprobó")
        add.add_argument("--reason", required=True, help="por qué se necesita")
        withdraw = actions.add_parser("withdraw", help="deja de confiar en una raíz")
        withdraw.add_argument("sha256", help="huella SHA-256, con o sin dos puntos")
        withdraw.add_argument("--reason", required=True, help="por qué")
        withdraw.add_argument(
            "--distrust-after",
            type=datetime.fromisoformat,
            help="fecha ISO: lo que una estampa pruebe anterior sigue valiendo; sin ella, nada vale",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(options)
        except SignatureError as error:
            self.stderr.write(f"No se cambió nada: {error}")
            sys.exit(_REFUSED)
        except OSError as error:
            self.stderr.write(f"No se pudo leer {error.filename}: {error.strerror}.")
            sys.exit(_REFUSED)

    def _list(self, options: dict[str, Any]) -> None:
        del options
        for root in TrustRoot.objects.all():
            state = "activa"
            if root.withdrawn_at is not None:
                state = f"retirada el {root.withdrawn_at:%Y-%m-%d}: {root.withdrawal_reason}"
            self.stdout.write(f"{root.sha256}  {root.name}  ({root.get_use_display()})  {state}")

    def _add(self, options: dict[str, Any]) -> None:
        added = roots.add(
            options["file"].read_bytes(),
            use=RootUse(options["use"]),
            source=options["source"],
            reason=options["reason"],
            by=None,
            now=moment(None),
        )
        self.stdout.write(f"Se agregó «{added.name}», huella {added.sha256}.")

    def _withdraw(self, options: dict[str, Any]) -> None:
        end = options["distrust_after"]
        if end is not None and end.tzinfo is None:
            end = end.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
        gone = roots.withdraw(
            options["sha256"].replace(":", "").lower(),
            reason=options["reason"],
            by=None,
            now=moment(None),
            distrust_after=end,
        )
        self.stdout.write(f"Se retiró «{gone.name}».")
