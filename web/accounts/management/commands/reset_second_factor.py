"""`manage.py reset_second_factor EMAIL --reason …`: for when nobody of the administrators can sign in."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.commands import clock
from web.accounts.models import User
from web.accounts.second_factor import reset_second_factor


class Command(BaseCommand):
    help = "Quita el segundo factor de una persona que lo perdió; al entrar activa otro."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="Cómo se comprobó que es ella.")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"No hay una cuenta con el correo {options['email']}.")
        if not reset_second_factor(user, reason=options["reason"], by=None, now=clock.now()):
            raise CommandError(f"{user} no tiene segundo factor.")
        self.stdout.write(f"{user} activa otro segundo factor la próxima vez que entre.")
