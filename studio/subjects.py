"""What the desk can look at, hide and show in this room, and what money was spent on here."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from moderation import allowed
from moderation import subjects as desk
from moderation.locked.evidence import Evidence
from studio import assets, captions, evidence, improving, jobs, kept, relatives, reviews, same, sheets, twins
from studio.models import Asset, Job, Kind
from studio.states import ENDED, SENT, UNSENT, State
from studio.subject_kinds import ASSET, ORDER
from studio.undoing import orders
from studio.undoing import things as undoing
from usage import subjects as ledger
from usage.subjects import Line

TITLE_CHARACTERS = 80
PDQ_LETTERS = 64
LOOKED_AGAIN = "What comes of it is looked at once more before you see it."
GONE = "It had been deleted before. What it cost stands in your usage."


class Order:
    """A prompt, sent or not."""

    def excerpt(self, subject: UUID) -> str:
        """The prompt."""
        job = Job.objects.filter(public_id=subject).first()
        return job.prompt if job else ""

    def preview(self, subject: UUID) -> str:
        """There is nothing to look at."""
        return ""

    def link(self, subject: UUID) -> str:
        """The job's page."""
        return reverse("job", args=[subject])

    def family(self, subject: UUID, reviewer: Any, case: UUID) -> desk.Family | None:
        """What it is to be made from."""
        job = Job.objects.filter(public_id=subject).first()
        return relatives.of_order(job, reviewer, case) if job else None

    def evidence(self, subject: UUID) -> Evidence:
        """For an authority."""
        return evidence.of_order(subject)

    def hide(self, subject: UUID, sentence: str) -> str:
        """It is not sent, or its result not wanted."""
        job = Job.objects.select_for_update().get(public_id=subject)
        jobs.turn_away(subject, sentence)
        if job.state in UNSENT:
            return "It was not sent, and you were not charged."
        if job.state in SENT:
            return "It had gone to the provider: the result is not shown, and what it cost will stand in your usage."
        return _unchanged(job)

    def show(self, subject: UUID) -> str:
        """It may be sent."""
        job = Job.objects.select_for_update().get(public_id=subject)
        jobs.let_through(subject)
        if job.state == State.AWAITING:
            again = f" {LOOKED_AGAIN}" if allowed.looked_at_again(ORDER, subject) else ""
            return f"It goes on to the provider; the price you saw holds.{again}"
        again = " Order it again if you still want it." if job.has_ended and job.state != State.READY else ""
        return f"{_unchanged(job)}{again}"

    def state(self, subject: UUID) -> Mapping[str, Any]:
        """How it is now."""
        return orders.state(subject)

    def restore(self, subject: UUID, state: Mapping[str, Any]) -> str:
        """As it was, while its time to wait is not over."""
        return orders.restore(subject, state)

    def purge(self, subject: UUID) -> bool:
        """Its words go; the row stays for its moves and its money, and whatever was made of it keeps them."""
        job = Job.objects.filter(public_id=subject).first()
        if job is not None and kept.order(job):
            return False
        if job is not None and job.has_ended and not job.assets.exists():
            assets.forget(job)
        return True


