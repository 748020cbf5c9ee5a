"""JSON that fits a schema, filled with words that fit the question."""

import json
import random
import re
import uuid
from collections.abc import Callable

from simulator.conversation import Conversation
from simulator.replies.texts import Reply
from simulator.replies.titles import title_of
from simulator.replies.topic import topic

Schema = dict[str, object]
# In a list of verdicts, the harmless one: a stand-in accuses nobody.
HARMLESS = ("allow", "allowed", "safe", "none", "ok", "pass", "no", "benign", "neutral", "low", "clean", "approve")
FORMATS: dict[str, Callable[[random.Random], str]] = {
    "date": lambda dice: f"2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
    "time": lambda dice: f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}:00Z",
    "date-time": lambda dice: f"2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}T12:{dice.randint(0, 59):02}:00Z",
    "email": lambda dice: f"person{dice.randint(1, 99)}@example.org",
    "uuid": lambda dice: str(uuid.UUID(int=dice.getrandbits(128), version=4)),
    "ipv4": lambda dice: f"192.0.2.{dice.randint(1, 254)}",
    "ipv6": lambda dice: f"2001:db8::{dice.randint(1, 9999):x}",
    "uri": lambda dice: f"https://example.org/{dice.randint(1, 999)}",
}
DEEPEST = 12


def structured(conversation: Conversation, dice: random.Random) -> Reply:
    """An instance of the conversation's schema."""
    assert conversation.schema is not None
    maker = Maker(conversation.schema, topic(conversation.asked), dice)
    value = maker.make(conversation.schema, "")
    return Reply(json.dumps(value, ensure_ascii=False), "The answer must fit the given schema.\n")


def any_json(conversation: Conversation) -> Reply:
    """Some JSON object, when any will do."""
    value = {"topic": topic(conversation.asked), "answer": "A stand-in answers here.", "certain": False}
    return Reply(json.dumps(value, ensure_ascii=False), "The answer must be JSON.\n")


class Maker:
    """Builds a value for a schema, with `$ref` resolved in its root."""

    def __init__(self, root: Schema, about: str, dice: random.Random) -> None:
        self.root = root
        self.about = about
        self.dice = dice

    def make(self, schema: Schema, name: str, depth: int = 0) -> object:
        """A value of a schema, for a property of that name."""
        schema = self.resolved(schema)
        if "const" in schema:
            return schema["const"]
        if isinstance(choices := schema.get("enum"), list) and choices:
            return self.chosen(choices)
        if (alternatives := schema.get("anyOf") or schema.get("oneOf")) and isinstance(alternatives, list):
            return self.make(self.best(alternatives), name, depth + 1)
        match self.type_of(schema):
            case "object":
                return self.made_object(schema, depth)
            case "array":
                return self.made_array(schema, name, depth)
            case "integer":
                return int(self.made_number(schema, name, whole=True))
            case "number":
                return self.made_number(schema, name, whole=False)
            case "boolean":
                return False
            case "null":
                return None
            case _:
                return self.made_string(schema, name)

    def resolved(self, schema: Schema) -> Schema:
        """The schema behind a local reference."""
        for _ in range(DEEPEST):
            reference = schema.get("$ref")
            if not isinstance(reference, str) or not reference.startswith("#"):
                break
            found: object = self.root
            for step in reference.lstrip("#/").split("/") if len(reference) > 1 else []:
                found = found.get(step, {}) if isinstance(found, dict) else {}
            schema = found if isinstance(found, dict) else {}
        return schema

    def chosen(self, choices: list[object]) -> object:
        """The harmless choice, else any."""
        harmless = [choice for choice in choices if str(choice).lower() in HARMLESS]
        return harmless[0] if harmless else self.dice.choice(choices)

    def best(self, alternatives: list[object]) -> Schema:
        """The first alternative that is not null."""
        schemas = [each for each in alternatives if isinstance(each, dict)]
        return next((each for each in schemas if each.get("type") != "null"), schemas[0] if schemas else {})

    def type_of(self, schema: Schema) -> str:
        """The type, guessed where it is not given."""
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = next((each for each in kind if each != "null"), "null")
        if isinstance(kind, str):
            return kind
        return "object" if "properties" in schema else "array" if "items" in schema else "string"

    def made_object(self, schema: Schema, depth: int) -> dict[str, object]:
        """Every property while it is shallow, the required ones when it gets deep."""
        properties, required = schema.get("properties"), schema.get("required")
        named = properties if isinstance(properties, dict) else {}
        needed = required if isinstance(required, list) else []
        return {
            name: self.make(inner if isinstance(inner, dict) else {}, name, depth + 1)
            for name, inner in named.items()
            if depth < DEEPEST // 2 or name in needed
        }

    def made_array(self, schema: Schema, name: str, depth: int) -> list[object]:
        """Two or three items within the bounds; none where it gets deep and may be empty."""
        least, most = whole(schema.get("minItems"), 0), whole(schema.get("maxItems"), 3)
        many = least if depth >= DEEPEST // 2 else max(least, min(most, 2 + self.dice.randint(0, 1)))
        items = schema.get("items")
        made = [self.make(items if isinstance(items, dict) else {}, name, depth + 1) for _ in range(many)]
        if schema.get("uniqueItems"):
            made = [value for place, value in enumerate(made) if value not in made[:place]]
        return made

    def made_number(self, schema: Schema, name: str, *, whole: bool) -> float:
        """A number within its bounds; shares and scores are small, so that nothing is flagged."""
        low, high = number(schema.get("minimum")), number(schema.get("maximum"))
        if (above := number(schema.get("exclusiveMinimum"))) is not None:
            low = above + (1 if whole else 0.01)
        if (below := number(schema.get("exclusiveMaximum"))) is not None:
            high = below - (1 if whole else 0.01)
        if re.search(r"score|risk|probab|severity", name):
            return low if low is not None else min(0.0, high or 0.0)
        least = low if low is not None else min(0.0, high if high is not None else 0.0)
        most = high if high is not None else least + 10
        step = number(schema.get("multipleOf"))
        value = self.dice.uniform(least, min(most, least + 100))
        value = least + step * int((value - least) / step) if step else value
        return float(int(value)) if whole else round(value, 2)

    def made_string(self, schema: Schema, name: str) -> str:
        """Words for a property of that name, of the right format and length."""
        form = schema.get("format")
        if isinstance(form, str) and form in FORMATS:
            return FORMATS[form](self.dice)
        text = self.phrase(name)
        text = text[: whole(schema.get("maxLength"), 2048)]
        return text + "." * (whole(schema.get("minLength"), 0) - len(text))

    def phrase(self, name: str) -> str:
        """What to say under a name."""
        if re.search(r"title|name|subject|headline|label", name):
            return title_of(self.about)
        if re.search(r"prompt|caption|description|alt", name):
            return f"{self.about}, in soft morning light, wide and calm, fine detail"
        if re.search(r"reason|why|rationale|explanation", name):
            return "Nothing here speaks against it."
        if re.search(r"lang", name):
            return "en"
        if re.search(r"colou?r", name):
            return "verdigris"
        return f"A few words about {self.about}"


def whole(value: object, otherwise: int) -> int:
    """A whole number, or the default."""
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def number(value: object) -> float | None:
    """A number, or None."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
