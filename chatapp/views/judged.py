"""The door to a picture that stands beside a message somebody judges."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
from chatapp import judged
from chatapp.views.files import contents


@reviewers_only
@require_safe
def picture(request: PersonRequest, message: UUID, file: UUID) -> HttpResponseBase:
    """To the picture, whether its owner may see it or not. Each look is a row of the audit."""
    try:
        found = judged.opened(request.user, message, file)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    audit.looked(request.user, "file.looked", f"message:{message} file:{found.public_id}")
    return contents(found)
