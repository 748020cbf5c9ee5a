"""What the access test puts into addresses that name a thing.

Each room adds its own: by the name of the address, a function that makes a fresh thing of this person. `OWNED`: a thing
has one owner, and for everybody else it is not there. `SHARED`: a thing that whoever passes the door may see (staff
pages), or that is not a person's at all; also an address without a thing that needs something filled in.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts import invitations, links, notices
from accounts.models import Role, User
from chatapp import conversations, flagging, projects, temporary, trees, turns
from chatapp.composer import queue
from chatapp.files import uploads
from chatapp.models import Message, Persona, Queued, SavedPrompt, Share, Summary, Transfer, Turn
from chatapp.models import Role as Speaker
from chatapp.sharing import shares
from chatapp.trees import Node
from moderation import appeals, decisions, flags, prompts
from moderation.consent import answering, asking, signing
from moderation.glass.opening import may_without_case
from moderation.locked import handing_over
from moderation.measures import Measure
from moderation.models import Appeal, Case, Consent, Decision, Glass, Handover, Report, SecondReading, Takedown
from moderation.models.consent import Cause
from moderation.takedowns.receiving import Request, ask
from moderation.verdicts import Action, Verdict
from studio import assets, boards, searches
from studio.batches import drafts
from studio.ladders import climbing
from studio.models import Arrival, Asset, Job, Style, Webhook, WebhookMessage
from studio.models import Share as WorkShare
from studio.sharing import shares as work
from studio.styles import keeping
from studio.subject_kinds import ASSET
from tests.accounts.people import person
from tests.studio.steps import order_picture


@dataclass(frozen=True)
class Thing:
    """The words of an address, and what is filled in when it is asked."""

    words: dict[str, object] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)


Make = Callable[[User], Thing]

# --- accounts --------------------------------------------------------------------------------------------------------


def _notice(owner: User) -> Thing:
    return Thing({"notice": notices.tell(owner, "case.decided", body="Decided.").public_id})


def _somebody(_owner: User) -> Thing:
    somebody = User.objects.create_user(f"{uuid4().hex}@example.org", birth_date="1990-05-31")
    return Thing({"person": somebody.public_id})


def _invitation(owner: User) -> Thing:
    return Thing({"invitation": invitations.invite(owner)[0].public_id})


# --- chatapp ---------------------------------------------------------------------------------------------------------


def _turn(owner: User) -> Thing:
    return Thing({"turn": turns.send(owner, "Why is the sky blue?", key=uuid4().hex).turn})


def _drawing(owner: User) -> Thing:
    return Thing({"turn": turns.send(owner, "Make a picture of a fox", key=uuid4().hex).turn}, {"prompt": "a fox"})


def _conversation(owner: User) -> Thing:
    return Thing({"conversation": turns.send(owner, "Why is the sky blue?", key=uuid4().hex).conversation})


def _draft(owner: User) -> Thing:
    return Thing(_conversation(owner).words, {"text": "Half a thought", "typed_at": "1000"})


def _webhook(owner: User) -> Thing:
    return Thing({"webhook": Webhook.objects.create(owner=owner, url="https://example.org/", secret="s").public_id})


def _webhook_message(owner: User) -> Thing:
    webhook = Webhook.objects.create(owner=owner, url="https://example.org/", secret="s")
    told = WebhookMessage.objects.create(webhook=webhook, job=order_picture(owner), event="job.ready")
    return Thing({"message": told.public_id})


def _queued(owner: User) -> Thing:
    place = turns.send(owner, "Why is the sky blue?", key=uuid4().hex).conversation
    queue.add(owner, place, "And why is it red?", key=uuid4().hex, choice=turns.HOUSE)
    return Thing({"queued": Queued.objects.latest("pk").public_id})


def _answer(owner: User) -> Thing:
    begun = turns.send(owner, "Why is the sky blue?", key=uuid4().hex)
    answer = Turn.objects.select_related("answer").get(public_id=begun.turn).answer
    return Thing({"conversation": begun.conversation}, {"message": str(answer.public_id)})


def _file(owner: User) -> Thing:
    raw = BytesIO()
    Image.new("RGB", (16, 16), "red").save(raw, "PNG")
    taken = uploads.take(owner, SimpleUploadedFile("fox.png", raw.getvalue()), key=uuid4().hex)
    return Thing({"file": taken.public_id})


def _deleted_conversation(owner: User) -> Thing:
    thing = _conversation(owner)
    conversations.delete(owner, UUID(str(thing.words["conversation"])))
    return thing


def _temporary(owner: User) -> Thing:
    return Thing({"conversation": temporary.begin(owner).public_id})


def _transfer(owner: User, **columns: str) -> Transfer:
    return Transfer.objects.create(owner=owner, kind="export", form="json", state="finished", **columns)


def _made_share(owner: User) -> Share:
    said = [
        Node(parent=None, role=Speaker.USER, text="Why is the sky blue?"),
        Node(
            parent=0,
            role=Speaker.ASSISTANT,
            text=f"It scatters.\n\n```python\n{'wide = ' * 40}1\n```",
            engine="grok-4.7",
        ),
    ]
    return shares.share(owner, trees.write(owner, said).public_id, key=uuid4().hex)


def _share(owner: User) -> Thing:
    return Thing({"share": _made_share(owner).public_id})


def _link(owner: User) -> Thing:
    return Thing({"token": _made_share(owner).token})


def _file_of_a_link(owner: User) -> Thing:
    return Thing({"token": _made_share(owner).token, "file": uuid4()})


def _persona(owner: User) -> Thing:
    made = Persona.objects.create(owner=owner, name=uuid4().hex, instructions="Be a patient teacher.")
    return Thing({"persona": made.public_id})


def _prompt(owner: User) -> Thing:
    made = SavedPrompt.objects.create(owner=owner, name=uuid4().hex, text="Explain {{what}} in one sentence.")
    return Thing({"prompt": made.public_id})


def _shaped(owner: User) -> Thing:
    schema = {"type": "object"}
    begun = turns.send(owner, "What is blue?", key=uuid4().hex, along=turns.Along(json_schema=schema))
    Message.objects.filter(turn__public_id=begun.turn).update(text='{"sky": "blue"}')
    Turn.objects.filter(public_id=begun.turn).update(shape="fits")
    return Thing({"turn": begun.turn, "form": "json"})


def _summary(owner: User) -> Thing:
    begun = turns.send(owner, "Why is the sky blue?", key=uuid4().hex)
    answer = Turn.objects.select_related("answer").get(public_id=begun.turn).answer
    made = Summary.objects.create(conversation=answer.conversation, upto=answer, covers=2, text="The sky is blue.")
    return Thing({"summary": made.public_id}, {"text": "It is blue."})


# --- studio ----------------------------------------------------------------------------------------------------------


def _job(owner: User) -> Thing:
    return Thing({"job": order_picture(owner).public_id})


def _hung(owner: User) -> Asset:
    name, digest = uuid4().hex, "5" * 64
    return Asset.objects.create(
        owner=owner, job=order_picture(owner), part=0, kind="picture", base=name, key=f"{name}.png",
        sha256=digest, approved_sha256=digest, bytes=4, mime="image/png", codec="png",
        width=2, height=1, recipe={"prompt": "a fox crossing a river"}, made_at=timezone.now(),
    )  # fmt: skip


def _asset(owner: User) -> Thing:
    return Thing({"asset": _hung(owner).public_id})


def _shown(owner: User) -> WorkShare:
    return work.share(owner, [_hung(owner).public_id], key=uuid4().hex)


def _of_a_work_link(owner: User) -> Thing:
    made = _shown(owner)
    return Thing({"token": made.token, "asset": made.shown.get().asset.public_id})


def _film(owner: User) -> Thing:
    hung = _hung(owner)
    Asset.objects.filter(pk=hung.pk).update(kind="video", seconds=4, previews=["small.webp", "strip.webp"])
    return Thing({"asset": hung.public_id}, {"begins": "1", "ends": "2"})


def _arrival(owner: User) -> Thing:
    made = Arrival.objects.create(owner=owner, origin="uploaded", name="holiday.jpg")
    return Thing({"arrival": made.public_id})


def _deleted_asset(owner: User) -> Thing:
    return Thing({"asset": assets.delete(owner, _hung(owner).public_id).public_id})


def _ladder(owner: User) -> Thing:
    made = climbing.begin(
        owner, uuid4(), prompt="a fox", ratio="16:9", engine="grok-imagine-video", resolution="720p", seconds=4
    )
    return Thing({"ladder": made.public_id}, {"step": "stills"})


def _rung(owner: User) -> Thing:
    begun = _ladder(owner)
    job = Job.objects.filter(rung__ladder__owner=owner).latest("pk")
    return Thing({**begun.words, "job": job.public_id})


def _style(owner: User) -> Thing:
    made = keeping.keep(Style(owner=owner, look="preset", name=uuid4().hex, before="A watercolour of"))
    return Thing({"style": made.public_id}, {"name": "Oil", "before": "An oil painting of"})


def _asset_of_a_case(owner: User) -> Thing:
    hung = _hung(owner)
    verdict = Verdict(action=Action.REVIEW, check="person", policy_version="", detail="Look.")
    flags.raise_flag(subject_kind=ASSET, subject=hung.public_id, owner=owner, verdict=verdict)
    return Thing({"asset": hung.public_id})


def _film_of_a_case(owner: User) -> Thing:
    thing = _asset_of_a_case(owner)
    Asset.objects.filter(public_id=thing.words["asset"]).update(kind="video", seconds=4, previews=["sheet.webp"])  # type: ignore[misc]
    return thing


def _case_about_a_film(owner: User) -> Thing:
    _film_of_a_case(owner)
    return Thing({"case": Case.objects.latest("pk").public_id})


def _board(owner: User) -> Thing:
    return Thing({"board": boards.make(owner, uuid4().hex).public_id}, {"name": uuid4().hex})


def _kept_search(owner: User) -> Thing:
    return Thing({"search": searches.keep(owner, uuid4().hex, "is:starred").public_id})


def _batch(owner: User) -> Thing:
    return Thing({"batch": drafts.make(owner, "a fox\na heron").public_id}, {"rows": "2", "ticks": "1"})


def _batch_row(owner: User) -> Thing:
    row = drafts.make(owner, "a fox").rows.get()
    return Thing({"batch": row.batch.public_id, "row": row.public_id}, {"prompt": "a crow"})


# --- moderation ------------------------------------------------------------------------------------------------------


def _case(owner: User) -> Thing:
    begun = turns.send(owner, "Why is the sky blue?", key=uuid4().hex)
    flagging.report(owner, Turn.objects.select_related("answer").get(public_id=begun.turn), "Wrong.")
    return Thing({"case": Case.objects.latest("pk").public_id})


def _report(owner: User) -> Report:
    _case(owner)
    return Report.objects.latest("pk")


def _consent(owner: User) -> Thing:
    made = asking.ask(owner, ASSET, _hung(owner).public_id, Cause.PICTURE)
    return Thing({"consent": made.public_id}, {"who": "nobody"})


def _ended_consent(owner: User) -> Thing:
    made = _consent(owner)
    answering.end(owner, UUID(str(made.words["consent"])))
    return made


def _consent_link(owner: User) -> Thing:
    made = answering.somebody(owner, UUID(str(_consent(owner).words["consent"])), "Carla")
    return Thing({"token": made.token}, {"scopes": "edit", "until": "2027-05-31", "signature": "Carla Costa"})


def _given_consent(owner: User) -> Thing:
    link = _consent_link(owner)
    until = timezone.now() + timedelta(days=9)
    signing.agree(Consent.objects.latest("pk").pk, scopes=["edit"], until=until, signature="Carla Costa")
    return Thing(link.words)


def _decided(owner: User) -> Decision:
    found = Case.objects.get(public_id=str(_case(owner).words["case"]))
    rosa = User.objects.create_user(
        f"{uuid4().hex}@example.org", birth_date=date(1990, 5, 31), roles=["user", "reviewer"]
    )
    return decisions.decide(found, reviewer=rosa, measures=[Measure("hide")], reason="No.")


def _appeal(owner: User) -> Appeal:
    return appeals.appeal(_decided(owner), owner=owner, words="It is a statue.")


def _decision(owner: User) -> Thing:
    return Thing({"decision": _decided(owner).public_id})


def _glass(owner: User) -> Glass:
    """Opened by the visitor, upon somebody of whom a case is open: it is the visitor's."""
    somebody = person(uuid4().hex)
    flagged = Case.objects.get(public_id=str(_case(somebody).words["case"]))
    answer = Message.objects.select_related("conversation").get(public_id=flagged.subject)
    return Glass.objects.create(
        opened_by=owner,
        owner=somebody,
        case=flagged,
        conversation=answer.conversation.public_id,
        reason="A threat.",
        ends_at=timezone.now() + timedelta(minutes=5),
    )


