"""How long names and keys of messages and signals may be: what is longer is refused before it is kept."""

from engine.errors import CaseStuck, NameTooLong
from engine.models.waiting import NAME_LENGTH


def require_fits(**texts: str | None) -> None:
    """Refuse what no column holds.

    Args:
        texts: what each one is, and the text.

    Raises:
        NameTooLong: one of them has more characters than fit.
    """
    for what, text in texts.items():
        if len(text or "") > NAME_LENGTH:
            raise NameTooLong(what=what, limit=NAME_LENGTH)


def require_model_fits(process_id: str, element_id: str, **texts: str | None) -> None:
    """The same for what an element of a model reckoned.

    Raises:
        CaseStuck: one of them has more characters than fit.
    """
    try:
        require_fits(**texts)
    except NameTooLong as error:
        raise CaseStuck(
            reason=error.code,
            process=process_id,
            element=element_id,
            detail=f"{error.data['what']}: more than {NAME_LENGTH} characters",
        ) from error
