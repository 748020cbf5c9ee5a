"""What somebody says when they make a link."""

from django import forms

from accounts.sharing.link import DAYS, PRESET_DAYS

SHORTEST_PASSWORD = 6  # tries are counted; it keeps out whoever came by the link by chance


class LinkForm(forms.Form):
    """How long, behind which password. A room adds what is ticked."""

    days = forms.TypedChoiceField(
        label="Opens for",
        coerce=int,
        choices=[(days, f"{days} day{'s' if days > 1 else ''}") for days in DAYS],
        initial=PRESET_DAYS,
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        min_length=SHORTEST_PASSWORD,
        max_length=100,
        widget=forms.PasswordInput(render_value=True, attrs={"class": "input", "autocomplete": "new-password"}),
        help_text="Whoever opens the link is asked for it. We keep only what knows it again.",
    )
