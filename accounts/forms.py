"""What people type into this room's pages."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import ages, preferences
from accounts.models import Role, Theme, User
from accounts.models.user import UNTIL_FURTHER_NOTICE, folded


def today() -> date:
    """The day by which ages count: UTC, as everything here."""
    return timezone.now().date()


def possible(born: date) -> date:
    """The date as it is; raises ValidationError for a day nobody alive can have been born on."""
    if not ages.is_possible(born, today()):
        raise ValidationError("This cannot be a date of birth. Look at the year once more.", code="impossible")
    return born


class BirthDateField(forms.DateField):
    """A day, by the browser's own calendar or by hand (1990-05-31)."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "autocomplete": "bday", "min": "1900-01-01"}, format="%Y-%m-%d")
        messages = {
            "required": "Tell us your date of birth.",
            "invalid": "Write the date as year, month, day: 1990-05-31.",
        }
        options = {"label": "Date of birth", "input_formats": ["%Y-%m-%d"], "error_messages": messages, **options}
        super().__init__(widget=widget, **options)

    def clean(self, value: Any) -> date | None:
        born: date | None = super().clean(value)
        return possible(born) if born else None


class BirthDateForm(forms.Form):
    """Asked once. A day that shuts every room is asked about before it counts: only an administrator can undo a slip.

    `doubted` is that day, until `sure` repeats it.
    """

    birth_date = BirthDateField()
    sure = forms.CharField(required=False, max_length=10)
    doubted: date | None = None

    def clean(self) -> dict[str, Any]:
        born: date | None = self.cleaned_data.get("birth_date")
        years = ages.age_on(born, today()) if born else settings.MINIMUM_CHAT_AGE
        if born and years < settings.MINIMUM_CHAT_AGE and self.cleaned_data.get("sure") != born.isoformat():
            self.doubted = born
            self.add_error("birth_date", f"So you are {years}? Look at the year again. If it is right, say so below.")
        return self.cleaned_data


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # subscripted only in the stubs
    """What somebody may change about themselves."""

    engine = forms.ChoiceField(label="Engine a new conversation begins with", required=False)

    class Meta:
        model = User
        fields = ("display_name", "theme", "engine", "stand_in", "instructions")
        labels = {
            "display_name": "What we call you",
            "theme": "Theme",
            "stand_in": "When an engine is busy or away, another one may answer, and says so",
            "instructions": "How Grok should answer you",
        }
        help_texts = {
            "instructions": "Sent with every question, in every conversation: who you are, what you like, what to leave out. "
            "Projects and conversations can have their own besides."
        }
        widgets: ClassVar[dict[str, Any]] = {
            "theme": forms.RadioSelect,
            "display_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "instructions": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["engine"] = forms.ChoiceField(
            label="Engine a new conversation begins with",
            required=False,
            choices=preferences.engines(now=self.instance.engine),
        )
        self.fields["theme"] = forms.ChoiceField(label="Theme", choices=Theme.choices, widget=forms.RadioSelect)


class ReasonForm(forms.Form):
    """Every act upon a person has a reason, which the audit keeps."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say why: the audit keeps it."},
    )


class SuspendForm(ReasonForm):
    """How long, and why; the person reads the reason."""

    days = forms.TypedChoiceField(
        label="For",
        coerce=int,
        choices=[(1, "a day"), (7, "a week"), (30, "30 days"), (0, "until further notice")],
    )

    field_order = ("days", "reason")

    def until(self) -> datetime:
        """The end, at a full minute."""
        days = self.cleaned_data["days"]
        if not days:
            return UNTIL_FURTHER_NOTICE
        return (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)


class RolesForm(ReasonForm):
    """The whole set; everybody is a user."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        required=False,
        choices=[(role.value, role.label) for role in Role if role != Role.USER],
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = ("roles", "reason")


class CorrectBirthDateForm(ReasonForm):
    """A slip of the finger, put right by an administrator."""

    birth_date = BirthDateField()

    field_order = ("birth_date", "reason")


class InviteForm(forms.Form):
    """With an address the link goes there by mail, and the address counts as confirmed."""

    email = forms.EmailField(
        label="E-mail address",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class SetUpForm(forms.Form):
    """The first administrator."""

    email = forms.EmailField(
        label="E-mail address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    birth_date = BirthDateField()

    def clean_email(self) -> str:
        """Folded; refused if somebody signs in with it already."""
        email = folded(self.cleaned_data["email"])
        if User.objects.filter(email=email).exists():
            raise ValidationError("Somebody signs in with this address already. Choose another one.")
        return email

    def clean_birth_date(self) -> date:
        """Age binds every role."""
        born: date = self.cleaned_data["birth_date"]
        if ages.age_on(born, today()) < settings.MINIMUM_STUDIO_AGE:
            raise ValidationError(f"Who keeps the house must be at least {settings.MINIMUM_STUDIO_AGE}.")
        return born

    def clean(self) -> dict[str, Any]:
        """The password is judged with the address beside it."""
        cleaned = super().clean() or {}
        if "password" in cleaned:
            try:
                get_adapter().clean_password(cleaned["password"], User(email=cleaned.get("email", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class LeaveForm(forms.Form):
    """The password once more: an open browser is not consent."""

    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """Counts against the same limit as a failed sign-in."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.person, password):
            raise get_adapter().validation_error("incorrect_password")
        return password
