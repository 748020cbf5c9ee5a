"""What is asked when a list is brought: the list, what holds for rows that do not say, what its prompts are checked for."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files import File

from studio.batches import reading
from studio.verbs import Verb
from xai import media_limits

WORDS_CHARACTERS = 4_000


class BatchForm(forms.Form):
    """A list by hand or by file; the file counts when there are both."""

    text = forms.CharField(
        required=False,
        strip=False,
        label="The list",
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false", "class": "batch-text"}),
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="A file",
        widget=forms.FileInput(attrs={"class": "file-field", "accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )
    verb = forms.ChoiceField(
        label="Make", choices=[(Verb.IMAGINE.value, "Pictures"), (Verb.FILM.value, "Films")], initial=Verb.IMAGINE.value
    )
    ratio = forms.ChoiceField(label="Ratio", required=False)
    unwanted = forms.CharField(
        required=False,
        label="Words not to be used",
        max_length=WORDS_CHARACTERS,
        help_text="With commas between them.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    longest = forms.IntegerField(
        required=False,
        label="No prompt longer than",
        min_value=1,
        max_value=1_000_000,
        help_text="Characters. Leave it empty for as long as any prompt may be.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "No limit of your own"}),
    )
    calm = forms.BooleanField(
        required=False,
        label="Nothing that shouts",
        help_text="Finds prompts in capital letters or with !!. It is a rule, not an engine that reads the tone.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ratio = cast(forms.ChoiceField, self.fields["ratio"])
        ratios = dict.fromkeys(
            each for way in ("film", "imagine") for row in media_limits.engines(way) for each in row.ratios
        )
        ratio.choices = [("", "As usual"), *((each, each) for each in ratios)]

    def clean(self) -> dict[str, Any]:
        """The list as a text, wherever it came from."""
        cleaned = super().clean() or {}
        file: File[bytes] | None = cleaned.get("file")
        try:
            if file:
                cleaned["list"] = reading.decoded(
                    file.read(settings.STUDIO_BATCH_BYTES + 1), most=settings.STUDIO_BATCH_BYTES
                )
            else:
                cleaned["list"] = str(cleaned.get("text", ""))
                if len(cleaned["list"].encode(errors="replace")) > settings.STUDIO_BATCH_BYTES:
                    raise reading.NotRead("This list is too long. Split it.")
        except reading.NotRead as problem:
            self.add_error("file" if file else "text", str(problem))
        return cleaned

    @property
    def usual(self) -> Mapping[str, str]:
        """Cells of rows that do not say; only of a valid form."""
        return {name: self.cleaned_data[name] for name in ("verb", "ratio")}

    @property
    def rules(self) -> Mapping[str, Any]:
        """What prompts are checked for; only of a valid form."""
        return {name: value for name in ("unwanted", "longest", "calm") if (value := self.cleaned_data[name])}

    @property
    def name(self) -> str:
        """The file's, without its ending; empty for what was pasted. Only of a valid form."""
        file: File[bytes] | None = self.cleaned_data.get("file")
        return (file.name or "").rpartition(".")[0] if file else ""
