"""What the desk's addresses name: cases, reports, decisions and appeals."""

from datetime import date
from io import BytesIO
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from chatapp import flagging, turns
from chatapp.files import uploads
from chatapp.models import Turn
from moderation import appeals, decisions, flags
from moderation.measures import Measure
from moderation.models import Appeal, Case, Decision, Report, SavedReason, SecondReading
from moderation.verdicts import Action, Verdict
from studio.models import Asset
from studio.subject_kinds import ASSET
from tests.access_cases.accounts import somebody
from tests.access_cases.studio_works import hung, shown
from tests.access_cases.things import Make, Thing
from tests.accounts.people import person


def case(owner: User) -> Thing:
    begun = turns.send(owner, "Why is the sky blue?", key=uuid4().hex)
    flagging.report(owner, Turn.objects.select_related("answer").get(public_id=begun.turn), "Wrong.")
    return Thing({"case": Case.objects.latest("pk").public_id})


def _report(owner: User) -> Report:
    case(owner)
    return Report.objects.latest("pk")


def _picture_of_a_case(owner: User) -> Thing:
    raw = BytesIO()
    Image.new("RGB", (16, 16), "red").save(raw, "PNG")
    file = uploads.take(owner, SimpleUploadedFile("fox.png", raw.getvalue()), key=uuid4().hex)
    begun = turns.send(owner, "Who is it?", key=uuid4().hex, along=turns.Along(attachments=[file.public_id]))
    answer = Turn.objects.select_related("answer").get(public_id=begun.turn)
    flagging.report(owner, answer, "Wrong.")
    return Thing({"message": answer.answer.public_id, "file": file.public_id})


def _decided(owner: User) -> Decision:
    found = Case.objects.get(public_id=str(case(owner).words["case"]))
    rosa = User.objects.create_user(
        f"{uuid4().hex}@example.org", birth_date=date(1990, 5, 31), roles=["user", "reviewer"]
    )
    return decisions.decide(found, reviewer=rosa, measures=[Measure("hide")], reason="No.")


def _appeal(owner: User) -> Appeal:
    return appeals.appeal(_decided(owner), owner=owner, words="It is a statue.")


def _decision(owner: User) -> Thing:
    return Thing({"decision": _decided(owner).public_id})


def _just_decided(owner: User) -> Decision:
    """What they decided a moment ago, in one go with others."""
    case(person(uuid4().hex))
    together = decisions.decide_alike(
        [Case.objects.latest("pk")], reviewer=owner, measures=[Measure("allow")], reason="Fine."
    )
    return together.decisions[0]


def _reading(owner: User) -> Thing:
    """Of somebody's decision."""
    reading = SecondReading.objects.create(decision=_decided(owner))
    return Thing({"reading": reading.public_id}, {"restricts": "yes", "reason": "So."})


def _asset_of_a_case(owner: User) -> Thing:
    made = hung(owner)
    verdict = Verdict(action=Action.REVIEW, check="person", policy_version="", detail="Look.")
    flags.raise_flag(subject_kind=ASSET, subject=made.public_id, owner=owner, verdict=verdict)
    return Thing({"asset": made.public_id})


def _film_of_a_case(owner: User) -> Thing:
    thing = _asset_of_a_case(owner)
    Asset.objects.filter(public_id=thing.words["asset"]).update(kind="video", seconds=4, previews=["sheet.webp"])  # type: ignore[misc]
    return thing


def _case_about_a_film(owner: User) -> Thing:
    _film_of_a_case(owner)
    return Thing({"case": Case.objects.latest("pk").public_id})


OWNED: dict[str, Make] = {
    "decision": _decision,
    "decision_appeal": lambda owner: Thing(_decision(owner).words, {"words": "It is a statue."}),
    "decision_say": lambda owner: Thing({"decision": _appeal(owner).decision.public_id}, {"words": "And old."}),
    "desk_undo": lambda owner: Thing({"decision": _just_decided(owner).public_id}),
    "desk_reason_forget": lambda owner: Thing(
        {"reason": SavedReason.objects.create(owner=owner, text="So.").public_id}
    ),
    "desk_undo_all": lambda owner: Thing({"bundle": _just_decided(owner).bundle}),
}

SHARED: dict[str, Make] = {
    "appeal": lambda owner: Thing({"appeal": _appeal(owner).public_id}),
    "appeal_ask": lambda owner: Thing({"appeal": _appeal(owner).public_id}, {"words": "Where is it?"}),
    "appeal_judge": lambda owner: Thing(
        {"appeal": _appeal(owner).public_id}, {"outcome": "upheld", "reason": "It is as it was said."}
    ),
    "appeal_statement": lambda owner: Thing({"appeal": _appeal(owner).public_id}, {"outcome": "upheld"}),
    "case": case,
    "report": lambda owner: Thing(data={"at": f"/made/{shown(owner).token}/"}),
    "report-receipt": lambda owner: Thing({"token": _report(owner).token}),
    "report-faith": lambda owner: Thing({"report": _report(owner).public_id}, {"reason": "So."}),
    "case_decide": case,
    "assignment": somebody,
    "reading": _reading,
    "case_statement": case,
    "case_reason": case,
    "case_hold": case,
    "case_give_back": case,
    "case_skip": case,
    "desk_star": lambda _owner: Thing({"lane": "other"}),
    "asset-for-desk": _asset_of_a_case,
    "asset-film-for-desk": _film_of_a_case,
    "asset-small-for-desk": _asset_of_a_case,
    "asset-sheet-for-desk": _film_of_a_case,
    "case_film": _case_about_a_film,
    "message-picture-for-desk": _picture_of_a_case,
}
