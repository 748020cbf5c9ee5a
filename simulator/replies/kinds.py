"""Which kind of reply a question wants: the first row that fits."""

import re

ROWS = (
    ("continue", r"^\W*(please )?(continue|go on|carry on|keep going|weiter|next part)\b|\bcut off\b.*\bgo on\b"),
    ("thanks", r"^\W*(thanks|thank you|thx|cheers|merci|danke|great, thanks|perfect)\b.{0,40}$"),
    ("about", r"\b(who are you|what are you|are you (grok|real|human|an? (ai|bot))|is this (a )?demo|stand-?in)\b"),
    ("greeting", r"^\W*(hi|hello|hey|good (morning|evening|day|afternoon)|hallo|yo|howdy)\b[^?]{0,24}$"),
    ("tongue-de", r"\b(ist|und|nicht|wie|warum|erkläre|kannst|bitte|über|eine[rnms]?|der|die|das)\b.*\b(ist|und|nicht|"
     r"wie|was|mir|ich|du|über|eine[rnms]?|der|die|das|bitte)\b"),
    ("tongue-fr", r"\b(est-ce|pourquoi|comment|bonjour|quel(le)?s?|expliquez?|s'il (te|vous))\b"),
    ("tongue-es", r"[¿¡]|\b(por qué|cómo|explícame|hola|cuál)\b"),
    ("versus", r"\b(compare|versus|vs\.?|difference between|pros and cons|better[:,]? .+ or )\b"),
    ("code-sql", r"\b(sql|query|postgres|select statement|database table)\b"),
    ("code-javascript", r"\b(javascript|typescript|node\.?js|react|vue|js|ts)\b"),
    ("code-css", r"\b(css|html|stylesheet|web ?page|flexbox)\b"),
    ("code-shell", r"\b(bash|shell|command line|terminal|zsh|grep|awk)\b"),
    ("code-python", r"\b(python|code|function|program|script|algorithm|regex|unit test|class|implement|debug|refactor|"
     r"rust|golang|java|c\+\+|asyncio)\b|```"),
    ("maths", r"\b(prove|proof|integral|integrate|derivative|equation|solve|theorem|matrix|probability|polynomial|"
     r"irrational|math|maths|mathematics|calculus|algebra|formula|latex)\b|\$.+\$|\\frac|∫|∑|√"),
    ("poem", r"\b(poem|haiku|verse|sonnet|limerick|rhyme|lyrics)\b"),
    ("story", r"\b(story|tale|fable|novel|bedtime|fairy)\b"),
    ("long", r"\b(essay|article|long|in detail|in depth|chapter|thorough|at length|report|\d{3,5} words)\b"),
    ("mail", r"\b(e-?mail|letter|message to|reply to|invitation|cover letter)\b"),
    ("summary", r"\b(summari[sz]e|summary|tl;?dr|key points|in short)\b"),
    ("table", r"\b(table|spreadsheet|columns?|matrix of|overview|timetable|schedule)\b"),
    ("steps", r"\b(how (do|can|should|to)|steps?|plan|recipe|guide|tutorial|instructions|set ?up|install)\b"),
    ("list", r"\b(list|ideas?|ways|tips|names?|suggest|recommend|brainstorm|examples?|reasons?|what should)\b"),
    ("prose", r"\?|^\W*(explain|describe|why|how|what|who|when|where|which|tell me|is|are|does|do|can|should|would|"
     r"discuss|define)\b"),
)  # fmt: skip
TABLE = tuple((kind, re.compile(words, re.IGNORECASE | re.DOTALL)) for kind, words in ROWS)
OTHERWISE = "statement"
# Only the beginning decides: a long paste must not be taken for what it happens to contain.
LOOKED_AT = 400


def kind_of(asked: str) -> str:
    """The kind of reply."""
    return next((kind for kind, words in TABLE if words.search(asked[:LOOKED_AT])), OTHERWISE)
