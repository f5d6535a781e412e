"""Everything that a demonstration needs before it runs; a second call keeps what is there."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management import call_command

from bpmn import versions
from bpmn.entity import load as load_entity
from bpmn.people import Account, accounts
from engine.clock import BOGOTA
from engine.commands import clock
from signatures import keys, roots
from signatures.devpki import Person, create
from signatures.errors import NoSigningKey, NotAuthorisedToSign
from signatures.models import AuthorityKind, KeyKind, RootUse, TrustRoot
from web.accounts.models import User

PASSWORD = settings.DEMO_PASSWORD
PIN = settings.DEMO_PIN


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Somebody who can sign in, as the demonstration prints it."""

    name: str
    email: str
    role: str


def install(say: Callable[[str], None], *, only: Collection[str] | None = None) -> list[DemoPerson]:
    """Database, development PKI, shelf, people and keys.

    Args:
        say: told what is being done.
        only: slugs of the procedures to publish; None for the whole shelf.
    """
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    say("base de datos")
    call_command("migrate", verbosity=0, interactive=False)
    say("PKI y TSA de desarrollo")
    people = accounts(settings.ENTITY)
    _pki(people)
    say("trámites del estante")
    versions.load_shelf(clock.now(), only=only)
    say("TRD y expedientes del archivo")
    call_command("load_trd", stdout=StringIO())
    call_command("open_expedientes", stdout=StringIO())
    say("personas de demostración")
    return [_person(account) for account in people]


def _label(account: Account) -> str:
    return account.person.email.split("@")[0].replace(".", "-")


def _pki(people: list[Account]) -> None:
    entity = load_entity(settings.ENTITY)
    pki = create(
        Path(settings.PKI_DIR),
        settings.PKI_URL,
        [
            Person(
                label=_label(account),
                name=f"{account.person.first_names} {account.person.last_names}",
                position=account.position,
                pin=PIN,
                document=f"IDCCO-{account.person.doc_number}",
            )
            for account in people
            if account.groups
        ],
        entity=entity.name,
        seal_pin=settings.SEAL_PASSWORD,
    )
    _trust(pki.root_pem)
    try:
        keys.seal_key()
    except NoSigningKey:
        keys.enrol(pki.pkcs12("seal"), settings.SEAL_PASSWORD, None, KeyKind.SEAL)


def _trust(root_pem: bytes) -> None:
    """The root of the development PKI, once: who withdrew it meant it."""
    now = clock.now()
    if not TrustRoot.objects.filter(sha256=roots.read(root_pem, now=now).sha256).exists():
        roots.add(
            root_pem,
            use=RootUse.BOTH,
            source="PKI de desarrollo de esta instalación",
            reason="Demostración",
            by=None,
            now=now,
        )


@cache
def _password() -> str:
    # All have the same, which is printed. To hash it for each of them takes half of a small installation.
    return make_password(PASSWORD)


def _person(account: Account) -> DemoPerson:
    users = get_user_model().objects
    person = account.person
    user = users.filter(email=person.email).first()
    if user is None:
        user = User.objects.create(
            email=person.email,
            password=_password(),
            first_name=person.first_names,
            last_name=person.last_names,
            doc_type=person.doc_type,
            doc_number=person.doc_number,
            mobile=person.mobile,
            position=account.position,
        )
    for name in account.groups:
        user.groups.add(Group.objects.get_or_create(name=name)[0])
    if account.groups:
        _key(account, user.pk)
        _authorities(account, user.pk)
    return DemoPerson(
        name=str(user), email=user.email, role=account.position or "Ciudadana o ciudadano"
    )


def _authorities(account: Account, user_id: int) -> None:
    """Whoever holds an office of the entity may sign for it, by an act of demonstration."""
    offices = load_entity(settings.ENTITY).offices
    now = clock.now()
    today = now.astimezone(BOGOTA).date()
    for group in account.groups:
        office = offices.get(group)
        if (
            office is None
            or office.holder != f"{account.person.first_names} {account.person.last_names}"
        ):
            continue
        try:
            keys.authority_of(user_id, group, today)
        except NotAuthorisedToSign:
            act = keys.Grant(
                user_id=user_id,
                office=group,
                position=office.title,
                kind=AuthorityKind.HOLDER,
                act="Acta de posesión de demostración",
                act_date=today,
                valid_from=today,
            )
            keys.grant(act, by=None, now=now)


def _key(account: Account, user_id: int) -> None:
    try:
        keys.key_of(user_id)
    except NoSigningKey:
        packed = (Path(settings.PKI_DIR) / "pkcs12" / f"{_label(account)}.p12").read_bytes()
        keys.enrol(packed, PIN, user_id)
