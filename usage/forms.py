"""What administrators fill in."""

from decimal import Decimal

from django import forms

from usage.limits import TICKS_PER_USD

MOST_USD = 1_000_000


class AllowanceForm(forms.Form):
    """One person's limit, and why."""

    limit = forms.DecimalField(
        label="May spend per month, in USD",
        min_value=Decimal(0),
        max_value=Decimal(MOST_USD),
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01", "autocomplete": "off"}),
    )
    lasting = forms.BooleanField(
        label="In the months to come, too", required=False, help_text="Otherwise the usual limit returns next month."
    )
    reason = forms.CharField(
        label="Reason", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="It is kept in the audit."
    )

    def ticks(self) -> int:
        """The limit as money is counted."""
        usd: Decimal = self.cleaned_data["limit"]
        return int(usd * TICKS_PER_USD)
