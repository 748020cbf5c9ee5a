"""Step 5 of the checks: arguments the provider knows and refuses (reference 2.1, 2.8, 3.1, 11.2)."""

from simulator.body import Body
from simulator.catalogue import EFFORTS, LanguageModel
from simulator.refusals import SEARCH_IS_GONE, business, uncoded

PENALTIES = {"presence_penalty": "presencePenalty", "frequency_penalty": "frequencyPenalty"}
WORDS = ("none", "minimal", *EFFORTS)


def shared_rules(body: Body, model: LanguageModel, effort: str) -> None:
    """What both text routes refuse."""
    if "search_parameters" in body or "web_search_options" in body:
        raise business(SEARCH_IS_GONE, status=410)
    for field, name in PENALTIES.items():
        if body.values.get(field) is not None:
            raise unsupported(model, name)
    if "stop" in body and not model.takes_stop:
        raise unsupported(model, "stop")
    effort_rule(model, effort)
    ranges(body)


def effort_rule(model: LanguageModel, effort: str) -> None:
    """Refuse an effort the model does not know."""
    if not effort:
        return
    if effort not in WORDS:
        raise business("Invalid reasoning effort.")
    if not model.efforts:
        raise unsupported(model, "reasoningEffort")
    if effort != "minimal" and effort not in model.efforts:
        raise business(f"This model does not support `reasoning_effort` value `{effort}`.")


def ranges(body: Body) -> None:
    """Refuse numbers out of range."""
    temperature, top_p = body.number("temperature"), body.number("top_p")
    if temperature is not None and not 0 <= temperature <= 2:
        raise business("Invalid request content: Temperature must be less than 2 and not negative.")
    if top_p is not None and not 0 <= top_p <= 1:
        raise business("Invalid request content: top_p must be between 0 and 1.")


def unsupported(model: LanguageModel, name: str) -> Exception:
    """The sentence for a parameter a model does not take."""
    return business(f"Model {model.id} does not support parameter {name}.")


def chat_rules(body: Body, model: LanguageModel) -> None:
    """What /v1/chat/completions refuses."""
    shared_rules(body, model, body.text("reasoning_effort"))
    if model.responses_only:
        raise business(f"Model {model.id} is only available on /v1/responses.")
    if not body.items("messages"):
        raise business("Invalid request content: Messages cannot be empty.")


def responses_rules(body: Body, model: LanguageModel) -> None:
    """What /v1/responses refuses."""
    for field, use in (("response_format", "text.format"), ("max_tokens", "max_output_tokens")):
        if body.values.get(field) is not None:
            raise uncoded(
                400,
                f"'{field}' is not supported on /v1/responses — use '{use}' on /v1/responses "
                "(this field exists on /v1/chat/completions only)",
            )
    if body.flag("background"):
        raise business("Argument not supported: background")
    shared_rules(body, model, body.inner("reasoning").text("effort"))
