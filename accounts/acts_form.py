"""How the list of acts is narrowed."""

from typing import Any

from django import forms

from accounts import acts


class ActsForm(forms.Form):
    """What to look for. What cannot be read narrows nothing, and is said."""

    target = forms.CharField(label="About", required=False, max_length=200)
    actor = forms.ChoiceField(label="Who", required=False)
    action = forms.CharField(label="What was done", required=False, max_length=80)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    looks = forms.ChoiceField(label="Looks", required=False, choices=[("", "Acts and looks"), ("no", "Acts alone")])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        people = [(str(person.public_id), person.name) for person in acts.actors()]
        actor = self.fields["actor"]
        assert isinstance(actor, forms.ChoiceField)
        actor.choices = [("", "Everybody"), (acts.HOUSE, "The house itself"), *people]
        self.fields["target"].widget.attrs["placeholder"] = "person, case, or an id"
        self.fields["action"].widget.attrs |= {"placeholder": "case", "list": "audit-actions", "autocomplete": "off"}

    def asked(self) -> acts.Asked:
        """What was understood of it."""
        self.is_valid()
        said = self.cleaned_data
        return acts.Asked(
            target=said.get("target", ""),
            actor=said.get("actor", ""),
            action=said.get("action", ""),
            since=said.get("since"),
            until=said.get("until"),
            looks=said.get("looks", "") != "no",
        )
