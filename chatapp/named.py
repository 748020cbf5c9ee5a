"""Words that people keep under a name of their own: personas, prompts."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.db import IntegrityError, transaction

from accounts.models import User
from chatapp.turns.words import CONTROL


class NamedForm(forms.ModelForm):  # type: ignore[type-arg]  # subscripted only in the stubs
    """A name and what goes with it. `noun`: what one of them is called; `most`: how many one person may have."""

    noun: ClassVar[str]
    most: ClassVar[int]

    def kept(self, person: User) -> bool:
        """Save a valid form as this person's. False, with a sentence in the form: the name is taken, or there are too many."""
        row = self.save(commit=False)
        if row.pk is None and self._meta.model._default_manager.filter(owner=person).count() >= self.most:
            self.add_error(None, f"You have {self.most} {self.noun}s, which is the most. Delete one first.")
            return False
        row.owner = person
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            self.add_error("name", f"You have a {self.noun} of this name already. Choose another name.")
            return False
        return True


def visible(field: str) -> Callable[[Any], str]:
    """How a form cleans this field of it: without invisible characters."""

    def clean(form: forms.BaseForm) -> str:
        return CONTROL.sub("", form.cleaned_data[field]).strip()

    return clean
