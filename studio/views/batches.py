"""Doors to batches: bring a list, look at what it means, change a row, order, follow, take along."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, creators_only
from studio.batches import acts, drafts, ordering, repeating, sheet, showing
from studio.batches import standing as standings
from studio.batches.columns import SHOWN
from studio.batches.forms import BatchForm
from studio.batches.reading import NotRead
from studio.gallery.taking import TooMuch, sent
from studio.jobs import NotOffered
from studio.models import Asset, Batch, BatchRow
from studio.views import batch_page
from studio.views.asking import wants_fragment
from studio.views.bench import sentence
from usage import money
from usage.allowances import standing
from usage.holds import OverAllowance, OverBudget

LISTED = 30
NOT_TAKEN = (OverAllowance, OverBudget, ordering.TooManyRows, NotOffered)


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def index(request: PersonRequest) -> HttpResponseBase:
    """One's batches, newest first; POST reads a list into a new one."""
    if request.method != "POST":
        return _index(request, BatchForm())
    form = BatchForm(request.POST, request.FILES)
    if not form.is_valid():
        return _index(request, form, status=422)
    try:
        made = drafts.make(request.user, form.cleaned_data["list"], name=form.name, usual=form.usual, rules=form.rules)
    except NotRead as problem:
        form.add_error("file" if form.cleaned_data.get("file") else "text", str(problem))
        return _index(request, form, status=422)
    return redirect("batch", made.public_id)


@creators_only
@require_safe
@never_cache
def page(request: PersonRequest, batch: uuid.UUID) -> HttpResponseBase:
    """What ordering it would do, or how it stands."""
    return batch_page.page(request, mine(request, batch))


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def row(request: PersonRequest, batch: uuid.UUID, row: uuid.UUID) -> HttpResponseBase:
    """One row, to be changed, or with `how=shown` as it is; POST writes it anew, or with `do=remove` takes it out."""
    found = mine(request, batch)
    if request.method != "POST":
        return _row(request, found, get_object_or_404(found.rows, public_id=row))
    try:
        if request.POST.get("do") == "remove":
            drafts.remove(request.user, batch, row)
            return batch_page.changed(request, found, None)
        cells = {column: request.POST.get(column, "") for column in SHOWN}
        return batch_page.changed(request, found, drafts.change(request.user, batch, row, cells))
    except BatchRow.DoesNotExist:
        raise Http404 from None
    except drafts.TooLate:
        return batch_page.ordered_meanwhile(request, mine(request, batch))


@creators_only
@require_POST
def order(request: PersonRequest, batch: uuid.UUID) -> HttpResponseBase:
    """Order it as it was shown."""
    rows, ticks = (_number(request.POST.get(name, "")) for name in ("rows", "ticks"))
    found = mine(request, batch)
    try:
        ordering.order(request.user, batch, rows=rows, ticks=ticks)
    except ordering.OtherThanShown:
        problem = "Something has changed since this was shown: look at it again. Nothing was ordered."
        return batch_page.page(request, found, problem=problem, status=409)
    except ordering.NothingToOrder:
        return batch_page.page(request, found, problem="There is no row that can be ordered.", status=422)
    except NOT_TAKEN as error:
        return batch_page.page(request, found, problem=not_taken(error), status=422)
    return redirect(batch_page.address(found))


@creators_only
@require_POST
def cancel(request: PersonRequest, batch: uuid.UUID) -> HttpResponseBase:
    """Let go of all that is not done."""
    found = mine(request, batch)
    count = acts.cancel_rest(request.user, batch)
    messages.success(request, f"{_rows(count)} cancelled." if count else "There was nothing left to cancel.")
    return redirect(batch_page.back(request, found))


@creators_only
@require_POST
def again(request: PersonRequest, batch: uuid.UUID) -> HttpResponseBase:
    """Order once more what came to nothing, as it was shown; a second click finds it ordered."""
    found = mine(request, batch)
    which, ticks = request.POST.get("which", ""), _number(request.POST.get("ticks", ""))
    try:
        count = repeating.order(request.user, batch, which=which, ticks=ticks)
    except ordering.OtherThanShown:
        problem = "What came to nothing is not what was shown: look at it again. Nothing was ordered."
        return batch_page.page(request, found, problem=problem, status=409)
    except NOT_TAKEN as error:
        return batch_page.page(request, found, problem=not_taken(error), status=422)
    messages.success(request, f"{_rows(count)} ordered again.")
    return redirect(batch_page.back(request, found))