class Thing:
    """A picture or film."""

    def excerpt(self, subject: UUID) -> str:
        """The prompt it was made from."""
        asset = Asset.objects.filter(public_id=subject).first()
        return asset.alt if asset else ""

    def preview(self, subject: UUID) -> str:
        """The large preview, by an address for reviewers."""
        exists = Asset.objects.filter(public_id=subject).exists()
        return reverse("asset-for-desk", args=[subject]) if exists else ""

    def film(self, subject: UUID) -> desk.Film | None:
        """Its sheet of frames, which is drawn where there is none yet, and where it plays; None for a picture."""
        asset = Asset.objects.filter(public_id=subject).first()
        sheet = sheets.of(asset) if asset else None
        if asset is None or sheet is None:
            return None
        return desk.Film(
            state=sheet.state,
            sheet=reverse("asset-sheet-for-desk", args=[subject]),
            plays=reverse("asset-film-for-desk", args=[subject]),
            times=sheet.times,
            upright=asset.height > asset.width,
        )

    def link(self, subject: UUID) -> str:
        """The page of the job it came from: that page is there whether the thing may be seen or not."""
        asset = Asset.objects.select_related("job").filter(public_id=subject).first()
        return reverse("job", args=[asset.job.public_id]) if asset and asset.job else reverse("studio")

    def evidence(self, subject: UUID) -> Evidence:
        """For an authority."""
        return evidence.of_thing(subject)

    def origin(self, subject: UUID) -> tuple[str, UUID] | None:
        """The order it was made by."""
        asset = Asset.objects.select_related("job").filter(public_id=subject).first()
        return (ORDER, asset.job.public_id) if asset and asset.job else None

    def made_by(self, subject: UUID) -> str:
        """As the label on it says."""
        asset = Asset.objects.filter(public_id=subject).first()
        if asset is None:
            return ""
        return _made_by(asset)

    def glances(self, subjects: Collection[UUID]) -> Mapping[UUID, desk.Glance]:
        """Their large previews."""
        return {
            asset.public_id: desk.Glance(
                preview=reverse("asset-for-desk", args=[asset.public_id]), made_by=_made_by(asset)
            )
            for asset in Asset.objects.filter(public_id__in=subjects)
        }

    def hide(self, subject: UUID, sentence: str) -> str:
        """Nobody but the desk sees it."""
        asset = Asset.objects.filter(public_id=subject).first()
        if asset is None:
            return GONE
        reviews.hide(subject, sentence)
        return (
            f"It is not shown or shared. {'What it cost stands in your usage' if asset.job_id else 'It cost nothing'}."
        )

    def show(self, subject: UUID) -> str:
        """Its owner sees it."""
        asset = Asset.objects.filter(public_id=subject).first()
        if asset is None:
            return GONE
        reviews.show(subject)
        if asset.takedown_at is not None:
            return undoing.WHILE_JUDGED
        if asset.deleted_at is not None:
            return "It stays deleted, as you wanted."
        agreed = not asset.likenesses.filter(withheld_at__isnull=False).exists()
        return "It is in your gallery." if agreed else undoing.AS_AGREED

    def state(self, subject: UUID) -> Mapping[str, Any]:
        """How it is now."""
        return undoing.state(subject)

    def restore(self, subject: UUID, state: Mapping[str, Any]) -> str:
        """As it was, and its job and arrival with it."""
        return undoing.restore(subject, state)

    def marks(self, subject: UUID) -> Mapping[str, Any]:
        """What the desk has written beside it."""
        return Asset.objects.filter(public_id=subject).values("label", "adults_only").first() or {}

    def label(self, subject: UUID, sentence: str) -> str:
        """Beside it, on its page and on every link to it."""
        if not Asset.objects.filter(public_id=subject).update(label=sentence):
            return GONE
        return f"Beside it stands: “{sentence}”" if sentence else "Nothing stands beside it any more."

    def limit_age(self, subject: UUID, *, adults_only: bool) -> str:
        """Links to it ask who comes to sign in."""
        if not Asset.objects.filter(public_id=subject).update(adults_only=adults_only):
            return GONE
        return (
            "Links to it show it only to adults who are signed in."
            if adults_only
            else "Links to it show it to everybody."
        )

    def purge(self, subject: UUID) -> bool:
        """Its bytes and its row, and the words of a job of which nothing is left."""
        asset = Asset.objects.filter(public_id=subject).first()
        if asset is not None and (asset.hidden_at is None or assets.kept_for_the_desk(asset)):
            return False
        if asset is not None:
            assets.purge(asset)
        return True

    def hashes(self, subject: UUID) -> desk.Hashes | None:
        """As it came, as it was made, and as it is signed; and what it looks like."""
        asset = Asset.objects.filter(public_id=subject).first()
        if asset is None:
            return None
        found = sorted(same.hashes_of([asset]))
        return desk.Hashes(found, asset.pdq if len(asset.pdq) == PDQ_LETTERS else "", asset.frames)

    def copies(self, subject: UUID) -> list[UUID]:
        """What else of its owner's has the same bytes."""
        asset = Asset.objects.filter(public_id=subject).first()
        if asset is None:
            return []
        theirs = same.copies_of([asset]).owned_by(asset.owner)
        return list(theirs.order_by("pk").values_list("public_id", flat=True))

    def twins(self, subject: UUID) -> Mapping[UUID, int]:
        """By the bytes, and by the looks."""
        asset = Asset.objects.filter(public_id=subject).first()
        return twins.of(asset) if asset else {}

    def stamps(self, subjects: Collection[UUID]) -> Mapping[UUID, desk.Stamp]:
        """What each is, and the small previews."""
        return relatives.stamps(subjects)

    def thumbs(self, subjects: Collection[UUID], owner: Any) -> Mapping[UUID, str]:
        """On its owner's wall; none for whom the studio is shut, where the picture would be."""
        if not owner.may_create:
            return {}
        found = Asset.objects.visible_to(owner).filter(public_id__in=subjects).exclude(previews=[])
        return {each: reverse("asset-small", args=[each]) for each in found.values_list("public_id", flat=True)}

    def family(self, subject: UUID, reviewer: Any, case: UUID) -> desk.Family | None:
        """Its lineage."""
        asset = Asset.objects.filter(public_id=subject).first()
        return relatives.of_thing(asset, reviewer, case) if asset else None


def _made_by(asset: Asset) -> str:
    return "Made with AI" if asset.by_a_machine else "Brought here"


def _unchanged(job: Job) -> str:
    """What a decision says of an order it came too late for."""
    if not job.has_ended:
        return "It had been sent before, and nothing about it changed."
    charged = job.hold is not None and job.hold.charges.filter(owner=job.owner, ticks__gt=0).exists()
    return f"It had ended before; {'what it cost stands in your usage' if charged else 'you were not charged'}."


def described(person: User, ids: Collection[UUID]) -> Mapping[UUID, Line]:
    """Jobs of this person as lines of the ledger."""
    found = Job.objects.owned_by(person).filter(public_id__in=ids)
    return {
        job.public_id: Line((job.prompt or "Deleted")[:TITLE_CHARACTERS], reverse("job", args=[job.public_id]))
        for job in found
    }


def things(person: User, ids: Collection[UUID]) -> Mapping[UUID, Line]:
    """Pictures and films of this person as lines of the ledger."""
    found = Asset.objects.visible_to(person).filter(public_id__in=ids)
    return {
        asset.public_id: Line(
            (asset.alt or "Without words")[:TITLE_CHARACTERS], reverse("asset", args=[asset.public_id])
        )
        for asset in found
    }


def over(ids: Collection[UUID]) -> Collection[UUID]:
    """Which of these jobs will send nothing any more."""
    going = Job.objects.filter(public_id__in=ids).exclude(state__in=ENDED).values_list("public_id", flat=True)
    return set(ids) - set(going)


def register() -> None:
    """Tell the rooms below what there is in this one."""
    desk.register(ORDER, Order())
    desk.register(ASSET, Thing())
    for kind, words in ((Kind.PICTURE, "Picture"), (Kind.VIDEO, "Film")):
        ledger.register(kind, words=words, describe=described, over=over)
    ledger.register(captions.PURPOSE, words="Description", describe=things)
    ledger.register(improving.PURPOSE, words="Better prompt")
