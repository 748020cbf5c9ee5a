"""What the parlour's addresses name: conversations, their turns and what is laid beside them."""

from io import BytesIO
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from chatapp import conversations, projects, temporary, turns
from chatapp.composer import queue
from chatapp.files import uploads
from chatapp.models import Message, Persona, Queued, SavedPrompt, Summary, Turn
from tests.access_cases.things import Make, Thing


def _turn(owner: User) -> Thing:
    return Thing({"turn": turns.send(owner, "Why is the sky blue?", key=uuid4().hex).turn})


def _drawing(owner: User) -> Thing:
    return Thing({"turn": turns.send(owner, "Make a picture of a fox", key=uuid4().hex).turn}, {"prompt": "a fox"})


def conversation(owner: User) -> Thing:
    return Thing({"conversation": turns.send(owner, "Why is the sky blue?", key=uuid4().hex).conversation})


def _draft(owner: User) -> Thing:
    return Thing(conversation(owner).words, {"text": "Half a thought", "typed_at": "1000"})


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
    thing = conversation(owner)
    conversations.delete(owner, UUID(str(thing.words["conversation"])))
    return thing


def _temporary(owner: User) -> Thing:
    return Thing({"conversation": temporary.begin(owner).public_id})


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


def _project(owner: User) -> Thing:
    return Thing({"project": projects.create(owner, uuid4().hex).public_id}, {"name": uuid4().hex})


OWNED: dict[str, Make] = {
    "conversation": conversation,
    "send": conversation,
    "engine-choose": conversation,
    "draft": _draft,
    "queue": conversation,
    "queue-add": conversation,
    "queued-now": _queued,
    "queued-take": _queued,
    "queued-drop": _queued,
    "conversation-show": _answer,
    "conversation-stretch": conversation,
    "instructions": conversation,
    "persona": _persona,
    "persona-delete": _persona,
    "prompt": _prompt,
    "prompt-used": _prompt,
    "prompt-delete": _prompt,
    "turn-download": _shaped,
    "summary-edit": _summary,
    "summary-use": _summary,
    "conversation-rename": conversation,
    "conversation-delete": conversation,
    "conversation-restore": _deleted_conversation,
    "conversation-read": conversation,
    "conversation-jump": _answer,
    "conversation-keeping": conversation,
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
    "temporary-here": _temporary,
    "temporary-end": _temporary,
    "file": _file,
    "file-small": _file,
    "file-delete": _file,
    "turn-menu": _turn,
    "turn-edit": _turn,
    "turn-compare": _turn,
    "turn-keep": _turn,
    "turn-beside": _turn,
    "turn-branch": _turn,
    "conversation-map": conversation,
}

SHARED: dict[str, Make] = {
    "conversations-tagged": lambda _owner: Thing({"tag": "boats"}),
    "media": lambda _owner: Thing({"token": "no-such-token", "name": "picture.png"}),
}