@creators_only
@require_POST
def let_pass(request: PersonRequest, batch: uuid.UUID, row: uuid.UUID) -> HttpResponseBase:
    """Its owner has looked and finds it fine."""
    found = mine(request, batch)
    try:
        passed = acts.let_pass(request.user, batch, row)
    except BatchRow.DoesNotExist:
        raise Http404 from None
    # Of those to be looked at the next: this one is none of them any more.
    looks = request.GET.get("show") == "look"
    there = found.rows.doubtful().filter(n__gt=passed.n).order_by("n").first() if looks else passed
    return redirect(batch_page.back(request, found, there))


@creators_only
@require_POST
def throw_away(request: PersonRequest, batch: uuid.UUID) -> HttpResponseBase:
    """A list that is not ordered goes as if it had never been read; of one that is over what was made stays."""
    found = mine(request, batch)
    try:
        if found.is_ordered:
            acts.forget(request.user, batch)
            said = "What was made stays on your wall."
        else:
            drafts.throw_away(request.user, batch)
            said = "Nothing of it was ordered."
    except drafts.TooLate:
        messages.error(request, "It stays: something of it is on its way, or waits for your word.")
        return redirect(batch_page.address(found))
    messages.success(request, f"{found.name} is gone. {said}")
    return redirect("batches")


@creators_only
@require_safe
@never_cache
def as_csv(request: PersonRequest, batch: uuid.UUID) -> HttpResponseBase:
    """What became of it, as a table."""
    found = mine(request, batch)
    answer = HttpResponse(sheet.as_csv(found, _address(request)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="salon-batch-{found.made_at:%Y-%m-%d-%H%M}.csv"'
    return answer


@creators_only
@require_safe
@never_cache
def as_zip(request: PersonRequest, batch: uuid.UUID) -> HttpResponseBase:
    """Everything that came of it, or the `part` of it that is asked for, made while it is sent."""
    found = mine(request, batch)
    part = _number(request.GET.get("part", "1"))
    try:
        packing = sheet.as_zip(found, part, _address(request))
    except TooMuch as problem:
        messages.error(request, str(problem))
        return redirect(batch_page.address(found))
    answer = StreamingHttpResponse(sent(packing), content_type="application/zip")
    answer["Content-Length"] = str(len(packing))
    name = f"salon-batch-{found.made_at:%Y-%m-%d-%H%M}{f'-{part}' if part > 1 else ''}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def not_taken(error: Exception) -> str:
    """Why nothing was ordered, and what to do."""
    match error:
        case OverAllowance():
            missing = money.cents(error.needed - error.left)
            return (
                f"All rows together may cost {money.cents(error.needed)}, and your allowance has {money.cents(error.left)} "
                f"left this month: {missing} too little. Nothing was ordered. Take rows out, or ask an administrator for more."
            )
        case ordering.TooManyRows():
            room = f"there is room for {error.room} now" if error.room else "there is no room now"
            return f"So many rows of your batches are on their way that {room}. Nothing was ordered. Wait until some are done."
    return sentence(error)


def mine(request: PersonRequest, batch: uuid.UUID) -> Batch:
    """This person's batch. Raises Http404."""
    return get_object_or_404(Batch.objects.owned_by(request.user).select_related("owner"), public_id=batch)


def _index(request: PersonRequest, form: BatchForm, status: int = 200) -> HttpResponse:
    all_of_them = Batch.objects.owned_by(request.user).newest_first()
    page = Paginator(all_of_them, LISTED).get_page(request.GET.get("page", 1))
    found = list(page.object_list)
    stands, words = standings.of_all(found), standings.first_words(found)
    context = {
        "form": form,
        "batches": [(batch, stands[batch.pk], words.get(batch.pk, "")) for batch in found],
        "to": reverse("batches"),
        "stretch": showing.Stretch([], page.number, page.paginator.num_pages, page.paginator.count),
        "columns": SHOWN,
        "standing": standing(request.user),
    }
    return render(request, "studio/batches/index.html", context, status=status)


def _row(request: PersonRequest, batch: Batch, row: BatchRow) -> HttpResponseBase:
    if not wants_fragment(request):
        return redirect(f"{batch_page.address(batch)}{batch_page.at(request, edit=str(row.public_id))}#row-{row.n}")
    if batch.is_ordered:
        return batch_page.ordered_meanwhile(request, batch)
    return batch_page.row(request, batch, row, opened=request.GET.get("how") != "shown")


def _rows(count: int) -> str:
    return f"{count} row{'' if count == 1 else 's'}"


def _address(request: HttpRequest) -> Callable[[Asset], str]:
    return lambda asset: request.build_absolute_uri(reverse("asset", args=[asset.public_id]))


def _number(typed: str) -> int:
    """What is no number is none that was shown."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else -1
