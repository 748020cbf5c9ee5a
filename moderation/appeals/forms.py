"""What is filled in about appeals, by both sides."""

from typing import Any

from django import forms

from moderation.appeals.opening import LONGEST
from moderation.forms import CHOOSE, DecisionForm
from moderation.models.appeal import Outcome

SAY = "Write what you want to say; a sentence is enough."


class WordsForm(forms.Form):
    """A few words of one side."""

    words = forms.CharField(
        max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), error_messages={"required": SAY}
    )


class JudgeForm(DecisionForm):
    """The outcome and its answer (`reason`); the measures count only where another decision takes the place of the first."""

    outcome = forms.ChoiceField(choices=Outcome.choices, error_messages={"required": CHOOSE})

    def clean(self) -> dict[str, Any]:
        """Something is to happen instead, where that was chosen."""
        said = forms.Form.clean(self) or {}
        if said.get("outcome") == Outcome.CHANGED and not said.get("measures"):
            self.add_error("measures", "Choose what is to happen instead.")
        return said

    def judged(self) -> dict[str, Any]:
        """For `appeals.judge`."""
        wanted = self.wanted()
        answer = wanted.pop("reason")
        return {**wanted, "answer": answer, "outcome": self.cleaned_data["outcome"]}
