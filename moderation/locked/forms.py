"""What keepers of the locked lane fill in."""

from django import forms

LEAST = 10  # letters


class WhyForm(forms.Form):
    """A reason alone."""

    reason = forms.CharField(label="Why", min_length=LEAST, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class HandoverForm(WhyForm):
    """For whom, under which number of theirs, and why."""

    authority = forms.CharField(label="Authority", max_length=200)
    reference = forms.CharField(
        label="Their case number", max_length=100, help_text="As it stands in their request. It goes into the package."
    )

    field_order = ("authority", "reference", "reason")
