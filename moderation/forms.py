"""What a reviewer fills in."""

from django import forms

from moderation.models.decision import Outcome


class DecisionForm(forms.Form):
    """An outcome, the clause it rests on, and a reason the owner will read."""

    outcome = forms.ChoiceField(
        choices=Outcome.choices, error_messages={"required": "Choose what is to happen, then decide."}
    )
    clause = forms.CharField(max_length=40, required=False)
    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Write the reason. Its owner reads it, so a sentence is enough, but it must be there."
        },
    )
