"""Signing keys and authorities of everybody, for who administers the window; nobody does it for themselves."""

from collections.abc import Callable
from typing import Any

from cryptography import x509
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bpmn.entity import load as load_entity
from engine.clock import BOGOTA
from engine.commands import clock
from signatures import keys
from signatures.errors import AuthorityForOneself, KeyUnreadable, SignatureError
from signatures.keys import config, pkcs11, register
from signatures.keys.csc import Client
from signatures.loop import run
from signatures.models import AuthorityKind, KeyKind, SigningAuthority
from web.accounts.actors import actor_of
from web.accounts.models import User
from web.keys.forms import (
    AuthorityForm,
    OtherFileForm,
    ReasonForm,
    RemoteForm,
    SealFileForm,
    TokenForm,
)
from web.officials.access import role_only
from web.shell.sentences import Sentence, sentence_for

ROLE = "sistemas"


@role_only(ROLE)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    officials = User.objects.filter(groups__isnull=False, is_active=True).distinct()
    ordered = list(officials.order_by("first_name", "last_name"))
    ids = [user.pk for user in ordered]
    active = register.active_keys(ids, now=now)
    offices = register.offices_of(ids, now.astimezone(BOGOTA).date())
    context = {
        "rows": [(user, active.get(user.pk), offices.get(user.pk, [])) for user in ordered],
        "seal": next((key for key in register.keys_of(None, now=now) if key.active), None),
        "near": [key for key in active.values() if key.is_near_its_end or key.is_over],
    }
    return render(request, "keys/people.html", context)


@role_only(ROLE)
@require_GET
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    return _person(request, _official(user_id))


@role_only(ROLE)
@require_POST
def grant(request: HttpRequest, user_id: int) -> HttpResponse:
    user = _official(user_id)
    form = AuthorityForm(request.POST, prefix="facultad", offices=_offices())
    if not form.is_valid():
        return _person(request, user, authority_form=form)
    given = form.cleaned_data
    act = keys.Grant(
        user_id=user.pk,
        office=given["oficina"],
        position=given["cargo"] or dict(_offices())[given["oficina"]],
        kind=AuthorityKind(given["calidad"]),
        act=given["acto"],
        act_date=given["fecha_acto"],
        valid_from=given["desde"],
        valid_until=given["hasta"],
    )
    try:
        keys.grant(act, by=actor_of(request).user_id, now=clock.now())
    except SignatureError as error:
        return _person(request, user, problem=sentence_for(error), authority_form=form)
    messages.success(
        request,
        _("{person} puede firmar como {position}.").format(person=user, position=act.position),
    )
    return redirect("keys:person", user_id=user.pk)


@role_only(ROLE)
@require_POST
def end_early(request: HttpRequest, user_id: int, authority_id: int) -> HttpResponse:
    user = _official(user_id)
    standing = SigningAuthority.objects.filter(
        pk=authority_id, user_id=user.pk, revoked_at__isnull=True
    )
    if not standing.exists():
        raise Http404
    reason = request.POST.get("motivo", "")
    try:
        keys.end_early(authority_id, reason, by=actor_of(request).user_id, now=clock.now())
    except SignatureError as error:
        return _person(request, user, problem=sentence_for(error))
    messages.success(
        request, _("La facultad terminó hoy. Lo que se firmó con ella sigue valiendo.")
    )
    return redirect("keys:person", user_id=user.pk)


@role_only(ROLE)
@require_POST
def let_go(request: HttpRequest, user_id: int) -> HttpResponse:
    user = _official(user_id)
    form = ReasonForm(request.POST, prefix="baja")
    if not form.is_valid():
        return _person(request, user, end_form=form)
    try:
        key = keys.key_of(user.pk)
        by = actor_of(request).user_id
        keys.deactivate(key.pk, form.cleaned_data["motivo"], by=by, now=clock.now())
    except SignatureError as error:
        return _person(request, user, problem=sentence_for(error))
    messages.success(request, _("La llave de {person} quedó desactivada.").format(person=user))
    return redirect("keys:person", user_id=user.pk)


@role_only(ROLE)
@require_POST
def file(request: HttpRequest, user_id: int) -> HttpResponse:
    user = _official(user_id)
    form = OtherFileForm(request.POST, request.FILES, prefix="archivo")
    return _registered(
        request,
        form,
        lambda: _enrol_file(form, _enrolment(request, form, user.pk)),
        lambda **more: _person(request, user, **more),
        redirect("keys:person", user_id=user.pk),
    )


@role_only(ROLE)
@require_POST
def token(request: HttpRequest, user_id: int) -> HttpResponse:
    user = _official(user_id)
    form = TokenForm(request.POST, request.FILES, prefix="token")
    return _registered(
        request,
        form,
        lambda: _enrol_token(form, _enrolment(request, form, user.pk)),
        lambda **more: _person(request, user, **more),
        redirect("keys:person", user_id=user.pk),
    )


@role_only(ROLE)
@require_POST
def remote(request: HttpRequest, user_id: int) -> HttpResponse:
    user = _official(user_id)
    form = RemoteForm(request.POST, prefix="remota")
    return _registered(
        request,
        form,
        lambda: _enrol_remote(form, _enrolment(request, form, user.pk)),
        lambda **more: _person(request, user, **more),
        redirect("keys:person", user_id=user.pk),
    )


@role_only(ROLE)
@require_GET
def seal(request: HttpRequest) -> HttpResponse:
    return _seal(request)


