"""A consent passport: who is in a picture, or named in an order, and what that person allows."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from accounts.sharing.link import Link, LinkQuerySet, token_hash


class Cause(models.TextChoices):
    """What raised the question."""

    PICTURE = "picture", "a picture"
    PROMPT = "prompt", "an order"


class Who(models.TextChoices):
    """The three answers to “Who is this?”."""

    ME = "me", "This is me"
    SOMEBODY = "somebody", "Somebody who agreed, or will be asked"
    NOBODY = "nobody", "Nobody real"


class Scope(models.TextChoices):
    """What a person may allow, each for itself."""

    EDIT = "edit", "Edit it"
    ANIMATE = "animate", "Animate it"
    PUBLISH = "publish", "Show it by link"


class Standing(models.TextChoices):
    """Where a consent is. The words are the interface's, too."""

    ASKED = "asked", "to be answered"
    WAITING = "waiting", "waiting for an answer"
    GIVEN = "given", "given"
    REFUSED = "refused", "refused"
    WITHDRAWN = "withdrawn", "withdrawn"
    EXPIRED = "expired", "expired"


OPEN = frozenset({Standing.ASKED, Standing.WAITING, Standing.GIVEN})


class ConsentQuerySet(LinkQuerySet["Consent"]):
    """Consents. A link opens to somebody who was asked, or who has agreed and may withdraw."""

    def live(self) -> Self:
        """Whose link opens now."""
        answerable = [Standing.WAITING, Standing.GIVEN]
        return super().live().filter(who=Who.SOMEBODY, state__in=answerable, expires_at__gt=timezone.now())

    def opened_by(self, token: str) -> Self:
        """Also one that is over: whoever was asked reads there how it ended, and what we still hold of it."""
        return self.filter(who=Who.SOMEBODY, owner__is_active=True, token_hash=token_hash(token))

    def about(self, kind: str, subject: object) -> Self:
        """All that was ever asked about one thing, the newest first: only that one counts."""
        return self.filter(subject_kind=kind, subject=subject).order_by("-pk")

    def overdue(self) -> Self:
        """Past their time, and nobody has said so yet."""
        return self.filter(state__in=sorted(OPEN), expires_at__lte=timezone.now())

    def live_checks(self, owner: object) -> Self:
        """By which this person is known: a reviewer compared a selfie, and it holds. The one that holds longest first."""
        held = self.filter(owner=owner, who=Who.ME, state=Standing.GIVEN, expires_at__gt=timezone.now())
        return held.filter(confirmed_at__isnull=False).order_by("-expires_at", "-pk")

    def unreached(self) -> Self:
        """Ended, and not yet carried through everything that was made from it."""
        return self.exclude(state__in=sorted(OPEN)).filter(reached_at=None)


class Consent(Link):
    """One question and its answer. It is never asked twice in one row: asking again makes another.

    `words` is whom its owner means; `signature` is the name of who agreed. `expires_at`: until when the link waits for
    an answer, then until when the consent holds; `revoked_at`: when it was refused or taken back. `phrase` is what a selfie
    must show, drawn at `phrased_at`: no older picture shows it; `selfie` is the public id of that picture; `confirmed_at`:
    when a reviewer found the same face, and `stands_on` is the one so confirmed by which its owner is known here.
    `signed_at` without `given`: a reviewer looks first. `reached_at`: when its end was carried through everything that was
    made from it.
    """

    door = "consent-open"

    subject_kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    cause = models.CharField(max_length=8, choices=Cause.choices)
    state = models.CharField(max_length=10, choices=Standing.choices, default=Standing.ASKED)
    who = models.CharField(max_length=8, choices=Who.choices, blank=True)
    words = models.CharField(max_length=120, blank=True)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope.choices), default=list, blank=True)
    signature = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    phrase = models.CharField(max_length=80, blank=True)
    phrased_at = models.DateTimeField(null=True)
    selfie = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    stands_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="borne")
    reached_at = models.DateTimeField(null=True)
    ended_by_owner = models.BooleanField(default=False, db_default=False)  # which is no “no” of whoever was asked

    objects: ClassVar = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["subject_kind", "subject"],
                condition=Q(state__in=sorted(OPEN)),
                name="one_open_consent_per_subject",
            ),
            CheckConstraint(condition=Q(state__in=Standing.values), name="consent_state_known"),
            CheckConstraint(condition=~Q(state=Standing.GIVEN) | ~Q(who=""), name="consent_given_by_somebody"),
            CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="consent_expires_after_it_was_asked"),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject", "-id"], name="consent_by_subject"),
            models.Index(fields=["owner", "-made_at"], name="consent_by_owner"),
            models.Index(fields=["expires_at"], condition=Q(state__in=sorted(OPEN)), name="consent_by_end"),
            models.Index(
                fields=["id"],
                condition=Q(reached_at=None) & ~Q(state__in=sorted(OPEN)),
                name="consent_unreached",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.public_id}"

    @property
    def called(self) -> str:
        """Whoever it is about, for its owner, at the beginning of a sentence."""
        return self.words if self.who == Who.SOMEBODY and self.words else "The person in it"

    @property
    def is_open(self) -> bool:
        """A question, or an answer that holds."""
        return self.state in OPEN

    @property
    def is_signed(self) -> bool:
        """Signed, and a reviewer looks before it counts."""
        return self.state == Standing.WAITING and self.signed_at is not None

    @property
    def is_forgotten(self) -> bool:
        """Whoever had signed has taken their name back since: it is nobody's word any more."""
        return self.who == Who.SOMEBODY and self.signed_at is not None and not self.signature

    @property
    def is_taken(self) -> bool:
        """Somebody has signed, or a reviewer has it: its owner cannot answer anew."""
        asked_nobody = self.who == Who.NOBODY and self.state == Standing.WAITING
        return asked_nobody or self.signed_at is not None or self.selfie is not None

    @property
    def is_at_the_desk(self) -> bool:
        """A reviewer says whether it counts."""
        return self.state == Standing.WAITING and self.is_taken

    @property
    def allowed(self) -> list[str]:
        """What is allowed, in words."""
        return [Scope(each).label for each in Scope.values if each in self.scopes]
