"""A Spanish sentence for each problem of a report and each sub-indication of the standard."""

from django.utils.translation import gettext_noop

from signatures.verification.report import Report, Verdict

HEADLINES = {
    Verdict.TOTAL_PASSED: "Válido: las firmas son auténticas y el documento no ha cambiado.",
    Verdict.INDETERMINATE: "No se puede confirmar: falta algo para dar el documento por válido.",
    Verdict.TOTAL_FAILED: "No válido: el documento o una firma fue alterado, o se firmó mal.",
}

# Sub-indications of ETSI EN 319 102-1, table 5 and clause 5.1.3, by their names.
SUB_INDICATIONS = {
    "FORMAT_FAILURE": gettext_noop("La firma está mal formada. Use el original."),
    "HASH_FAILURE": gettext_noop("El documento cambió después de firmar. Use el original."),
    "SIG_CRYPTO_FAILURE": gettext_noop(
        "La firma no corresponde a su certificado. Use el original."
    ),
    "REVOKED": gettext_noop("El certificado estaba revocado al firmar."),
    "EXPIRED": gettext_noop("El certificado ya había vencido al firmar."),
    "NOT_YET_VALID": gettext_noop("El certificado todavía no valía al firmar."),
    "SIG_CONSTRAINTS_FAILURE": gettext_noop(
        "A la firma le falta algo que exigimos; vea los demás motivos."
    ),
    "CHAIN_CONSTRAINTS_FAILURE": gettext_noop("El certificado no es para firmar documentos."),
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": gettext_noop(
        "No se pudo comprobar si el certificado valía: el documento no trae las pruebas."
    ),
    "CRYPTO_CONSTRAINTS_FAILURE": gettext_noop(
        "La firma usa un algoritmo o una clave que ya no es seguro. Pida que lo firmen de nuevo."
    ),
    "POLICY_PROCESSING_ERROR": gettext_noop(
        "No se pudo aplicar la política de firma que cita el documento."
    ),
    "SIGNATURE_POLICY_NOT_AVAILABLE": gettext_noop(
        "No se encontró la política de firma que cita el documento."
    ),
    "TIMESTAMP_ORDER_FAILURE": gettext_noop("Las horas de las estampas de tiempo se contradicen."),
    "NO_SIGNING_CERTIFICATE_FOUND": gettext_noop("La firma no trae el certificado de quien firmó."),
    "NO_CERTIFICATE_CHAIN_FOUND": gettext_noop(
        "Quien certifica esta firma no es una entidad de confianza de esta ventanilla."
    ),
    "NO_CERTIFICATE_CHAIN_FOUND_NO_POE": gettext_noop(
        "Ya no confiamos en quien certifica esta firma, y nada prueba que sea de antes."
    ),
    "REVOKED_NO_POE": gettext_noop(
        "El certificado fue revocado y no hay prueba de que firmara antes."
    ),
    "REVOKED_CA_NO_POE": gettext_noop(
        "La entidad que certifica fue revocada y no hay prueba de que firmara antes."
    ),
    "OUT_OF_BOUNDS_NO_POE": gettext_noop(
        "El certificado no estaba vigente y no hay prueba de que firmara cuando valía."
    ),
    "OUT_OF_BOUNDS_NOT_REVOKED": gettext_noop(
        "El certificado venció sin ser revocado y no hay prueba de que firmara antes."
    ),
    "REVOCATION_OUT_OF_BOUNDS_NO_POE": gettext_noop(
        "Quien prueba que el certificado vale ya no estaba vigente, y nada prueba que lo dijera antes."
    ),
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": gettext_noop(
        "El algoritmo dejó de ser seguro y no hay prueba de que firmara antes."
    ),
    "NO_POE": gettext_noop("No hay prueba de cuándo se firmó."),
    "TRY_LATER": gettext_noop(
        "Faltan pruebas recientes de que el certificado vale. Inténtelo más tarde o pida que lo renueven."
    ),
    "SIGNED_DATA_NOT_FOUND": gettext_noop("Falta lo que se firmó. Use el original."),
    "CUSTOM": gettext_noop("La firma no cumple una regla propia de quien la expidió."),
    "GENERIC": gettext_noop("La firma no se pudo comprobar. Use el original."),
}
_PROBLEMS = {
    "not-a-pdf": gettext_noop("El archivo no es un PDF. Revise que sea el documento que descargó."),
    "leading-data": gettext_noop("El archivo trae datos antes del PDF. Pida el original."),
    "too-large": gettext_noop("El archivo es demasiado grande para verificarlo aquí."),
    "encrypted": gettext_noop("El PDF está cifrado. Pida una copia sin contraseña."),
    "hybrid-reference": gettext_noop(
        "El PDF usa una estructura antigua que no se puede verificar con seguridad."
    ),
    "not-verifiable": gettext_noop(
        "No se pudo verificar. Pida el documento de nuevo a quien lo expidió."
    ),
    "no-signatures": gettext_noop(
        "El PDF no tiene firmas. Pida el documento firmado a quien lo expidió."
    ),
    "bytes-after-last-signature": gettext_noop(
        "Se agregaron datos después de la última firma. Use el original."
    ),
    "byte-range": gettext_noop("Una firma no cubre el documento como debe. Use el original."),
    "signature-encoding": gettext_noop("Los datos de una firma están alterados. Use el original."),
    "signature-container": gettext_noop(
        "Los certificados dentro de una firma están alterados. Use el original."
    ),
    "signature-kind": gettext_noop("Una firma no es del tipo que dice ser. Use el original."),
    "signature-unread": gettext_noop(
        "El documento tiene una firma de un tipo que no se puede comprobar."
    ),
    "signing-certificate-missing": gettext_noop("Una firma no dice con qué certificado se hizo."),
    "visible-field-added": gettext_noop(
        "Una firma posterior tapa parte del contenido. Use el original."
    ),
    "two-readings": gettext_noop(
        "El PDF se puede leer de dos maneras distintas; no se da por válido."
    ),
    "active-content": gettext_noop(
        "El documento contiene acciones automáticas; no se da por válido."
    ),
    "changed-after-signing": gettext_noop(
        "El contenido cambió después de firmar. Use el original."
    ),
    "root-withdrawn": gettext_noop(
        "Ya no confiamos en quien certifica esta firma, y nada prueba que sea de antes."
    ),
}
_TIMESTAMP = "timestamp-"
_GENERAL = gettext_noop(
    "La firma no se puede dar por válida. Consulte a quien expidió el documento."
)
ABOUT_TIMESTAMP = gettext_noop("Una estampa de tiempo no se puede dar por válida: ")


def sentence(code: str) -> str:
    """What a problem means to a person who is no expert."""
    if code in _PROBLEMS:
        return _PROBLEMS[code]
    name = code.upper().replace("-", "_")
    if code.startswith(_TIMESTAMP) and name not in SUB_INDICATIONS:
        about = sentence(code.removeprefix(_TIMESTAMP))
        return ABOUT_TIMESTAMP + about[:1].lower() + about[1:]
    return SUB_INDICATIONS.get(name, _GENERAL)


def result_words(sub_indication: str | None) -> str:
    """A sub-indication with its meaning."""
    if sub_indication is None:
        return _GENERAL
    return f"{sub_indication}: {SUB_INDICATIONS.get(sub_indication, _GENERAL)}"


def reasons(report: Report) -> list[str]:
    """Why a document is not simply valid, each reason once."""
    return list(dict.fromkeys(sentence(problem.code) for problem in report.problems))
