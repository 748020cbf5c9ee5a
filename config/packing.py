"""Pages leave packed, also where no proxy does it: on a slow line most of the wait for a page is its bytes."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = frozenset({"text/html", "text/plain", "application/json", "text/csv"})


class PackPages(GZipMiddleware):
    """Packs whole answers that are text; media, archives and what is streamed go as they are, and can be asked for in ranges.

    A secret that stands beside echoed words could be guessed from lengths: Django masks its tokens anew in each page and
    pads what is packed here by a random length.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pack it, if it is worth it and taken."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or response.status_code == 206 or kind not in TEXT:
            return response
        return super().process_response(request, response)
