"""Officials sign in with a code; the codes are those that an application on a telephone would show."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.web.pages import Page, visit
from web.accounts.models import SecondFactorReset, User
from web.accounts.second_factor import has_second_factor

pytestmark = pytest.mark.django_db

PASSWORD = "clave-larga-8841"
NOON = 1_795_000_000


@pytest.fixture(autouse=True)
def _asked_for(settings, time_machine):
    settings.REQUIRE_SECOND_FACTOR = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    time_machine.move_to(NOON, tick=False)


def _person(email: str, *groups: str) -> User:
    person = User.objects.create_user(email, PASSWORD, first_name=email.partition("@")[0].title())
    person.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    return person


@pytest.fixture
def official(db):
    return _person("carmen@entidad.test", "secretario-gobierno")


@pytest.fixture
def administrator(db):
    return _person("sandra@entidad.test", "sistemas")


def _sign_in(client, person: User) -> Page:
    return visit(client, "account_login").press(
        client, "Ingresar", {"Correo electrónico": person.email, "Contraseña": PASSWORD}
    )


def _code(secret: str, *, at: int = NOON) -> str:
    """What the application shows (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, at // 30))


def _set_up(client, person: User) -> tuple[str, Page]:
    page = _sign_in(client, person)
    secret = page.tree.xpath("string(//code)")
    return secret, page.press(client, "Activar", {"Código": _code(secret)})


def _sign_out(client) -> None:
    client.post(reverse("account_logout"))


def test_an_official_without_a_second_factor_is_led_to_set_it_up(client, official):
    page = _sign_in(client, official)

    assert page.title == "Active su segundo factor"
    assert visit(client, "officials:inbox").title == "Active su segundo factor"
    assert visit(client, "citizens:my_cases").title == "Active su segundo factor"


def test_after_the_set_up_the_codes_to_keep_are_shown_and_the_desk_opens(client, official):
    _, page = _set_up(client, official)

    assert page.title == "Guarde sus códigos de respaldo"
    assert len(page.tree.xpath("//ul[@class='codigos-respaldo']/li")) == 10
    assert visit(client, "officials:inbox").title == "Bandeja"


def test_the_password_alone_no_longer_opens_the_desk(client, official):
    _set_up(client, official)
    _sign_out(client)

    assert _sign_in(client, official).title == "Escriba su código"
    assert visit(client, "officials:inbox").title == "Escriba su código"


def test_the_code_of_now_opens_the_desk(client, official, time_machine):
    secret, _ = _set_up(client, official)
    _sign_out(client)
    time_machine.move_to(NOON + 90, tick=False)
    page = _sign_in(client, official).press(
        client, "Ingresar", {"Código": _code(secret, at=NOON + 90)}
    )

    assert page.title == "Bandeja"


def test_an_old_code_is_refused_with_what_to_do(client, official, time_machine):
    secret, _ = _set_up(client, official)
    _sign_out(client)
    time_machine.move_to(NOON + 600, tick=False)
    page = _sign_in(client, official).press(client, "Ingresar", {"Código": _code(secret)})

    assert "Espere a que la aplicación muestre otro" in page.text
    assert visit(client, "officials:inbox").title == "Escriba su código"


def test_a_code_to_keep_opens_the_desk_once(client, official):
    _, page = _set_up(client, official)
    kept = page.tree.xpath("string(//ul[@class='codigos-respaldo']/li[1])").strip()
    _sign_out(client)

    assert _sign_in(client, official).press(client, "Ingresar", {"Código": kept}).title == "Bandeja"
    _sign_out(client)
    assert "no es el de ahora" in (
        _sign_in(client, official).press(client, "Ingresar", {"Código": kept}).text
    )


def test_a_citizen_is_not_asked(client, citizen):
    assert _sign_in(client, citizen).title == "Mis trámites"


def test_without_the_setting_nobody_is_asked(client, official, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    assert _sign_in(client, official).title == "Bandeja"


def test_a_part_of_a_page_leads_the_whole_page_to_the_set_up(client, official):
    client.force_login(official, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("officials:inbox"), headers={"hx-request": "true"})

    assert answer.headers["HX-Redirect"] == reverse("mfa_activate_totp")


def test_the_database_alone_gives_no_code_away(client, official):
    secret, _ = _set_up(client, official)

    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_who_changes_telephone_sets_the_new_one_up_at_once(client, official):
    _set_up(client, official)
    page = visit(client, "mfa_index")
    assert page.title == "Su segundo factor"
    page = visit(client, "mfa_deactivate_totp").press(client, "Quitarla")

    assert not has_second_factor(official)
    assert visit(client, "officials:inbox").title == "Active su segundo factor"


def test_changing_it_long_after_signing_in_asks_for_the_password(client, official, time_machine):
    _set_up(client, official)
    time_machine.move_to(NOON + 3600, tick=False)

    page = visit(client, "mfa_deactivate_totp")
    assert page.title == "Confirme que es usted"
    assert page.press(client, "Seguir", {"Contraseña": PASSWORD}).title.startswith("¿Quitar")


def test_an_administrator_takes_a_lost_one_away_and_the_act_is_kept(
    client, official, administrator
):
    _set_up(client, official)
    _sign_out(client)
    _set_up(client, administrator)
    page = visit(client, "account_second_factors")
    assert re.search(r"Carmen.*Quitar, porque lo perdió", page.text)
    page = visit(client, "account_reset_second_factor", official.pk).press(
        client, "Quitar el segundo factor", {"Cómo comprobó": "Vino con su carné"}
    )

    assert "Vino con su carné" in page.text
    assert not has_second_factor(official)
    kept = SecondFactorReset.objects.get()
    assert (kept.user, kept.by) == (official, administrator)


def test_nobody_takes_their_own_away_by_that_page(client, administrator):
    _set_up(client, administrator)
    answer = client.get(reverse("account_reset_second_factor", args=[administrator.pk]))

    assert answer.status_code == 404


def test_the_reason_is_asked_for(client, official, administrator):
    _set_up(client, official)
    _sign_out(client)
    _set_up(client, administrator)
    page = visit(client, "account_reset_second_factor", official.pk).press(
        client, "Quitar el segundo factor"
    )

    assert page.response.status_code == 422
    assert has_second_factor(official)


def test_only_administrators_see_who_has_one(client, official):
    _set_up(client, official)

    assert client.get(reverse("account_second_factors")).status_code == 404


def test_the_shell_resets_when_no_administrator_can_sign_in(client, official, capsys):
    _set_up(client, official)
    call_command("reset_second_factor", official.email, reason="Incendio en la oficina")

    assert not has_second_factor(official)
    assert SecondFactorReset.objects.get().by is None
    with pytest.raises(CommandError, match="no tiene segundo factor"):
        call_command("reset_second_factor", official.email, reason="Otra vez")
