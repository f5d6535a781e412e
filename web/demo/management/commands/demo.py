"""`manage.py demo`: set up, file one case, serve the window, stop everything on Ctrl-C."""

import argparse
import os
import signal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from web.demo.address import choose_port, require_free
from web.demo.bank import simulate_bank
from web.demo.first_case import FirstCase, file_first_case
from web.demo.installation import PASSWORD, PIN, DemoPerson, install
from web.demo.outside import simulate_services
from web.demo.processes import ProcessDied, Processes


class Command(BaseCommand):
    help = "Pone en marcha la ventanilla de demostración y radica un caso de principio a fin."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--procedure", default=settings.DEMO_PROCEDURE)
        parser.add_argument("--scenario", default=settings.DEMO_SCENARIO)
        parser.add_argument("--no-case", action="store_true", help="Sólo servir lo que ya hay.")
        parser.add_argument("--install-only", action="store_true", help="Sólo preparar los datos.")
        parser.add_argument("--only", nargs="+", help="Publicar sólo estos trámites del estante.")
        parser.add_argument(
            "--port",
            type=int,
            help="Puerto de la ventanilla; también PORT. PUBLIC_URL lo sigue si nadie la fijó.",
        )
        parser.add_argument("--no-serve", action="store_true", help="Radicar el caso y terminar.")

    def handle(self, *_args: Any, **options: Any) -> None:
        # A shell that starts us in the background leaves SIGINT ignored.
        signal.signal(signal.SIGINT, _interrupt)
        signal.signal(signal.SIGTERM, _interrupt)
        port = choose_port(options["port"])
        pki_port = urlsplit(settings.PKI_URL).port or _PKI_PORT
        if not options["install_only"]:
            require_free(pki_port, "Es el de la PKI de desarrollo: elija otro con PKI_URL.")
            if not options["no_serve"]:
                require_free(port, "Elija otro con --port.")
        people = install(
            lambda what: self.stdout.write(f"  preparando: {what}"), only=options["only"]
        )
        if options["install_only"]:
            return
        # All accounts share one password here, which is printed: a code would protect nothing.
        os.environ.setdefault("REQUIRE_SECOND_FACTOR", "0")
        try:
            with Processes(Path(settings.VAR_DIR) / "logs") as processes:
                processes.start(
                    "pki",
                    [*_PKI, "--directory", str(settings.PKI_DIR), "--port", str(pki_port)],
                    port=pki_port,
                )
                services = simulate_services(processes)
                bank = simulate_bank(processes)
                processes.start("worker", _WORKER)
                if not options["no_case"]:
                    self._print_case(file_first_case(options["procedure"], options["scenario"]))
                if not options["no_serve"]:
                    processes.start(
                        "web",
                        [
                            "gunicorn",
                            "-c",
                            "python:web.serving",
                            "web.wsgi",
                            "--bind",
                            f"127.0.0.1:{port}",
                        ],
                        port=port,
                    )
                    self._print_people(people)
                    self.stdout.write(_SWITCHES.format(services=services))
                    self.stdout.write(_BANK.format(bank=bank))
                    processes.watch()
        except KeyboardInterrupt:
            self.stdout.write(
                "\nTodo lo que se puso en marcha quedó detenido. Los datos siguen en var/."
            )
        except ProcessDied as died:
            raise CommandError(f"Se detuvo una parte: {died}. Mire ese archivo.") from died

    def _print_case(self, case: FirstCase) -> None:
        out = self.stdout.write
        out(f"\n{case.procedure}")
        out(f"  Radicado:   {case.radicado}")
        out("  Recorrido:  " + " > ".join(element for _, element, _ in case.path))
        out(f"  Resultado:  {case.outcome}")
        out(f"  PDF:        {case.pdf}")
        verdict = "VÁLIDO" if case.report.valid else "NO VÁLIDO"
        signers = ", ".join(signer.name for signer in case.report.signers)
        out(f"  Verificado: {verdict}, nivel {case.report.level}, firmado por {signers}")

    def _print_people(self, people: list[DemoPerson]) -> None:
        out = self.stdout.write
        out(f"\nLa ventanilla está en {settings.PUBLIC_URL} (Ctrl-C la detiene).")
        out(f"Cuentas de demostración, todas con la contraseña «{PASSWORD}»:")
        for person in people:
            out(f"  {person.email:32} {person.name}, {person.role}")
        out(f"El PIN de firma de los funcionarios es «{PIN}».")
        if os.environ["REQUIRE_SECOND_FACTOR"] == "0":
            out(
                "Aquí no se pide segundo factor; REQUIRE_SECOND_FACTOR=1 lo pide, como en producción."
            )
        out("")


_SWITCHES = (
    "Las otras entidades se simulan en {services}. Para que una falle, responda tarde o mienta:\n"
    '  curl -X POST {services}/control/rues -d \'{{"mood": "down"}}\'\n'
)
_BANK = "Los pagos van al banco simulado, en {bank}: usted elige si aprueba, rechaza o calla.\n"
_PKI_PORT = 8010
_PKI = ["signatures.devpki", "serve"]
_WORKER = ["celery", "-A", "web", "worker", "-B", "--concurrency", "1", "--loglevel", "WARNING"]


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
