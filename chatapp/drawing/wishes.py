"""Whether somebody asks for a picture, and of what: by rules, in four languages, without asking any engine.

What is no picture ("draw a conclusion", "a docker image", "how do I draw …?") is none; when in doubt nothing is offered.
The labelled table in tests/tables/wishes.tsv says how well it does.
"""

import re
from dataclasses import dataclass

LONGEST = 1_200  # what is longer brings material, and asks for something about it
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be seen, and in which ratio."""

    prompt: str
    ratio: str


PLAIN = r"(?:picture|image|pic|bild|image|imagen|dibujo|dessin)"
# These say how it is to look: they stay in the prompt.
KINDS = (
    r"(?:photo(?:graph)?|drawing|illustration|painting|sketch|portrait|poster|wallpaper|logo|icon|watercolou?r|cartoon|"
    r"mural|postcard|album cover|book cover|foto|zeichnung|gemälde|skizze|plakat|aquarell|"
    r"photographie|peinture|affiche|esquisse|aquarelle|fotografía|ilustración|pintura|cartel|retrato|acuarela)"
)
NOUN = rf"(?:{PLAIN[3:-1]}|{KINDS[3:-1]})"
HELLO = (
    r"(?:(?:hi|hey|hello|ok(?:ay)?|so|now|hallo|bonjour|hola)\b(?: grok\b)?[,!.]?\s+|grok[,:]?\s+)?"
    r"(?:(?:please|pls|bitte|s['’]il (?:te|vous) pla[iî]t|por favor)[, ]+)?"
    r"(?:(?:can|could|would|will) you (?:please )?|i(?:['’]d| would) (?:like|love) (?:you to|to see|to have)?\s*|i (?:want|need) "
    r"(?:you to )?|let['’]?s |kannst du (?:mir )?(?:bitte )?|könntest du (?:mir )?(?:bitte )?|ich (?:möchte|hätte gern|will|brauche) |"
    r"peux-tu |pourrais-tu |je (?:veux|voudrais) |puedes |podrías |quiero |me gustaría )?"
    r"(?:please )?"
)
MAKE = (
    r"(?:make|create|generate|give|show|produce|render|design|imagine|get|do|paint|draw|sketch|"
    r"mach\w*|mal\w*|zeichne\w*|erstell\w*|generier\w*|erzeug\w*|entw[iu]rf\w*|gib|zeig\w*|"
    r"fais|faire|crée\w*|créer|génère\w*|générer|dessine\w*|montre\w*|"
    r"haz\w*|hacer|crea\w*|genera\w*|dibuja\w*|pinta\w*)"
)
FOR_ME = r"(?:[- ](?:me|us|mir|uns|moi|nous)|me)?(?: (?:bitte|please))?"
ARTICLE = r"(?:a|an|the|one|another|some|ein|eine|einen|une?|una?)"
OF = r"(?:of|showing|with|that shows|depicting|for|von|mit|eine[rs]|das|die|der|d['’]|de|avec|montrant|con|que muestr\w+)"
# "make me a small black and white photo of …", "a picture of …, please".
NAMED = re.compile(
    rf"^{HELLO}(?P<make>{MAKE}{FOR_ME}\s+)?(?P<whole>(?:{ARTICLE}\s+)?(?P<how>(?:[\w'’-]+,?\s+){{0,6}}?)(?P<noun>{NOUN})s?"
    rf"\s*(?P<of>{OF}\b\s*|:\s*|['’](?=\w))(?P<subject>.+))$",
    re.IGNORECASE | re.DOTALL,
)
# "draw a fox": the verb alone says it.
DRAWN = re.compile(
    rf"^{HELLO}(?:draw|paint|sketch|illustrate|zeichne|male?|dessine|dibuja|pinta)(?:[- ](?:me|us|mir|uns|moi|nous)|me)?"
    rf"(?: (?:bitte|please))?[: ]\s*(?P<subject>(?:{ARTICLE}|my|two|three|four|five|my|our|meine?n?|zwei|drei|mon|ma|deux|mi|dos)\s.+)$",
    re.IGNORECASE | re.DOTALL,
)
QUESTION = re.compile(
    r"^(?:how|why|what|who|where|when|which|is|are|does|did|should|wie|warum|was|wer|wo|wann|welche\w*|comment|pourquoi|"
    r"qu['’]|quel\w*|cómo|por qué|qué|quién)\b",
    re.IGNORECASE,
)
NEGATED = re.compile(
    r"\b(?:do(?:n['’]?t| not)|never|nicht|kein\w*|ne .{1,20} pas|no (?:dibuj|hag|crees))\b", re.IGNORECASE
)
ASKING = re.compile(rf"^{HELLO}\S+", re.IGNORECASE)
NO_PICTURE = re.compile(
    r"\b(?:docker|container|disk|iso|boot|kernel|vm|ami|ascii|svg|mermaid|latex|tikz|html|css|canvas|matplotlib|plot|graph|"
    r"diagram\w*|flow ?charts?|charts?|tables?|uml|mind ?map|wireframe|schema|tabelle|grafik|tableau|diagramme|gráfic\w+|tabla|"
    r"code|script|function|python|javascript|class|prompt|alt text|caption|describe|description|text|story|poem|essay|"
    r"skript|funktion|texte|código|regex|json|csv|database|datenbank)\b",
    re.IGNORECASE,
)
FIGURATIVE = re.compile(
    r"\b(?:conclusions?|parallels?|lines? between|the line|attention|inspiration|lessons?|distinctions?|comparisons?|analog\w+|"
    r"inferences?|breath|blood|salary|crowds?|lots?|straws?|card from|random|contract|agreement|up a|up the|blanks?|bath|"
    r"the (?:economic|political|financial|current|overall|whole|big|bigger|full|clear)|situation|state of|landscape of|market|"
    r"economy|schluss|schlüsse|fazit|conclusión|conclusiones|leçons?|parallèles?|vergleich\w*)\b",
    re.IGNORECASE,
)
# Without a verb only the thing itself: "picture of a library", "an oil painting of …", no "I took a picture of …".
BARE = re.compile(
    r"^(?:(?:an?|another|eine?n?|une?|una?)\s+)?(?:(?!(?:i|we|you|he|she|they|my|this|the)\b)[\w-]+\s+){0,2}?"
    rf"{NOUN}s?\b(?!.*\?)",
    re.IGNORECASE,
)
LAST_VERB = re.compile(r"\b(?:erstellen|machen|zeichnen|malen|generieren)\W*$", re.IGNORECASE)
NOT_ALONE = re.compile(
    r"^(?:it|this|that|one|them|these|those|me|us|das|es|ihn|sie|ça|cela|lo|eso|esto)\W*$", re.IGNORECASE
)
FILLING = re.compile(
    r"(?:[,;]?\s*(?:\b(?:erstellen|machen|zeichnen|malen|generieren)\b|please|for me|thanks|thank you|bitte|danke|"
    r"s['’]il (?:te|vous) pla[iî]t|merci|por favor|gracias))+[\s.!?-]*$",
    re.IGNORECASE,
)
RATIOS = {"1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "2:1", "1:2", "21:9"}
SAID_RATIO = re.compile(
    r"\s*[,(]?\s*\b(?:in |im format |at |au format |en )?(\d{1,2}) ?[:x×] ?(\d{1,2})\b(?: format)?\)?", re.IGNORECASE
)
SHAPES = (
    (r"\b(?:square|quadratisch\w*|carré\w*|cuadrad\w+)\b", "1:1"),
    (r"\b(?:phone wallpaper|vertical|upright|tall|portrait (?:format|orientation|mode)|hochformat|hochkant|format portrait)\b", "9:16"),
    (r"\b(?:wide|widescreen|banner|landscape (?:format|orientation|mode)|desktop wallpaper|querformat|panorama|panoramic|"
     r"horizontal|format paysage)\b", "16:9"),
)  # fmt: skip
USUAL = "1:1"


def wish(text: str) -> Wish | None:
    """What picture this question asks for; None: none, as far as the rules can tell."""
    said = " ".join(text.split())
    if not SHORTEST < len(said) <= LONGEST or "```" in text or QUESTION.match(said) or NEGATED.search(said[:60]):
        return None
    found = NAMED.match(said)
    if found and (not _really(found["whole"], found["how"]) or not _asked_for(found)):
        return None
    drawn = None if found else DRAWN.match(said)
    if drawn and not _really(drawn["subject"], ""):
        return None
    subject = _named(found) if found else drawn["subject"] if drawn else ""
    prompt = FILLING.sub("", SAID_RATIO.sub("", subject)).strip(" ,;:.!?\"“”'")
    if len(prompt) < SHORTEST or NOT_ALONE.match(prompt):
        return None
    return Wish(prompt, _ratio(said))


def _really(what: str, how: str) -> bool:
    """Whether this is to be seen, and not a figure of speech, or something that is written or plotted."""
    return not (NO_PICTURE.search(what[:120]) or FIGURATIVE.search(what[:60]) or QUESTION.match(how))


def _asked_for(found: re.Match[str]) -> bool:
    """By a verb before it, in German also behind it; or by nothing but its name."""
    return bool(found["make"] or LAST_VERB.search(found["whole"]) or BARE.match(found["whole"]))


def _named(found: re.Match[str]) -> str:
    """The subject alone after "a picture of"; with its kind after "a black and white photo of"."""
    plain = re.fullmatch(PLAIN, found["noun"], re.IGNORECASE) and not found["how"].strip()
    return found["subject"] if plain else found["whole"]


def _ratio(said: str) -> str:
    if named := SAID_RATIO.search(said):
        ratio = f"{named[1]}:{named[2]}"
        if ratio in RATIOS:
            return ratio
    return next((ratio for words, ratio in SHAPES if re.search(words, said, re.IGNORECASE)), USUAL)
