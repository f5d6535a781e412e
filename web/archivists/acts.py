"""Acts of transfer and disposition: proposed from what is due, reviewed, approved, sealed, carried out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from archive.custody import acts as custody
from archive.custody import due
from archive.custody.act_paper import title_of
from archive.custody.transfers import progress
from archive.errors import ActUnknown, RecordError
from archive.models import ActKind, ActState, ArchiveEvent, CustodyAct
from archive.records import ledger
from archive.records.adopted import in_force
from archive.records.ledger import chain_of_act
from engine.jobs import workshop
from engine.jobs.custody import announce, seal_act
from engine.queries.documents import DocumentFile
from web.archivists.access import archivists_only, moment, today, tried, who
from web.archivists.forms import ProposalForm, ReasonForm, SelectionForm
from web.archivists.words import told
from web.shell.downloads import file_response
from web.shell.record_sentences import PROBLEMS
from web.shell.sentences import sentence_for

# An inventory is read by people, line by line.
_MOST = 500


@archivists_only
@require_GET
def acts(request: HttpRequest) -> HttpResponse:
    context = {"acts": CustodyAct.objects.all()[:200], "due": due.counts(today())}
    return render(request, "archivists/acts.html", context)


@archivists_only
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in ActKind.values:
        raise Http404
    wanted, form = ActKind(kind), _form(request, ActKind(kind))
    chosen = request.POST.getlist("expediente")[:_MOST]
    problem = None
    if request.method == "POST" and form.is_valid():
        try:
            act = custody.propose(
                wanted, chosen, who(request), **form.cleaned_data, today=today(), now=moment()
            )
        except RecordError as refused:
            problem = sentence_for(refused)
        else:
            messages.success(
                request, _("Propuso el acta {act}. Otra persona la aprueba.").format(act=act.number)
            )
            return redirect("archivists:act", act_id=act.id)
    rows = due.due(wanted, today())
    context = {
        "kind": wanted,
        "rows": rows[:_MOST],
        "total": rows.count(),
        "most": _MOST,
        "form": form,
        "chosen": chosen if request.method == "POST" else None,
        "problem": problem,
    }
    status = problem.status if problem else 422 if form.errors else 200
    return render(request, "archivists/propose.html", context, status=status)


@archivists_only
@require_GET
def act(request: HttpRequest, act_id: UUID) -> HttpResponse:
    return render(request, "archivists/act.html", _context(request, _act(act_id)))


@archivists_only
@require_POST
def approve(request: HttpRequest, act_id: UUID) -> HttpResponse:
    if (
        tried(
            request,
            lambda: custody.approve(act_id, who(request), now=moment()),
            _("Su aprobación quedó en el acta."),
        )
        and _act(act_id).state == ActState.APPROVED
    ):
        _seal(request, act_id)
    return redirect("archivists:act", act_id=act_id)


@archivists_only
@require_POST
def seal(request: HttpRequest, act_id: UUID) -> HttpResponse:
    _act(act_id)
    _seal(request, act_id)
    return redirect("archivists:act", act_id=act_id)


@archivists_only
@require_POST
def reject(request: HttpRequest, act_id: UUID) -> HttpResponse:
    _act(act_id)
    reason = request.POST.get("reason", "")[:500]
    tried(
        request,
        lambda: custody.reject(act_id, who(request), reason=reason, now=moment()),
        _("Rechazó el acta. Sus expedientes quedan como estaban."),
    )
    return redirect("archivists:act", act_id=act_id)


@archivists_only
@require_POST
def publish(request: HttpRequest, act_id: UUID) -> HttpResponse:
    tried(
        request,
        lambda: custody.publish(act_id, who(request), today=today(), now=moment()),
        _("Publicó el inventario. Cualquier persona puede leerlo en los avisos del archivo."),
    )
    return redirect("archivists:act", act_id=act_id)


@archivists_only
@require_POST
def start(request: HttpRequest, act_id: UUID) -> HttpResponse:
    if tried(
        request,
        lambda: custody.start(act_id, who(request), today=today(), now=moment()),
        _("Empezó la ejecución. Esta página muestra cómo va."),
    ):
        announce(act_id)
    return redirect("archivists:act", act_id=act_id)


@archivists_only
@require_GET
def document(request: HttpRequest, act_id: UUID) -> HttpResponse:
    return act_file(_act(act_id))


def act_file(row: CustodyAct) -> HttpResponse:
    """The sealed document of an act."""
    if row.document is None:
        raise Http404
    content = workshop.current().store.get(row.document.store_key)
    file = DocumentFile(name=f"{row.number}.pdf", content=content, media_type="application/pdf")
    return file_response(file, inline=False)


def _seal(request: HttpRequest, act_id: UUID) -> None:
    tried(request, lambda: seal_act(act_id), _("El acta quedó sellada y archivada."))


def _form(request: HttpRequest, kind: ActKind) -> ProposalForm:
    data = request.POST if request.method == "POST" else None
    if kind != ActKind.SELECTION:
        return ProposalForm(data)
    return SelectionForm(data, initial={"sample_percent": _usual_sample()})


def _usual_sample() -> int:
    """The least that any series under selection keeps by the TRD in force."""
    rules = in_force(today())
    lines = rules.lines.values() if rules else ()
    shares = [line.disposition for line in lines if line.disposition.startswith("S (")]
    numbers = [int("".join(filter(str.isdigit, share))) for share in shares]
    return max(numbers, default=custody.DEFAULT_SAMPLE_PERCENT)


def _act(act_id: UUID) -> CustodyAct:
    try:
        return custody.find(act_id)
    except ActUnknown as missing:
        raise Http404 from missing


def _context(request: HttpRequest, row: CustodyAct) -> dict[str, Any]:
    me = who(request).id
    approvals = list(row.approvals.all())
    is_mine = me == row.proposer_id or any(approval.person_id == me for approval in approvals)
    chain = chain_of_act(row.number)
    return {
        "act": row,
        "title": title_of(row),
        "approvals": approvals,
        "needed": row.kind_of.approvals_needed,
        "removes": row.kind_of.removes,
        "lines": [(line, _(PROBLEMS.get(line.problem, line.problem))) for line in row.lines.all()],
        "progress": progress(row),
        "may_approve": row.state == ActState.PROPOSED and not is_mine,
        "may_reject": row.state in (ActState.PROPOSED, ActState.APPROVED, ActState.PUBLISHED),
        "may_seal": row.state == ActState.APPROVED and row.document is None,
        "may_publish": row.state == ActState.APPROVED
        and row.document is not None
        and row.kind_of.removes,
        "may_start": _may_start(row),
        "reason_form": ReasonForm(),
        "events": [(event, told(event)) for event in ArchiveEvent.objects.filter(chain=chain)],
        "broken": ledger.broken_links(chain),
    }


def _may_start(row: CustodyAct) -> bool:
    if row.document is None:
        return False
    if not row.kind_of.removes:
        return bool(row.state == ActState.APPROVED)
    if row.state != ActState.PUBLISHED or row.notice_until is None:
        return False
    return bool(today() > row.notice_until)
