"""`manage.py encrypt_keys`: encrypt the key files at rest with the first key of KEY_ENCRYPTION."""

from typing import Any

from django.core.management.base import BaseCommand

from signatures import keys
from signatures.keys.config import from_settings


class Command(BaseCommand):
    help = "Cifra otra vez las llaves guardadas, con la primera clave de KEY_ENCRYPTION."

    def handle(self, *_args: Any, **options: Any) -> None:
        count = keys.encrypt_again(from_settings())
        if options["verbosity"]:
            self.stdout.write(f"{count} llaves cifradas con la primera clave.")
