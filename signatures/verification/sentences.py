"""A Spanish sentence for each problem of a report, with what to do next."""

_SENTENCES = {
    "not-a-pdf": "El archivo no es un PDF. Revise que sea el documento que descargó.",
    "encrypted": "El PDF está cifrado. Pida una copia sin contraseña.",
    "hybrid-reference": "El PDF usa una estructura antigua que no se puede verificar con seguridad.",
    "not-verifiable": "No se pudo verificar. Pida el documento de nuevo a quien lo expidió.",
    "no-signatures": "El PDF no tiene firmas. Pida el documento firmado a quien lo expidió.",
    "bytes-after-last-signature": "Se agregaron datos después de la última firma. Use el original.",
    "byte-range": "Una firma no cubre el documento como debe. Use el original.",
    "signature-encoding": "Los datos de una firma están alterados. Use el original.",
    "signature-container": "Los certificados dentro de una firma están alterados. Use el original.",
    "visible-field-added": "Se agregó un campo visible después de firmar. Use el original.",
    "active-content": "El documento contiene acciones automáticas; no se da por válido.",
    "changed-after-signing": "El contenido cambió después de firmar. Use el original.",
    "hash-failure": "El documento cambió después de firmar. Use el original.",
    "sig-crypto-failure": "La firma no corresponde a su certificado. Use el original.",
    "format-failure": "La firma está mal formada. Use el original.",
    "revoked": "El certificado estaba revocado al firmar.",
    "revoked-no-poe": "El certificado fue revocado y no hay prueba de que firmara antes.",
    "no-certificate-chain-found": (
        "Quien certifica esta firma no es una entidad de confianza de esta ventanilla."
    ),
    "certificate-chain-general-failure": (
        "No se pudo comprobar el certificado con las pruebas que trae el documento."
    ),
    "sig-constraints-failure": "A la firma le falta la estampa de tiempo.",
    "no-poe": "No hay prueba de cuándo se firmó.",
    "try-later": "Faltan pruebas recientes de validez; pida que renueven la estampa de tiempo.",
    "out-of-bounds-no-poe": "El certificado venció y no hay prueba de que firmara antes.",
}
_TIMESTAMP = "timestamp-"
_GENERAL = "La firma no se puede dar por válida. Consulta a quien expidió el documento."
_GENERAL_TIMESTAMP = "Una estampa de tiempo no se puede dar por válida. Pida a quien expidió el documento que la renueve."


def sentence(code: str) -> str:
    """What a problem means to a person who is no expert."""
    if code.startswith(_TIMESTAMP):
        return _GENERAL_TIMESTAMP
    return _SENTENCES.get(code, _GENERAL)
