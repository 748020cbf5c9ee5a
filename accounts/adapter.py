"""Where django-allauth asks us."""

from smtplib import SMTPException
from typing import Any, ClassVar

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from accounts import invitations, links, preferences
from accounts.models import Theme, User

log = structlog.get_logger(__name__)

ERRORS = {
    "account_inactive": "This account has been closed.",
    "cannot_remove_primary_email": "This is the address you sign in with. Make another one the main address first.",
    "duplicate_email": "This address is already on your list.",
    "email_password_mismatch": "This address and password do not belong together. Check both, or ask for a new password.",
    "email_taken": "This address cannot be used for a new account. If it is yours, sign in or ask for a new password.",
    "enter_current_password": "This is not your present password.",
    "incorrect_password": "This is not your password.",
    "invalid_password_reset": "This link was used already or is too old. Ask for a new one.",
    "too_many_login_attempts": "Too many attempts for this address. Wait five minutes, or ask for a new password.",
    "unverified_primary_email": "Confirm the address first. We sent a link to it.",
    "rate_limited": "That was a little fast. Wait a minute and try again.",
    "max_email_addresses": "You can keep up to %d addresses. Remove one first.",
}


class Adapter(DefaultAccountAdapter):
    """The house's rules for signing up and in."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **ERRORS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """By SIGNUP: everybody, holders of an invitation, nobody."""
        if settings.SIGNUP == "invite":
            return invitations.held_by(request) is not None
        return settings.SIGNUP == "open"

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Make the person and use up their invitation, both or neither."""
        try:
            with transaction.atomic():
                person: User = super().save_user(request, user, form, commit)
                self._admit(request, person)
        except IntegrityError as error:
            # Two sign-ups with one address at the same moment: the second hears what it would hear a minute later.
            raise ImmediateHttpResponse(self.respond_email_verification_sent(request, None)) from error
        return person

    def _admit(self, request: HttpRequest, person: User) -> None:
        invitation = invitations.spend(request, person)
        if invitation is None and settings.SIGNUP != "open":
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html"))
        # On the request, because allauth makes a new adapter for every question it has.
        request.vouched_for = invitation.email if invitation else ""  # type: ignore[attr-defined]

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """The administrator who invited just this address vouches for it."""
        return bool(email) and getattr(request, "vouched_for", "") == email

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm an address, unless somebody else signs in with it: their sign-in name stays theirs."""
        if User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id).exists():
            context = {"email": email_address.email}
            self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt", context)
            return False
        return bool(super().confirm_email(request, email_address))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        """The link in the mail, at the address the house is known by, whatever host the request named."""
        return links.absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send a link that names the person by public id; allauth's would name the key of their row."""
        path = reverse("account_reset_password_from_key", args=[user.public_id.hex, context["key"]])
        super().send_password_reset_mail(user, email, {**context, "password_reset_url": links.absolute(path)})

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponseBase:
        """Dress the browser in the theme the person chose; without a choice the browser keeps what it wears."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.theme != Theme.SYSTEM:
            preferences.dress(response, user)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, or say that it could not be sent: a mail server that is away must not keep people out."""
        try:
            super().send_mail(template_prefix, email, {**context, "origin": links.origin()})
        except (SMTPException, OSError) as error:
            log.warning("mail_not_sent", template=template_prefix, cause=type(error).__name__)
            self.add_message(self.request, messages.ERROR, "account/messages/mail_not_sent.txt")
