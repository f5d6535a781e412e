"""What is typed twice: told when it differs, silent while the first is wrong by itself."""

import pytest

from tests.forms.test_forms import OPTIONS, REQUIRED, component, post
from tests.forms.test_rows import people

AGAIN = component("textfield", "correo2", properties={"confirm": "correo"})
EMAIL = {"validationType": "email"}


def mail(**more):
    return component("textfield", "correo", **more)


@pytest.mark.parametrize(
    ("first", "typed"),
    [
        (mail(validate=EMAIL), "a@"),
        (mail(**REQUIRED), ""),
        (mail(properties={"check": "=false"}), "a@b.co"),
        (mail(properties={"requiredIf": "=true"}), ""),
    ],
    ids=["invalid", "missing", "checked", "missing by condition"],
)
@pytest.mark.parametrize("again_first", [False, True], ids=["below", "above"])
def test_the_second_is_silent_while_the_first_is_wrong(first, typed, again_first) -> None:
    fields = (AGAIN, first) if again_first else (first, AGAIN)

    assert list(post(*fields, correo=typed, correo2="a@c.co").errors) == ["correo"]


def test_the_second_is_silent_while_the_first_is_hidden() -> None:
    hidden = mail(conditional={"hide": '=quiere != "si"'})
    form = post(
        component("radio", "quiere", **OPTIONS), hidden, AGAIN, quiere="no", correo2="a@c.co"
    )

    assert form.is_valid()


def test_the_second_is_compared_once_the_first_is_right() -> None:
    assert list(post(mail(), AGAIN, correo="a@b.co", correo2="a@c.co").errors) == ["correo2"]
    assert list(post(mail(), AGAIN, correo="a@b.co").errors) == ["correo2"]


def test_rows_are_compared_each_in_itself() -> None:
    form = post(
        people(mail(validate=EMAIL), AGAIN),
        personas__0__correo="a@",
        personas__0__correo2="a@b.co",
        personas__1__correo="a@b.co",
        personas__1__correo2="a@c.co",
    )

    assert sorted(form.errors) == ["personas.0.correo", "personas.1.correo2"]