def _widest_glass(owner: User) -> Glass:
    """As much as the visitor may open: one conversation leads on at once, several are listed."""
    glass = _glass(owner)
    if may_without_case(owner):
        Glass.objects.filter(pk=glass.pk).update(case=None, conversation=None)
    return glass


def _through_a_glass(owner: User) -> Thing:
    glass = _glass(owner)
    return Thing({"glass": glass.public_id, "conversation": glass.conversation})


def _takedown(owner: User) -> Takedown:
    hung, digest = _hung(owner), uuid4().hex * 2  # of its own: all copies of what is asked about are hidden
    Asset.objects.filter(pk=hung.pk).update(sha256=digest, approved_sha256=digest)
    where = links.absolute(f"/made/{work.share(owner, [hung.public_id], key=uuid4().hex).token}/")
    said = Request(who="me", contact=f"{uuid4().hex}@example.org", where=where, why="", signature="Bea", intimate=True)
    return ask(said)


def _removal(owner: User) -> Thing:
    return Thing({"takedown": _takedown(owner).public_id}, {"verdict": "decline", "reason": "So.", "where": "/made/x/"})


def _just_decided(owner: User) -> Decision:
    """What they decided a moment ago, in one go with others."""
    _case(person(uuid4().hex))
    together = decisions.decide_alike(
        [Case.objects.latest("pk")], reviewer=owner, measures=[Measure("allow")], reason="Fine."
    )
    return together.decisions[0]


