"""What a question is about, in a few of its own words."""

import re

POLITE = re.compile(
    r"^(hey|hi|hello|ok|okay|so|please|grok|can you|could you|would you|will you|i want you to|i'd like( you)? to|"
    r"i would like( you)? to|i need( you to)?|help me( to)?|let's|now|then|and|also|kindly|just|[,:;!.\s])+\b",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"^(write|give|tell|show|make|create|draft|compose|generate|explain|describe|discuss|summari[sz]e|list|suggest|"
    r"name|find|plan|think|talk)\b( (me|us|up))*( (a|an|some|the|few|several|\d+|long|short|detailed|brief|good|little|"
    r"small|quick|simple))*( (text|essay|article|story|tale|poem|haiku|email|mail|letter|message|list|table|plan|"
    r"overview|summary|explanation|paragraph|post|ideas?|ways?|steps?|tips?|names?|reasons?|examples?|function|"
    r"script|program|code|query|class|component))*( (about|on|of|for|to|why|that|which|with))?\b\s*",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"^(what('s| is| are| was| were| does| do)|who('s| is| was)|how (do|does|can|should|would) (i|we|you|one)|"
    r"how (does|do|did|is|are)|why (does|do|did|is|are)|where (is|are)|is it true that|what happens (when|if)|"
    r"do you know( about)?|should i|which|i have a question (about|on)|i wonder( why| how| if)?|"
    r"was (ist|sind)( der| die| das)?|wie (funktioniert|geht)|erkläre?( mir)?)\b\s*",
    re.IGNORECASE,
)
FOR_WHOM = re.compile(
    r"\s+(please|for me|to me|in \d+ words|as (a|an|if) .*|with examples?.*|to a (child|beginner|five.year.old).*|"
    r"like i'm .*|in (simple|plain) (words|terms|english))$",
    re.IGNORECASE,
)
LONGEST = 72


def topic(asked: str) -> str:
    """The topic of a question, at most a line; `this` when nothing is left."""
    line = next((line.strip() for line in asked.splitlines() if line.strip()), "")
    sentence = re.split(r"(?<=[.!?…])\s", line, maxsplit=1)[0].strip(" .!?…*_`#>\"'“”")
    for clutter in (POLITE, ASKING, QUESTION):
        shorter = clutter.sub("", sentence, count=1).strip(" ,:;")
        sentence = shorter if len(shorter) > 2 else sentence
    sentence = FOR_WHOM.sub("", sentence)
    return clipped(sentence) or "this"


def clipped(text: str) -> str:
    """A text cut at a word, with an ellipsis where it was cut."""
    text = text.replace("|", "/").replace("{", "(").replace("}", ")")
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
