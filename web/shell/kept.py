"""What somebody typed into a page whose session had ended, until the same person has signed in again.

It stands encrypted in the session of that browser, for two hours and for that person only. It is never sent
by itself: the page shows it again, and the person sends it.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict

from engine.commands import clock
from engine.models.actor import Actor
from forms.fields import build_form
from forms.models import Upload
from forms.schema import FormSchema
from signatures.errors import KeyEncryptionUnknown
from signatures.keys import at_rest
from signatures.keys.config import from_settings
from web.accounts.actors import actor_of

SESSION_KEY = "kept_form"
COOKIE = "quien"
MAX_BYTES = 500_000
MAX_SECONDS = 2 * 60 * 60
_SECRET = re.compile(
    r"(^|-)(pin|codigo|code|clave|password\d?|oldpassword|contrasena|credential|submit_id"
    r"|csrfmiddlewaretoken)$"
)
_SIGNER = Signer(salt="web.shell.kept")


@dataclass(frozen=True)
class KeptForm:
    """One form as it was sent, and the page that it stood on."""

    page: str
    action: str
    data: QueryDict
    files: tuple[str, ...]


def name_of(actor: Actor) -> str:
    """Who acts, for comparing; empty for nobody."""
    if actor.user_id is not None:
        return f"user:{actor.user_id}"
    return f"case:{actor.case_id}" if actor.case_id else ""


def remember_who(request: HttpRequest, response: HttpResponse) -> None:
    """A cookie that outlives the session says whose page stands open in this browser."""
    who = name_of(actor_of(request))
    signed = _SIGNER.sign(who)
    if who and request.COOKIES.get(COOKIE) != signed:
        secure = request.is_secure()
        response.set_cookie(COOKIE, signed, httponly=True, samesite="Lax", secure=secure)


def page_behind(request: HttpRequest) -> str:
    """Path of our page that the request came from; empty when it came from elsewhere."""
    source = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    address = urlsplit(source)
    if address.netloc != request.get_host():
        return ""
    return address.path + (f"?{address.query}" if address.query else "")


def keep(request: HttpRequest) -> bool:
    """Keep what was posted, without its secrets.

    Returns:
        Whether it was kept: it is known whose it is, and it is not too much.
    """
    who = name_of(actor_of(request)) or _who_was_here(request)
    data = {
        name: values for name, values in request.POST.lists() if not _SECRET.search(name.lower())
    }
    packed = json.dumps(data).encode()
    if not who or not data or len(packed) > MAX_BYTES:
        return False
    request.session[SESSION_KEY] = {
        "id": uuid4().hex,
        "who": who,
        "page": page_behind(request) or request.get_full_path(),
        "action": request.path,
        "data": at_rest.encrypt(packed, from_settings()).decode(),
        "files": sorted(name for name, file in request.FILES.items() if file),
        "until": clock.now().timestamp() + MAX_SECONDS,
    }
    return True


def kept_for(request: HttpRequest) -> KeptForm | None:
    """What is to be shown again on the page that is asked for."""
    kept = request.session.get(SESSION_KEY)
    if not kept or request.path not in (urlsplit(kept["page"]).path, kept["action"]):
        return None
    if kept["who"] != name_of(actor_of(request)) or kept["until"] < clock.now().timestamp():
        return None
    try:
        packed = at_rest.decrypt(kept["data"].encode(), from_settings())
    except KeyEncryptionUnknown:
        return None
    data = QueryDict(mutable=True)
    for name, values in json.loads(packed).items():
        data.setlist(name, values)
    return KeptForm(kept["page"], kept["action"], data, tuple(kept["files"]))


def forget_if_done(request: HttpRequest, response: HttpResponse, before: str) -> None:
    """Drop what was kept once it was sent again, or when somebody else has signed in.

    Args:
        request: that was answered.
        response: its answer.
        before: what `id_of` said before it was answered.
    """
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["id"] != before:
        return
    who = name_of(actor_of(request))
    is_sent = request.method == "POST" and request.path == kept["action"]
    if who and ((is_sent and response.status_code < 400) or who != kept["who"]):
        del request.session[SESSION_KEY]


def id_of(request: HttpRequest) -> str:
    """Which form is kept in this browser; empty for none."""
    return str(request.session.get(SESSION_KEY, {}).get("id", ""))


def typed_before(
    request: HttpRequest,
    schema: FormSchema,
    context: Mapping[str, Any],
    *,
    whole: Callable[[QueryDict], MultiValueDict[str, Any]] | None = None,
    filed: Mapping[str, Upload] | None = None,
) -> dict[str, Any]:
    """Answers of a procedure's form that were kept, as its `initial` takes them.

    Args:
        request: for the page.
        schema: the form.
        context: what its expressions see.
        whole: completes what one page of several sent; by default it is the whole form.
        filed: files that the case already has, by id.
    """
    kept = kept_for(request) if request.method == "GET" else None
    if kept is None:
        return {}
    form = build_form(
        schema,
        data=whole(kept.data) if whole else kept.data,
        context=context,
        owner_id=request.user.pk,
        today=clock.today(),
        filed=filed,
    )
    form.is_valid()
    return form.draft()


def is_signed_out(request: HttpRequest) -> bool:
    """Whether nobody acts, in a browser where somebody with an account did."""
    return not request.user.is_authenticated and _who_was_here(request).startswith("user:")


def _who_was_here(request: HttpRequest) -> str:
    try:
        return _SIGNER.unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return ""
