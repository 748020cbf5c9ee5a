"""Sharing work by link: the owner's page, and taking a link back."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest, creators_only, people_only
from foundation import idempotency
from moderation.standing import Limited
from studio.consents import reasons
from studio.models import Asset, Share
from studio.sharing import seen, shares
from studio.sharing.forms import ShareForm
from studio.views.asking import wants_fragment
from usage.allowances import standing

LIST = "/shares/"  # all links of a person; the parlour's page, which is above this room
HERE = "/studio/"
NOT_AGREED = "{who} has not agreed to showing it by link, or not any more. Nothing was shared. Ask here; a new answer counts at once."


@creators_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: PersonRequest) -> HttpResponseBase:
    """What would be seen, exactly, and for how long; then the link. `asset`: each thing at hand."""
    asked = _ids(request.GET.getlist("asset") or request.POST.getlist("asset"))
    there = shares.shareable(request.user, asked)
    if not there:
        return _not_yet(request, asked)
    previewing = wants_fragment(request) and request.method != "POST"
    form = ShareForm(request.POST or (request.GET if previewing else None), there=there)
    if request.method == "POST" and form.is_valid():
        try:
            made = _made(request, form)
        except Limited as limited:
            form.add_error(None, limited.sentence)
        except (Asset.DoesNotExist, idempotency.KeyReused) as error:
            raise Http404 from error
        else:
            response = HttpResponseRedirect(f"{made.place}#share-{made.public_id}")
            response.status_code = 303
            return response
    context = {
        "form": form,
        "showing": seen.preview(form.shown, with_words=form.words_too),
        "shares": shares.live_of(there),
        "here": request.get_full_path(),
        "left_out": len(asked) - len(there),
        "most": shares.MOST,
        "key": uuid4().hex,
        "standing": standing(request.user),
    }
    name = "studio/sharing/_preview.html" if previewing else "studio/sharing/share.html"
    return render(request, name, context, status=422 if request.method == "POST" else 200)


@people_only
@require_POST
def revoke(request: PersonRequest, share: UUID) -> HttpResponse:
    """Take a link back, at once; also for who may create no more."""
    try:
        shares.revoke(request.user, share)
    except Share.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, "The link opens nothing any more.")
    back = request.POST.get("back", "")
    response = HttpResponseRedirect(back if back.startswith(HERE) else LIST)
    response.status_code = 303
    return response


def _not_yet(request: PersonRequest, asked: list[UUID]) -> HttpResponseBase:
    """To where they look at it first, or ask whom it shows. Raises Http404 where there is nothing of theirs."""
    row = shares.to_be_looked_at(request.user, asked)
    if row is None and (consent := reasons.against_links(request.user, asked)):
        messages.error(request, NOT_AGREED.format(who=consent.called))
        return redirect("consent", consent=consent.public_id)
    if row is None:
        raise Http404
    messages.error(request, "A check wants you to look at this first. Say that it is fine; then share it.")
    return redirect(f"{reverse('batch', args=[row.batch.public_id])}?show=look#row-{row.n}")


def _made(request: PersonRequest, form: ShareForm) -> Share:
    said = form.cleaned_data
    key = request.POST.get("key", "")
    return shares.share(
        request.user,
        said["ticked"],
        key=key if idempotency.KEY.fullmatch(key) else uuid4().hex,
        days=said["days"],
        password=said["password"],
        with_words=said["with_words"],
    )


def _ids(said: Iterable[str]) -> list[UUID]:
    """Those that are ids, each once; what is none names nothing."""
    found: dict[UUID, None] = {}
    for each in said:
        try:
            found[UUID(each)] = None
        except ValueError:
            continue
    return list(found)
