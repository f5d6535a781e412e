"""What an analyst reads when a document or a message cannot be shown."""

from archive.render import RenderFailed
from bpmn.package.messages import MessageRefused

_TEMPLATE = {
    "template-name-refused": (
        "El nombre de un archivo de documents/ no sirve.",
        "Use letras sin tilde, cifras y guiones.",
    ),
    "template-main-missing": ("Esto no es una plantilla Typst.", "Su nombre termina en .typ."),
    "template-too-large": ("La plantilla y sus archivos pesan demasiado.", "Reduzca las imágenes."),
    "template-construct-refused": (
        "La plantilla usa algo que no está permitido.",
        "Quite eval, plugin y los paquetes de la red.",
    ),
    "data-not-json": ("Los datos de ejemplo no son JSON.", "Revíselos."),
    "data-too-large": ("Los datos de ejemplo son demasiado grandes.", "Acórtelos."),
    "pdfa-refused": ("El documento no puede ser PDF/A.", "Revise imágenes y tipos de letra."),
    "render-timeout": (
        "El documento tarda demasiado en componerse.",
        "Revise ciclos y repeticiones.",
    ),
    "render-crashed": (
        "El documento no se pudo componer: pide demasiada memoria.",
        "Revise ciclos y repeticiones.",
    ),
    "document-too-large": ("El PDF queda demasiado grande.", "Reduzca las imágenes."),
}
# What Typst says most, in the words of who writes.
_TYPST = (
    ("unknown variable: ", "No existe «{}»."),
    ("expected ", "Falta algo aquí: Typst espera {}."),
    ("unclosed delimiter", "Falta cerrar un paréntesis, corchete o llave."),
    ("unclosed string", "Falta cerrar unas comillas."),
    ("unexpected ", "Sobra algo aquí: {}."),
    ("file not found", "No está el archivo que se pide."),
    ("the character `#` is not valid in code", "Dentro del código no se escribe «#»."),
    ("dictionary does not contain key ", 'Los datos de ejemplo no tienen {}: use dato("…").'),
)
_MESSAGES = {
    "message-no-front-matter": (
        "El mensaje no empieza con su asunto entre dos líneas «---».",
        'Escriba ---, subject: "…" y --- arriba.',
    ),
    "message-no-subject": ("El mensaje no tiene asunto.", 'Escriba subject: "…" arriba.'),
    "message-front-matter-not-yaml": (
        "Lo que va entre las líneas «---» no es YAML.",
        "Ponga el asunto entre comillas.",
    ),
    "message-unknown-key": ("Arriba sólo va subject.", "Quite lo demás."),
    "message-not-feel": ("Una expresión entre {{ }} no es FEEL.", "Corríjala."),
    "message-reserved-word": ("El mensaje usa una palabra reservada.", "Cámbiela."),
}


def template_words(failed: RenderFailed) -> tuple[str, str]:
    """What happened to a template, and what to do."""
    place = f"Línea {failed.line}: " if failed.line else ""
    if failed.code in _TEMPLATE:
        said, remedy = _TEMPLATE[failed.code]
        return f"{place}{said}", remedy
    return f"{place}{_typst(failed.detail)}", "Corríjalo y la vista vuelve sola."


def message_words(refused: MessageRefused) -> tuple[str, str]:
    """Why a message cannot be read, and what to do."""
    said, remedy = _MESSAGES.get(refused.reason, ("El mensaje no se puede leer.", "Revíselo."))
    return f"{said} («{refused.detail}»)" if refused.detail not in (
        "---",
        "subject",
    ) else said, remedy


def _typst(detail: str) -> str:
    for beginning, words in _TYPST:
        if detail.startswith(beginning):
            return words.format(detail.removeprefix(beginning))
    return f"Typst dice: {detail}" if detail else "Typst no pudo componerlo."
