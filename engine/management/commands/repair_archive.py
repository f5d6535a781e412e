"""`manage.py repair_archive`: mends what the integrity sweep found, from the replica."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.custody.replica import Outcome
from archive.stores import StoreError
from engine.commands import clock
from engine.jobs import integrity

_SAID: Mapping[Outcome, str] = {
    Outcome.REPAIRED: "reparado",
    Outcome.NO_GOOD_COPY: "sin reparar: la réplica no tiene una copia con la huella correcta",
    Outcome.STORE_KEEPS_IT: "sin reparar: el almacén no recibió la copia",
    Outcome.FOR_A_PERSON: "sin reparar: lo decide una persona",
}


class Command(BaseCommand):
    help = "Repara desde la réplica lo que halló la revisión; sólo copia bytes cuya huella es la correcta."

    def handle(self, *_args: Any, **_options: Any) -> None:
        left = 0
        try:
            for done in integrity.repair_all(clock.now()):
                left += done.outcome is not Outcome.REPAIRED
                self.stdout.write(
                    f"{done.finding.store_key}  {done.finding.get_kind_display()}: {_SAID[done.outcome]}"
                )
        except StoreError as error:
            raise CommandError(
                f"El archivo no responde ({error.code}). Repita la orden."
            ) from error
        self.stdout.write(f"{left} hallazgos sin reparar." if left else "Nada queda por reparar.")
        if left:
            raise SystemExit(1)