def _reading(owner: User) -> Thing:
    """Of somebody's decision."""
    reading = SecondReading.objects.create(decision=_decided(owner))
    return Thing({"reading": reading.public_id}, {"restricts": "yes", "reason": "So."})


def _locked_case(owner: User) -> Case:
    """A refused prompt in the locked lane."""
    verdict = Verdict(action=Action.LOCK, check="rules", policy_version="", clause="minors.1")
    kept = prompts.keep(owner, uuid4().hex, "studio")
    flag = flags.raise_flag(subject_kind=prompts.KIND, subject=kept, owner=owner, verdict=verdict)
    assert flag is not None
    return flag.case


def _handover(owner: User) -> Handover:
    """Asked for by somebody else, so that the visitor may release it."""
    keeper = person(uuid4().hex, Role.REVIEWER, Role.ADMINISTRATOR)
    said = {"authority": "The police", "reference": "4711/26", "reason": "They asked."}
    return handing_over.ask(_locked_case(owner), by=keeper, **said)


def _released(owner: User) -> Thing:
    """The visitor released it: it is theirs to fetch."""
    handover = _handover(person(uuid4().hex))
    Handover.objects.filter(pk=handover.pk).update(released_by=owner, released_at=timezone.now())
    return Thing({"handover": handover.public_id})


