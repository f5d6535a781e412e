#!/usr/bin/env python3
"""Verifica las cadenas de eventos de este paquete. Sólo usa Python 3, sin nada más.

Uso: python3 verify_events.py   (en la carpeta del paquete)
Cada evento lleva la huella SHA-256 de su contenido y la huella del anterior: cambiar, quitar o mover uno se nota.
"""

import hashlib
import json
import sys
from pathlib import Path

BAG = Path(__file__).resolve().parent


def verify(file: str, count: int, head: str) -> str:
    """El primer defecto de una cadena, o un texto vacío."""
    previous, number = "0" * 64, 0
    for line in (BAG / file).read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        number += 1
        told = event.pop("hash")
        # De las notas internas de la oficina sólo viene la huella: su contenido no hace parte del expediente.
        is_withheld = event.pop("withheld", False) is True
        # JSON canónico (RFC 8785): claves en orden, sin espacios, en UTF-8.
        text = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if event["seq"] != number or event["previous"] != previous:
            return f"el evento {number} no sigue al anterior"
        if not is_withheld and hashlib.sha256(text.encode("utf-8")).hexdigest() != told:
            return f"el evento {number} fue alterado"
        previous = told
    return "" if (number, previous) == (count, head or "0" * 64) else "falta el final de la cadena"


if __name__ == "__main__":
    found = False
    for name, end in json.loads((BAG / "data/chains.json").read_text(encoding="utf-8")).items():
        wrong = verify(name, end["count"], end["head"])
        found = found or bool(wrong)
        told = wrong or f"la cadena está completa, eventos: {end['count']}"
        sys.stdout.write(f"{name}: {told}\n")
    sys.exit(found)
