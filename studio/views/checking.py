"""“Check this file”, and what AI makes here. A known file is found by its hash and never sent; any other is looked at, not kept."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.addresses import address_of
from accounts.doors import public
from foundation import throttle
from foundation.seats import NoSeat
from studio.checking import answers
from studio.checking.answers import Answer
from studio.checking.limits import HOUR, LARGE, MINUTE


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The page; asked with a hash (`sha256`), what is known by it: 204 where the file itself must be looked at."""
    if request.method != "POST":
        return _page(request)
    most = settings.CHECK_HASHES_PER_MINUTE
    if throttle.spent("check-hash", address_of(request), most=most, seconds=MINUTE):
        return _page(request, problem="That was too often. Wait a minute, then try again.", status=429)
    answer = answers.about_hash(request.POST.get("sha256", ""))
    return _page(request, answer=answer) if answer else HttpResponse(status=204)


@public
@never_cache
@require_POST
def check_file(request: HttpRequest) -> HttpResponse:
    """What is known of a file that is sent. It is looked at in a bounded child, and gone with the answer."""
    sent, address, most = request.FILES.get("file"), address_of(request), settings.CHECK_FILES_PER_HOUR
    refused = sent is None and throttle.is_spent(LARGE, address, most=most)
    if refused or throttle.spent("check-file", address, most=most, seconds=HOUR):
        return _page(request, problem="Too many files came from where you are. Try again in an hour.", status=429)
    if not isinstance(sent, UploadedFile) or not sent.size:
        return _page(request, problem="Choose a picture or a film first.", status=422)
    if sent.size > settings.CHECK_FILE_BYTES:
        return _page(request, problem=f"This is larger than {_megabytes()} MB, the most we look at.", status=422)
    with tempfile.TemporaryDirectory(prefix="salon-check-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as kept:
            shutil.copyfileobj(sent, kept)
        try:
            return _page(request, answer=answers.about_file(path))
        except NoSeat:
            problem = "Many files are being looked at just now. Try again in a minute; nothing of yours was kept."
            return _page(request, problem=problem, status=503)


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What AI makes here, how it says so, and what no label can do."""
    return render(request, "studio/checking/about.html")


def _page(request: HttpRequest, *, answer: Answer | None = None, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"answer": answer, "problem": problem, "megabytes": _megabytes(), "bytes": settings.CHECK_FILE_BYTES}
    name = "studio/checking/_answer.html" if request.headers.get("HX-Request") else "studio/checking/check.html"
    return render(request, name, context, status=status)


def _megabytes() -> int:
    return int(settings.CHECK_FILE_BYTES // 1_000_000)