def _project(owner: User) -> Thing:
    return Thing({"project": projects.create(owner, uuid4().hex).public_id}, {"name": uuid4().hex})


OWNED: dict[str, Make] = {
    "consent": _consent,
    "consent-about": lambda owner: Thing(data={"kind": ASSET, "thing": str(_hung(owner).public_id)}),
    "consent-selfie": _consent,
    "consent-end": _consent,
    "consent-again": _ended_consent,
    "put_away": _notice,
    "decision": _decision,
    "decision_appeal": lambda owner: Thing(_decision(owner).words, {"words": "It is a statue."}),
    "decision_say": lambda owner: Thing({"decision": _appeal(owner).decision.public_id}, {"words": "And old."}),
    "conversation": _conversation,
    "send": _conversation,
    "engine-choose": _conversation,
    "draft": _draft,
    "queue": _conversation,
    "queue-add": _conversation,
    "queued-now": _queued,
    "queued-take": _queued,
    "queued-drop": _queued,
    "conversation-show": _answer,
    "conversation-stretch": _conversation,
    "instructions": _conversation,
    "persona": _persona,
    "persona-delete": _persona,
    "prompt": _prompt,
    "prompt-used": _prompt,
    "prompt-delete": _prompt,
    "turn-download": _shaped,
    "summary-edit": _summary,
    "summary-use": _summary,
    "conversation-rename": _conversation,
    "conversation-delete": _conversation,
    "conversation-restore": _deleted_conversation,
    "conversation-read": _conversation,
    "conversation-jump": _answer,
    "conversation-keeping": _conversation,
    "project": _project,
    "project-change": _project,
    "project-delete": _project,
    "project-files": _project,
    "turn": _turn,
    "turn-stop": _turn,
    "turn-retry": _turn,
    "turn-continue": _turn,
    "turn-flag": _turn,
    "turn-drawing": _drawing,
    "turn-draw": _drawing,
    "turn-drawing-dismiss": _drawing,
    "share": _conversation,
    "temporary-here": _temporary,
    "conversation-take": lambda owner: Thing({**_conversation(owner).words, "shape": "json"}),
    "transfer-cancel": lambda owner: Thing({"transfer": _transfer(owner).public_id}),
    "transfer-fetch": lambda owner: Thing({"transfer": _transfer(owner, key=f"transfers/{uuid4().hex}.zip").public_id}),
    "temporary-end": _temporary,
    "share-badge": _conversation,
    "share-revoke": _share,
    "share-update": _share,
    "file": _file,
    "file-small": _file,
    "file-delete": _file,
    "turn-menu": _turn,
    "turn-edit": _turn,
    "turn-compare": _turn,
    "turn-keep": _turn,
    "turn-beside": _turn,
    "turn-branch": _turn,
    "conversation-map": _conversation,
    "job": _job,
    "job-card": _job,
    "job-cancel": _job,
    "job-resubmit": _job,
    "webhook-secret": _webhook,
    "webhook-on": _webhook,
    "webhook-remove": _webhook,
    "webhook-again": _webhook_message,
    "job-pause": _job,
    "job-go-on": _job,
    "job-place": _job,
    "job-repeat": _job,
    "asset": _asset,
    "asset-file": _asset,
    "asset-small": _asset,
    "asset-large": _asset,
    "asset-strip": _film,
    "asset-card": _asset,
    "asset-trim": _film,
    "asset-download": _asset,
    "arrival-clear": _arrival,
    "asset-recipe": _asset,
    "asset-credentials": _asset,
    "asset-share": lambda owner: Thing(data={"asset": str(_hung(owner).public_id)}),
    "asset-share-revoke": lambda owner: Thing({"share": _shown(owner).public_id}),
    "asset-delete": _asset,
    "asset-marks": _asset,
    "asset-star": _asset,
    "asset-rate": lambda owner: Thing(_asset(owner).words, {"rating": "3"}),
    "asset-caption": _asset,
    "asset-caption-ask": _asset,
    "lineage": _asset,
    "lineage-move": _asset,
    "lineage-share": _asset,
    "lineage-delete": _asset,
    "lineage-deleted": _deleted_asset,
    "lineage-restore": _deleted_asset,
    "asset-restore": _deleted_asset,
    "studio-board": _board,
    "batch": _batch,
    "batch-row": _batch_row,
    "batch-row-fine": _batch_row,
    "batch-order": _batch,
    "batch-cancel": _batch,
    "batch-again": _batch,
    "batch-throw-away": _batch,
    "batch-sheet": _batch,
    "batch-zip": _batch,
    "ladder": _ladder,
    "ladder-climb": _ladder,
    "ladder-job": _rung,
    "ladder-leave": _ladder,
    "ladder-remove": _ladder,
    "style": _style,
    "style-remove": _style,
    "studio-search-forget": _kept_search,
    "handover-package": _released,
    "glass": lambda owner: Thing({"glass": _widest_glass(owner).public_id}),
    "glass-conversation": _through_a_glass,
    "desk_undo": lambda owner: Thing({"decision": _just_decided(owner).public_id}),
    "desk_undo_all": lambda owner: Thing({"bundle": _just_decided(owner).bundle}),
    "glass_close": lambda owner: Thing({"glass": _glass(owner).public_id}),
}

