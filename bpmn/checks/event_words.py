"""Spanish sentences for what the compiler finds in events, loops and sub-processes, by its code."""

from collections.abc import Mapping

_FEEL = "Revise la expresión FEEL; va después de un «=»."

EVENT_WORDS: Mapping[str, tuple[str, str]] = {
    "boundary-on-wrong-element": (
        "Este evento de borde no cabe sobre «{detail}».",
        (
            "Póngalo sobre una actividad: el de error, sobre lo que puede fallar; el de cancelar, "
            "sobre una transacción."
        ),
    ),
    "boundary-without-event": (
        "Este evento de borde no dice qué espera.",
        "Dele un temporizador, un mensaje, un error u otro evento.",
    ),
    "cancel-outside-transaction": (
        "Este fin de cancelación no está dentro de una transacción.",
        "Póngalo directamente dentro de la transacción, o use otro fin.",
    ),
    "cancel-without-boundary": (
        "La transacción «{detail}» se puede cancelar y nadie atrapa la cancelación.",
        "Ponga un evento de borde de cancelación sobre la transacción.",
    ),
    "case-clock-without-duration": (
        "Sólo una duración puede contar en el reloj del expediente, y «{detail}» no lo es.",
        "Use timeDuration, por ejemplo con 15 DH, o quite la propiedad clock.",
    ),
    "compensation-without-handler": (
        "Este evento de compensación no lleva a una actividad que deshaga.",
        "Únalo con una asociación a una actividad marcada «Compensation».",
    ),
    "conditional-start": (
        "Todavía nadie empieza un trámite por una condición.",
        "Use un inicio de temporizador o de mensaje, y una compuerta que pregunte la condición.",
    ),
    "duplicate-error-code": (
        "Dos eventos de borde de la misma actividad atrapan lo mismo ({detail}).",
        "Deje uno solo, o deles códigos distintos.",
    ),
    "error-always-interrupts": (
        "Un error o una cancelación siempre interrumpe ({detail}).",
        "Márquelo como interruptor, o use un escalamiento para avisar sin interrumpir.",
    ),
    "error-code-not-static": ("El código del error es una expresión.", "Escríbalo tal cual."),
    "error-without-code": ("El error no tiene código ({detail}).", "Dele un errorCode."),
    "escalation-code-not-static": (
        "El código del escalamiento es una expresión.",
        "Escríbalo tal cual.",
    ),
    "escalation-without-code": (
        "El escalamiento no tiene código ({detail}).",
        "Dele un escalationCode.",
    ),
    "escalation-without-catcher": (
        "Nadie en este proceso atrapa el escalamiento «{detail}».",
        "Póngale un evento de borde o un subproceso de evento, o déjelo si lo atrapa quien llama.",
    ),
    "event-gateway-mixed": (
        "La compuerta de eventos tiene detrás mensajes y tareas de recepción.",
        "Use sólo unos o sólo otras.",
    ),
    "event-gateway-target": (
        "La compuerta de eventos lleva a «{detail}», que no espera nada o tiene otra entrada.",
        (
            "Ponga detrás de ella sólo eventos intermedios o tareas de recepción, cada uno con esa "
            "única entrada."
        ),
    ),
    "event-sub-process-start": (
        "Un subproceso de evento empieza por un solo inicio, y éste con su evento.",
        "Dele un único inicio de temporizador, mensaje, señal, error u otro evento.",
    ),
    "link-without-name": (
        "El enlace no tiene un nombre fijo.",
        "Dele el mismo nombre que al otro.",
    ),
    "link-without-target": (
        "El enlace «{detail}» no llega a ninguna parte.",
        "Ponga en el mismo proceso o subproceso un enlace que recibe, con ese nombre.",
    ),
    "loop-data": (
        "La repetición nombra un dato que no está en el proceso ({detail}).",
        "Corrija la referencia, o use inputCollection y outputCollection.",
    ),
    "loop-on-event-sub-process": (
        "Un subproceso de evento no se repite.",
        "Quítele la repetición, o repita un subproceso dentro de él.",
    ),
    "loop-output": (
        "La repetición recoge resultados a medias ({detail}).",
        "Ponga las dos claves: outputCollection y outputElement.",
    ),
    "loop-variable": ("«{detail}» no sirve como nombre de variable.", "Use letras y cifras."),
    "loop-without-collection": (
        "La repetición dice a la vez una lista y un número, o ninguno.",
        "Ponga sólo inputCollection o sólo loopCardinality.",
    ),
    "loop-without-end": (
        "El bucle no dice cuándo termina.",
        "Ponga loopCondition, loopMaximum o los dos.",
    ),
    "message-without-key": (
        "El mensaje «{detail}» no dice con qué se correlaciona.",
        "Ponga correlationKey en el mensaje, por ejemplo =radicado.",
    ),
    "no-condition": ("Falta la condición ({detail}).", _FEEL),
    "no-event": (
        "Este evento no dice qué espera.",
        "Dele un temporizador, un mensaje, una señal, una condición o un enlace.",
    ),
    "no-message": ("No dice qué mensaje es ({detail}).", "Elija un mensaje que tenga nombre."),
    "no-signal": ("No dice qué señal es ({detail}).", "Elija una señal que tenga nombre."),
    "parallel-event-gateway": (
        "Una compuerta de eventos paralela sólo sirve para empezar el proceso.",
        "Quítele «Parallel», o use una compuerta paralela con un evento en cada rama.",
    ),
    "parallel-start": (
        "Este inicio pide varios eventos ({detail}), y un trámite empieza con uno.",
        "Quítele parallelMultiple, o use una compuerta de eventos paralela que empiece el proceso.",
    ),
    "several-link-targets": (
        "Hay dos enlaces que reciben «{detail}».",
        "Deje uno solo en este proceso o subproceso.",
    ),
    "several-start-events": (
        "Hay varios inicios simples ({detail}).",
        "Deje uno solo sin evento; los demás esperan un mensaje, una señal o un momento.",
    ),
    "start-event-inside": (
        "El inicio de un subproceso no espera nada ({detail}).",
        "Déjelo sin evento, o haga de esto un subproceso de evento.",
    ),
    "start-event-outside": (
        "Un proceso no puede empezar por este evento ({detail}).",
        "Use un inicio simple, de mensaje, de señal, de temporizador o condicional.",
    ),
    "share-off-the-case-clock": (
        "«{detail}» es una parte del término del expediente, y sólo su reloj la conoce.",
        "Ponga la propiedad clock en case, o escriba un término, p. ej. 10 DH.",
    ),
    "start-in-ad-hoc": (
        "Un subproceso ad-hoc no tiene inicio ({detail}).",
        "Quítelo: sus actividades empiezan solas o cuando alguien las escoge.",
    ),
    "timer-unreadable": (
        "«{detail}» no es una fecha, una duración o un ciclo que se entienda.",
        "Escriba, p. ej., 2026-12-28T08:00:00-05:00, P5D o R3/P1D; con clock=case, 15 DH.",
    ),
    "timer-without-time": (
        "El temporizador no dice cuándo, o lo dice de varias maneras.",
        "Ponga una sola: timeDate, timeDuration o timeCycle.",
    ),
    "unknown-activity": (
        "La compensación nombra «{detail}», que no está en el proceso.",
        "Elija una actividad del mismo proceso, o ninguna para deshacerlas todas.",
    ),
    "unknown-clock": (
        "No existe el reloj «{detail}».",
        "En la propiedad clock escriba case o calendar, o quítela para contar el tiempo corriente.",
    ),
    "unknown-event": (
        "Nombra un evento que no está en el archivo ({detail}).",
        "Corrija la referencia, o agregue ese eventDefinition.",
    ),
}
