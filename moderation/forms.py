"""What a reviewer fills in."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from moderation import measures
from moderation.measures import End, Measure
from moderation.models.decision import Scope

CHOOSE = "Choose what is to happen, then decide."
# The two outcomes that a form without measures may name.
SIMPLE = {"allow": "allow", "remove": "remove"}
LONGEST_DAYS = 3650
NO_END = "This is no end. Say a number of days, up to ten years, or a day as 2027-05-23."


class EndField(forms.Field):
    """When a measure ends: a number of days from now, a day (its last), or a moment in UTC. None: nothing was said."""

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        if re.fullmatch(r"[0-9]{1,4}", text) and 0 < int(text) <= LONGEST_DAYS:
            return timezone.now() + timedelta(days=int(text))
        try:
            moment = datetime.fromisoformat(text)
            moment = moment.replace(tzinfo=moment.tzinfo or UTC)
            end = moment + timedelta(days=1) if len(text) == len("2027-05-23") else moment
        except (ValueError, OverflowError):
            raise forms.ValidationError(NO_END) from None
        if end > timezone.now() + timedelta(days=LONGEST_DAYS + 1):
            raise forms.ValidationError(NO_END)
        return end


class DecisionForm(forms.Form):
    """What is to happen (`measures`, each with `until_<measure>` where it may end), the clause it rests on, how far it
    reaches, and a reason the owner will read. `label`: the words beside a labelled thing. `outcome`, allow or remove,
    stands for a form without measures. `seen`: how many flags stood on the page that it was filled in on.
    """

    outcome = forms.ChoiceField(choices=[(name, name) for name in SIMPLE], required=False)
    measures = forms.MultipleChoiceField(
        choices=[(act.name, act.title) for act in measures.ACTS.values()],
        required=False,
        error_messages={"invalid_choice": "There is no such action. Choose one from the list."},
    )
    clause = forms.CharField(max_length=40, required=False)
    scope = forms.ChoiceField(choices=Scope.choices, required=False)
    label = forms.CharField(max_length=500, required=False)
    seen = forms.IntegerField(required=False, min_value=0)
    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Write the reason. Its owner reads it, so a sentence is enough, but it must be there."
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for act in measures.ACTS.values():
            if act.ends != End.NEVER:
                self.fields[f"until_{act.name}"] = EndField(required=False)

    @classmethod
    def unfinished(cls, data: Any) -> "DecisionForm":
        """As it was filled in so far: of what is missing nothing is said yet."""
        form = cls(data)
        form.errors.clear()
        return form

    def clean(self) -> dict[str, Any]:
        """Something is to happen."""
        said = super().clean() or {}
        outcome = said.pop("outcome", "")
        if not said.get("measures") and outcome:
            said["measures"] = [SIMPLE[outcome]]
        if not said.get("measures") and "measures" not in self.errors:
            self.add_error("measures", CHOOSE)
        return said

    @property
    def escalates(self) -> bool:
        """It is left to a senior (`decisions.escalate`), and nothing is decided."""
        return "escalate" in self.cleaned_data.get("measures", [])

    def wanted(self) -> dict[str, Any]:
        """For `decisions.decide` and `rehearse`; also of a form that is half filled in, once it was asked for its errors."""
        said = self.cleaned_data
        return {
            "measures": [Measure(name, said.get(f"until_{name}")) for name in said.get("measures", [])],
            "reason": said.get("reason") or "…",
            "clause": said.get("clause", ""),
            "scope": said.get("scope") or Scope.THING,
            "label": said.get("label", ""),
        }
