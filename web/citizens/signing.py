"""A citizen signs a request by one-time code: the PDF to read, the code sent, the code typed.

Source: Ley 527 de 1999, art. 7; Decreto 2364 de 2012 (Decreto 1074 de 2015, 2.2.2.47).
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from engine.commands import SignedRequest, clock
from engine.errors import DraftNotFound
from engine.queries import cases, catalogue
from engine.queries.cases import DraftView
from engine.queries.documents import DocumentFile
from forms.fields import ProcedureForm
from signatures import electronic
from signatures.electronic import Channel, Evidence, TypedCode
from signatures.electronic.errors import CodeUnknown, CodeUsed, DocumentChanged
from signatures.errors import SignatureError
from web.accounts.actors import actor_of
from web.accounts.addresses import mark_verified
from web.accounts.models import User
from web.citizens import consent as consents
from web.citizens import filing
from web.citizens.consent import PURPOSE, Address, Consent
from web.shell.downloads import file_response
from web.shell.sentences import SENTENCES, Sentence, sentence_for

# One code files once: a second press gives the same submit, and so the same radicado.
_SUBMITS = UUID("0d7c2c0e-6c0c-5a3f-8f8e-0f3f4f6b7a21")


@dataclass(frozen=True, kw_only=True)
class _Ready:
    """A draft that could be signed as it is."""

    user: User
    draft: DraftView
    form: ProcedureForm
    consent: Consent

    @property
    def sha256(self) -> str:
        return self.consent.shown.sha256

    @property
    def subject(self) -> str:
        return consents.signer(self.user).subject


@login_required
@require_GET
def document(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The PDF that would be signed."""
    ready = _ready(request, draft_id)
    if ready is None:
        return redirect("citizens:preview", draft_id=draft_id)
    file = DocumentFile(
        name="solicitud.pdf", content=ready.consent.shown.pdf, media_type="application/pdf"
    )
    return file_response(file, inline=True)


@login_required
@require_POST
def ask(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Accept the agreement and have a code sent."""
    try:
        ready = _ready(request, draft_id)
    except DraftNotFound:
        return filing.already_filed(request, draft_id)
    if ready is None:
        return redirect("citizens:preview", draft_id=draft_id)
    again = "otra_vez" in request.POST and ready.consent.waiting is not None
    problem = None if again else _not_accepted(request, ready)
    if problem is None:
        problem = _send(request, ready)
    if problem is None:
        return redirect("citizens:sign", draft_id=draft_id)
    if again and electronic.pending(ready.subject, PURPOSE, now=clock.now()):
        return _code_page(request, ready, problem)
    return filing.preview_page(request, ready.draft, ready.form, problem)


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Type the code; what is signed is filed at once."""
    try:
        ready = _ready(request, draft_id)
    except DraftNotFound:
        return filing.already_filed(request, draft_id)
    if ready is None:
        return redirect("citizens:preview", draft_id=draft_id)
    if request.method == "POST":
        return _sign(request, ready)
    return _code_page(request, ready)


def _ready(request: HttpRequest, draft_id: UUID) -> _Ready | None:
    """The draft as it would be signed; None when it is not signed, or has something to mend."""
    draft = cases.draft_for(actor_of(request), draft_id)
    form = filing.read_draft(request, draft)
    user = request.user
    if not isinstance(user, User) or not catalogue.sheet(draft.slug).is_signed_by_citizen:
        return None
    if not form.is_valid():
        return None
    consent = consents.consent(user, draft, form.answers, now=clock.now())
    return _Ready(user=user, draft=draft, form=form, consent=consent)


def _not_accepted(request: HttpRequest, ready: _Ready) -> Sentence | None:
    """What is missing before a code may be sent."""
    if request.POST.get("huella") != ready.sha256:
        return sentence_for(DocumentChanged())
    is_accepted = request.POST.get("acuerdo") == ready.consent.agreement.sha256
    return None if is_accepted else SENTENCES["agreement-not-accepted"].spoken()


def _send(request: HttpRequest, ready: _Ready) -> Sentence | None:
    address = _chosen(request, ready)
    carrier = electronic.carriers_from_settings()[address.channel]
    try:
        wish = consents.code_request(ready.user, ready.draft.slug, ready.sha256, address)
        electronic.request_code(wish, carrier, now=clock.now())
    except SignatureError as error:
        return sentence_for(error)
    messages.success(request, _("Enviamos el código a {address}.").format(address=address.masked))
    return None


def _chosen(request: HttpRequest, ready: _Ready) -> Address:
    wanted = request.POST.get("medio")
    found = [address for address in ready.consent.addresses if address.channel.value == wanted]
    return (found or ready.consent.addresses)[0]


def _sign(request: HttpRequest, ready: _Ready) -> HttpResponse:
    try:
        evidence = _evidence(request, ready)
    except SignatureError as error:
        return _code_page(request, ready, sentence_for(error))
    if evidence.channel == Channel.MAIL.value:
        mark_verified(ready.user)
    signature = SignedRequest(
        shown=ready.consent.shown.pdf,
        pages=ready.consent.shown.pages,
        evidence=evidence,
        agreement=ready.consent.agreement,
    )
    submit_id = uuid5(_SUBMITS, str(evidence.code_id))
    return filing.hand_in(
        request, ready.draft, ready.form, submit_id=submit_id, signature=signature
    )


def _evidence(request: HttpRequest, ready: _Ready) -> Evidence:
    """The signature by the code typed now, or the one that this request has already."""
    earlier = electronic.signed(ready.subject, PURPOSE, ready.sha256)
    if earlier is not None:
        return earlier
    typed = TypedCode(
        challenge_id=_uuid(request.POST.get("reto", "")),
        code=request.POST.get("codigo", ""),
        subject=ready.subject,
        document_sha256=ready.sha256,
        origin=consents.origin(request),
    )
    try:
        return electronic.confirm(typed, now=clock.now())
    except CodeUsed:
        # The other press of a double one was quicker.
        earlier = electronic.signed(ready.subject, PURPOSE, ready.sha256)
        if earlier is None:
            raise
        return earlier


def _code_page(
    request: HttpRequest, ready: _Ready, problem: Sentence | None = None
) -> HttpResponse:
    now = clock.now()
    challenge = electronic.pending(ready.subject, PURPOSE, now=now)
    is_signed = electronic.signed(ready.subject, PURPOSE, ready.sha256) is not None
    if challenge is None and problem is None and not is_signed:
        return redirect("citizens:preview", draft_id=ready.draft.id)
    context = {
        "ficha": catalogue.sheet(ready.draft.slug),
        "borrador": ready.draft,
        "firma": ready.consent,
        "reto": challenge,
        "cambio": challenge is not None and challenge.document_sha256 != ready.sha256,
        "firmada": is_signed,
        "problema": problem,
        "minutos": consents.minutes_left(challenge.expires_at, now) if challenge else 0,
    }
    return render(request, "citizens/sign.html", context, status=problem.status if problem else 200)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CodeUnknown from error
