"""`manage.py load_trd`: puts the entity's written TRD into the database as its first version."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from archive.records import versions
from archive.records.schedule import load_trd
from bpmn.entity import trd_source
from engine.clock import BOGOTA
from engine.commands import clock


class Command(BaseCommand):
    help = (
        "Carga la TRD de la entidad como primera versión; si ya hay una adoptada, no cambia nada."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        moment = clock.now()
        loaded = versions.load(
            load_trd(trd_source(settings.ENTITY)),
            today=moment.astimezone(BOGOTA).date(),
            now=moment,
        )
        if loaded is None:
            self.stdout.write("Ya hay una TRD adoptada. No se cambió nada.")
        else:
            self.stdout.write(f"Se cargó la TRD {loaded.name}, vigente desde {loaded.valid_from}.")
