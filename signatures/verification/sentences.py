"""A Spanish sentence for each problem of a report and each sub-indication of the standard."""

from signatures.verification.report import Report, Verdict

HEADLINES = {
    Verdict.TOTAL_PASSED: "Válido: las firmas son auténticas y el documento no ha cambiado.",
    Verdict.INDETERMINATE: "No se puede confirmar: falta algo para dar el documento por válido.",
    Verdict.TOTAL_FAILED: "No válido: el documento o una firma fue alterado, o se firmó mal.",
}

# Sub-indications of ETSI EN 319 102-1, table 5 and clause 5.1.3, by their names.
SUB_INDICATIONS = {
    "FORMAT_FAILURE": "La firma está mal formada. Use el original.",
    "HASH_FAILURE": "El documento cambió después de firmar. Use el original.",
    "SIG_CRYPTO_FAILURE": "La firma no corresponde a su certificado. Use el original.",
    "REVOKED": "El certificado estaba revocado al firmar.",
    "EXPIRED": "El certificado ya había vencido al firmar.",
    "NOT_YET_VALID": "El certificado todavía no valía al firmar.",
    "SIG_CONSTRAINTS_FAILURE": "A la firma le falta algo que exigimos; vea los demás motivos.",
    "CHAIN_CONSTRAINTS_FAILURE": "El certificado no es para firmar documentos.",
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": (
        "No se pudo comprobar si el certificado valía: el documento no trae las pruebas."
    ),
    "CRYPTO_CONSTRAINTS_FAILURE": (
        "La firma usa un algoritmo o una clave que ya no es seguro. Pida que lo firmen de nuevo."
    ),
    "POLICY_PROCESSING_ERROR": "No se pudo aplicar la política de firma que cita el documento.",
    "SIGNATURE_POLICY_NOT_AVAILABLE": "No se encontró la política de firma que cita el documento.",
    "TIMESTAMP_ORDER_FAILURE": "Las horas de las estampas de tiempo se contradicen.",
    "NO_SIGNING_CERTIFICATE_FOUND": "La firma no trae el certificado de quien firmó.",
    "NO_CERTIFICATE_CHAIN_FOUND": (
        "Quien certifica esta firma no es una entidad de confianza de esta ventanilla."
    ),
    "NO_CERTIFICATE_CHAIN_FOUND_NO_POE": (
        "Ya no confiamos en quien certifica esta firma, y nada prueba que sea de antes."
    ),
    "REVOKED_NO_POE": "El certificado fue revocado y no hay prueba de que firmara antes.",
    "REVOKED_CA_NO_POE": "La entidad que certifica fue revocada y no hay prueba de que firmara antes.",
    "OUT_OF_BOUNDS_NO_POE": (
        "El certificado no estaba vigente y no hay prueba de que firmara cuando valía."
    ),
    "OUT_OF_BOUNDS_NOT_REVOKED": (
        "El certificado venció sin ser revocado y no hay prueba de que firmara antes."
    ),
    "REVOCATION_OUT_OF_BOUNDS_NO_POE": (
        "Quien prueba que el certificado vale ya no estaba vigente, y nada prueba que lo dijera antes."
    ),
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": (
        "El algoritmo dejó de ser seguro y no hay prueba de que firmara antes."
    ),
    "NO_POE": "No hay prueba de cuándo se firmó.",
    "TRY_LATER": (
        "Faltan pruebas recientes de que el certificado vale. Inténtelo más tarde o pida que lo renueven."
    ),
    "SIGNED_DATA_NOT_FOUND": "Falta lo que se firmó. Use el original.",
    "CUSTOM": "La firma no cumple una regla propia de quien la expidió.",
    "GENERIC": "La firma no se pudo comprobar. Use el original.",
}
_PROBLEMS = {
    "not-a-pdf": "El archivo no es un PDF. Revise que sea el documento que descargó.",
    "leading-data": "El archivo trae datos antes del PDF. Pida el original.",
    "too-large": "El archivo es demasiado grande para verificarlo aquí.",
    "encrypted": "El PDF está cifrado. Pida una copia sin contraseña.",
    "hybrid-reference": "El PDF usa una estructura antigua que no se puede verificar con seguridad.",
    "not-verifiable": "No se pudo verificar. Pida el documento de nuevo a quien lo expidió.",
    "not-in-time": (
        "La verificación no terminó a tiempo. Esto no dice nada del documento: inténtelo de nuevo."
    ),
    "no-signatures": "El PDF no tiene firmas. Pida el documento firmado a quien lo expidió.",
    "bytes-after-last-signature": "Se agregaron datos después de la última firma. Use el original.",
    "byte-range": "Una firma no cubre el documento como debe. Use el original.",
    "signature-encoding": "Los datos de una firma están alterados. Use el original.",
    "signature-container": "Los certificados dentro de una firma están alterados. Use el original.",
    "signature-kind": "Una firma no es del tipo que dice ser. Use el original.",
    "signature-unread": "El documento tiene una firma de un tipo que no se puede comprobar.",
    "signing-certificate-missing": "Una firma no dice con qué certificado se hizo.",
    "visible-field-added": "Una firma posterior tapa parte del contenido. Use el original.",
    "two-readings": "El PDF se puede leer de dos maneras distintas; no se da por válido.",
    "active-content": "El documento contiene acciones automáticas; no se da por válido.",
    "changed-after-signing": "El contenido cambió después de firmar. Use el original.",
    "root-withdrawn": (
        "Ya no confiamos en quien certifica esta firma, y nada prueba que sea de antes."
    ),
}
_TIMESTAMP = "timestamp-"
_GENERAL = "La firma no se puede dar por válida. Consulte a quien expidió el documento."
ABOUT_TIMESTAMP = "Una estampa de tiempo no se puede dar por válida: "


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


def texts() -> list[str]:
    """Every sentence of which reasons are made, for who translates them."""
    return [*SUB_INDICATIONS.values(), *_PROBLEMS.values(), ABOUT_TIMESTAMP, _GENERAL]


def reasons(report: Report) -> list[str]:
    """Why a document is not simply valid, each reason once."""
    return list(dict.fromkeys(sentence(problem.code) for problem in report.problems))