SHARED: dict[str, Make] = {
    "consent-open": _consent_link,
    "consent-withdraw": _given_consent,
    "consent-picture": _consent_link,
    "consent-held": _consent_link,
    "shared": _link,
    "shared-file": _file_of_a_link,
    "shared-continue": _link,
    "made": lambda owner: Thing({"token": _shown(owner).token}),
    "made-still": lambda owner: Thing({"token": _shown(owner).token}),
    "made-large": _of_a_work_link,
    "made-file": _of_a_work_link,
    "made-download": _of_a_work_link,
    "made-credentials": _of_a_work_link,
    "person": _somebody,
    "suspend": _somebody,
    "unsuspend": _somebody,
    "give_roles": _somebody,
    "correct_birth_date": _somebody,
    "revoke_invitation": _invitation,
    "join": lambda owner: Thing({"token": invitations.invite(owner)[1]}),
    "set_up": lambda _owner: Thing({"token": "no-such-token"}),
    "account_confirm_email": lambda _owner: Thing({"key": "no-such-key"}),
    "account_reset_password_from_key": lambda owner: Thing({"uidb36": owner.public_id.hex, "key": "no-such-key"}),
    "media": lambda _owner: Thing({"token": "no-such-token", "name": "picture.png"}),
    "usage_person": _somebody,
    "set_allowance": _somebody,
    "appeal": lambda owner: Thing({"appeal": _appeal(owner).public_id}),
    "appeal_ask": lambda owner: Thing({"appeal": _appeal(owner).public_id}, {"words": "Where is it?"}),
    "appeal_judge": lambda owner: Thing(
        {"appeal": _appeal(owner).public_id}, {"outcome": "upheld", "reason": "It is as it was said."}
    ),
    "case": _case,
    "removal-page": lambda owner: Thing({"token": _takedown(owner).token}),
    "removal-withdraw": lambda owner: Thing({"token": _takedown(owner).token}),
    "desk-removal": _removal,
    "desk-removal-judge": _removal,
    "desk-removal-point": _removal,
    "report": lambda owner: Thing(data={"at": f"/made/{_shown(owner).token}/"}),
    "report-receipt": lambda owner: Thing({"token": _report(owner).token}),
    "report-faith": lambda owner: Thing({"report": _report(owner).public_id}, {"reason": "So."}),
    "case_decide": _case,
    "assignment": _somebody,
    "reading": _reading,
    "handover": lambda owner: Thing({"case": _locked_case(owner).public_id}),
    "handover-release": lambda owner: Thing({"handover": _handover(owner).public_id}),
    "handover-withdraw": lambda owner: Thing({"handover": _handover(owner).public_id}),
    "glass_for_case": _case,
    "glass_for_person": _somebody,
    "case_statement": _case,
    "case_hold": _case,
    "case_give_back": _case,
    "case_skip": _case,
    "desk_star": lambda _owner: Thing({"lane": "other"}),
    "transfer-along": lambda _owner: Thing(data={"form": "json"}),
    "conversations-tagged": lambda _owner: Thing({"tag": "boats"}),
    "studio-quote": lambda _owner: Thing(data={"kind": "picture"}),
    "studio-improve": lambda _owner: Thing(data={"verb": "imagine"}),
    "studio-order": lambda _owner: Thing(data={"kind": "picture"}),
    "studio-pick": lambda _owner: Thing(data={"kind": "picture"}),
    "asset-for-desk": _asset_of_a_case,
    "asset-film-for-desk": _film_of_a_case,
    "asset-sheet-for-desk": _film_of_a_case,
    "case_film": _case_about_a_film,
    "studio-month": lambda _owner: Thing({"month": "2026-03"}),
}
