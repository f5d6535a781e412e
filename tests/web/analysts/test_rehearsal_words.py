"""What a rehearsal found is told to analysts in Spanish, whatever the engine calls it."""

import pytest

from web.analysts.rehearsal_words import in_words


@pytest.mark.parametrize(
    ("difference", "told"),
    [
        (
            "path: expected ('a', 'b'), actual ('a',)",
            "Recorrido: se esperaba «a, b» y fue «a».",
        ),
        ("otro: outcome: expected A, actual ", "Resultado de otro: se esperaba «A» y fue nada."),
        (
            "scenarios/e2.yaml line 45: firmar.06: no item waits there",
            "Línea 45 del escenario: en «firmar.06» no espera ninguna tarea.",
        ),
        (
            "scenarios/e2.yaml line 4: revisar: no item waits there for ventanilla",
            "Línea 4 del escenario: en «revisar» no espera ninguna tarea para «ventanilla».",
        ),
        (
            "scenarios/e2.yaml line 9: msg.pago: nothing waits for it under '7'",
            "Línea 9 del escenario: nadie espera el mensaje «msg.pago» con la clave «7».",
        ),
        (
            "answers refused: {'purpose': ['Conteste.'], 'since': ['Es de mañana.']}",
            "El formulario no recibe las respuestas: purpose: Conteste. since: Es de mañana.",
        ),
        (
            "IntegrityError: UNIQUE constraint failed",
            "El ensayo se interrumpió por una falla del programa, no del trámite. Avise a sistemas: IntegrityError: UNIQUE constraint failed",
        ),
        ("algo que nadie previó", "algo que nadie previó"),
    ],
    ids=["path", "other case", "item", "group", "message", "answers", "broke off", "unknown"],
)
def test_what_a_rehearsal_found_is_told_in_spanish(difference, told) -> None:
    assert in_words(difference) == told
