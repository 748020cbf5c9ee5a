"""How the list of acts is narrowed."""

from typing import Any

from django import forms

from accounts import acts

# By the codes Django has for them: its own words say nothing of what to do.
ERRORS = {
    "null_characters_not_allowed": "There is a sign in this that no act can have (a null character). Type the words anew.",
    "max_length": "This is longer than what any act is called by. Write fewer letters.",
    "invalid_choice": "There is nobody and nothing of this name to choose. Choose from the list.",
    "invalid": "This is no day. Write it as 2027-05-23.",
}


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
        for field in self.fields.values():
            field.error_messages |= ERRORS
        self.fields["target"].widget.attrs["placeholder"] = "person, case, or an id"
        self.fields["action"].widget.attrs |= {
            "placeholder": "decided a case",
            "list": "audit-actions",
            "autocomplete": "off",
        }

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