@role_only(ROLE)
@require_POST
def seal_file(request: HttpRequest) -> HttpResponse:
    form = SealFileForm(request.POST, request.FILES, prefix="sello")
    return _registered(
        request,
        form,
        lambda: keys.enrol(
            form.cleaned_data["archivo"],
            settings.SEAL_PASSWORD,
            None,
            KeyKind.SEAL,
            by=actor_of(request).user_id,
            now=clock.now(),
        ),
        lambda **more: _seal(request, **more),
        redirect("keys:seal"),
    )


@role_only(ROLE)
@require_POST
def seal_token(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST, request.FILES, prefix="token")
    return _registered(
        request,
        form,
        lambda: _enrol_token(form, _enrolment(request, form, None)),
        lambda **more: _seal(request, **more),
        redirect("keys:seal"),
    )


@role_only(ROLE)
@require_POST
def seal_remote(request: HttpRequest) -> HttpResponse:
    form = RemoteForm(request.POST, prefix="remota")
    return _registered(
        request,
        form,
        lambda: _enrol_remote(form, _enrolment(request, form, None)),
        lambda **more: _seal(request, **more),
        redirect("keys:seal"),
    )


def _registered(
    request: HttpRequest,
    form: Any,
    enrol: Callable[[], object],
    again: Callable[..., HttpResponse],
    done: HttpResponse,
) -> HttpResponse:
    """Enrol a key, or show the page again with what is wrong."""
    name = f"{form.prefix}_form"
    if not form.is_valid():
        return again(**{name: form})
    try:
        enrol()
    except SignatureError as error:
        return again(problem=sentence_for(error), **{name: form})
    messages.success(
        request, _("La llave quedó registrada. Su primera firma dirá si es la del certificado.")
    )
    return done


def _enrolment(request: HttpRequest, form: Any, owner_id: int | None) -> keys.Enrolment:
    by = actor_of(request).user_id or 0
    if by == owner_id:
        raise AuthorityForOneself
    reason = form.cleaned_data["confirmacion"]
    return keys.Enrolment(
        owner_id=owner_id,
        kind=KeyKind.SEAL if owner_id is None else KeyKind.PERSON,
        by=by,
        confirmation=keys.Confirmation(by=by, reason=reason) if reason else None,
        now=clock.now(),
    )


def _enrol_file(form: OtherFileForm, enrolment: keys.Enrolment) -> None:
    keys.enrol(
        form.cleaned_data["archivo"],
        form.cleaned_data["pin"],
        enrolment.owner_id,
        by=enrolment.by,
        confirmation=enrolment.confirmation,
        now=enrolment.now,
    )


def _enrol_token(form: TokenForm, enrolment: keys.Enrolment) -> None:
    given = form.cleaned_data
    place = keys.TokenPlace(
        module=given["modulo"],
        token=given["token"],
        serial=given["serie"],
        key_id=given["identificador"],
        key_label=given["llave"],
    )
    certificates: tuple[x509.Certificate, ...] = given["certificado"]
    if not certificates:
        module = config.from_settings().module(place.module)
        certificates = pkcs11.certificates_in(module, place)
    if not certificates:
        raise KeyUnreadable
    keys.enrol_token(place, certificates, enrolment)


def _enrol_remote(form: RemoteForm, enrolment: keys.Enrolment) -> None:
    service = config.from_settings().service(form.cleaned_data["servicio"])
    found = run(Client(service).credential(form.cleaned_data["credencial"]))
    keys.enrol_remote(found.place, (found.certificate, *found.chain), enrolment)


def _person(
    request: HttpRequest, user: User, *, problem: Sentence | None = None, **forms: Any
) -> HttpResponse:
    now = clock.now()
    kept = register.keys_of(user.pk, now=now)
    context = _places() | {
        "person": user,
        "is_oneself": user.pk == actor_of(request).user_id,
        "key": next((one for one in kept if one.active), None),
        "earlier": [one for one in kept if not one.active],
        "authorities": register.authorities_of(user.pk, now.astimezone(BOGOTA).date()),
        "archivo_form": OtherFileForm(prefix="archivo"),
        "authority_form": AuthorityForm(prefix="facultad", offices=_offices()),
        "end_form": ReasonForm(prefix="baja"),
        "problem": problem,
    }
    failed = problem is not None or bool(forms)
    return render(request, "keys/person.html", context | forms, status=422 if failed else 200)


def _seal(request: HttpRequest, *, problem: Sentence | None = None, **forms: Any) -> HttpResponse:
    kept = register.keys_of(None, now=clock.now())
    context = _places() | {
        "key": next((one for one in kept if one.active), None),
        "earlier": [one for one in kept if not one.active],
        "sello_form": SealFileForm(prefix="sello"),
        "problem": problem,
    }
    failed = problem is not None or bool(forms)
    return render(request, "keys/seal.html", context | forms, status=422 if failed else 200)


def _places() -> dict[str, Any]:
    """Forms of the places that the settings allow, none for what they do not."""
    return {
        "token_form": TokenForm(prefix="token") if settings.PKCS11_MODULES else None,
        "remota_form": RemoteForm(prefix="remota") if settings.CSC_SERVICES else None,
    }


def _offices() -> list[tuple[str, str]]:
    offices = load_entity(settings.ENTITY).offices
    return sorted(
        ((code, office.title) for code, office in offices.items()), key=lambda one: one[1]
    )


def _official(user_id: int) -> User:
    user = User.objects.filter(pk=user_id, groups__isnull=False).distinct().first()
    if user is None:
        raise Http404
    return user
