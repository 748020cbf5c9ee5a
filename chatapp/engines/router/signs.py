"""What to look for in a question: words in four languages, and marks that need no language.

Each row: how much it counts for a kind, and a pattern over the question in small letters (which is three times as quick
as ignoring their case). Below zero it counts against: a python may be a snake.
English, German, French, Spanish; looked at in November 2026. The labelled table in tests/tables says how well it does.
"""

import re
from collections.abc import Mapping

Rows = tuple[tuple[float, re.Pattern[str]], ...]


def _rows(*rows: tuple[float, str]) -> Rows:
    return tuple((weight, re.compile(pattern.lower(), re.MULTILINE)) for weight, pattern in rows)


LANGUAGES = (
    r"python|javascript|typescript|rust|golang|kotlin|haskell|c\+\+|c#|php|bash|powershell|sql|html|css|react|django|node(?:\.?js)?"
    r"|docker|kubernetes|git|npm|pytest|postgres\w*|mysql|linux|regex|makefile|json|yaml|webpack|terraform"
)
ARTEFACTS = (
    r"functions?|scripts?|class(?:es)?|code|method|queries|query|regex|unit tests?|api|endpoint|component|interface|"
    r"algorithm|program|rate limiter|linked list|funktion|klasse|skript|abfrage|programm|fonction|requête|programme|"
    r"función|consulta|programa|código"
)
MAKE = (
    r"write|fix|debug|refactor|implement|create|generate|build|optimi[sz]e|review|convert|"
    r"schreib\w*|beheb\w*|programmier\w*|implementier\w*|erstelle|écris|corrige\w*|implémente|crée|escrib\w*|arregla|implementa"
)

CODING = _rows(
    (5, r"```|~~~"),
    (5, r"^Traceback \(most recent call last\)|^\s+at [\w.$<>]+\(.*:\d+\)|Exception in thread|panicked at"),
    (4, r"\b\w*(?:Error|Exception)\b:|\bNullPointerException\b|segmentation fault|stack trace|exit(?:s|"
         r"ed)? (?:with )?code \d+"),
    (4, r"^(?:[+-]{3} [ab]/|@@ -\d)|\berror: |\bERESOLVE\b"),
    (4, r"[\w)\]]\s*[;{]\s*$|^\s*(?:def|class|import|from|fn|func|public|private|const|let|var|"
         r"#include)\s+\w[^.?!]*[:;{(=]?\s*$"),
    (4, r"\bdef \w+\(|\bfor ?\(|\bprint\(|\bconsole\.\w+|=>|\b\w+\(\w*\)\s*[;{]|</\w+>|\bfor \w+ in (?:range|"
         r"\*|\w+:)|;\s*do\b"),
    (4, r"\bselect\b.{1,80}\bfrom\b|\binsert into\b|\bgroup by\b"),
    (3, rf"\b(?:{MAKE})\b.{{0,40}}\b(?:{ARTEFACTS})\b"),
    (1.5, rf"(?<![\w.])(?:{LANGUAGES})(?![\w])"),
    (1.5, r"\bin (?:go|c|java|ruby|swift)\b|\b(?:go|c|java|ruby) (?:code|project|program|function|class)"),
    (1.5, r"\b(?:for|while)[ -]loop|\basync\b|\bpointers?\b|\bcommits?\b|\bpull request\b|\bmigrations?\b|"
         r"\bcompil\w+|\bdiv\b|\bstack overflow\b"),
    (1, rf"\b(?:{ARTEFACTS})\b"),
    (1, r"\b(?:bug|debug\w*|code|código|deploy\w*|refactor\w*|container|index it)\b"),
    (-3, r"\b(?:poem|song|story|haiku|limerick|music|swallow|snake|zoo|coffee|tastes?|wine|film|heart|gedicht|lied|geschichte|"
         r"poème|chanson|histoire|poema|canción|cuento)\b"),
    (-2, r"\b(?:literature|studies|companies|company|sources|customers)\b"),
)  # fmt: skip

REASONING = _rows(
    (4, r"\b(?:prove|proof|beweis\w*|démontre\w*|demuestra\w*|demostrar)\b"),
    (4, r"\b(?:solve|löse|résou\w*|resuelve|resolver)\b"),
    (4, r"\b(?:integrate|integral|derivative|equation|gleichung|ableitung|équation|dérivée|ecuación|derivada)\b"),
    (4, r"\b(?:probability|wahrscheinlichkeit\w*|probabilité|probabilidad)\b"),
    (3, r"\b(?:calculate|compute|berechne\w*|rechne|calcule\w*|calcula)\b"),
    (3, r"\d\s*(?:[+*/^×÷=]|-\s*\d)\s*\(?[\dx]|\b[xyn]\s*(?:\^|²|[+*/=-])\s*\d|\bsin\(|\bcos\(|\bln\(|√|∑|∫"),
    (3, r"\b(?:riddle|puzzle|logic|rätsel|énigme|devinette|acertijo|enigma)\b"),
    (3, r"\bhow many ways\b|\bwhat comes next\b|\bprime number\b|\bhow (?:much|many) does each\b|\d\s*%\s*(?:of|von|de|del)\b"),
    (3, r"\bthink (?:carefully|hard|step)|\bshow your (?:reasoning|work)|\bstep by step\. *$|\bexplain step by step"),
    (2.5, r"\d+ ?(?:km|km/h|mph|kg|miles|m/s)\b.*\b(?:when|how (?:long|far|fast|much|many)|wann|quand|cuándo)\b"),
    (2, r"\bif all\b.*\bare all\b|\b(?:is heavier|which is heavier|labels are all wrong|prime)\b|\bhow do i find it\b"),
    (1, r"\bschritt für schritt\b|\bétape par étape\b|\bpaso a paso\b|\bstep by step\b"),
    (-2, r"\b(?:studies|study|literature|studien|études|estudios)\b"),
)  # fmt: skip

RESEARCH = _rows(
    (4, r"\b(?:state of the art|stand der technik|état de l'art|estado del arte|literature review|"
         r"market analysis|marktanalyse)\b"),
    (4, r"\b(?:what|welche|que|qué|quelles)\b.{0,30}\b(?:literature|studies|research|studien|études|estudios|forschung)\b"),
    (4, r"\b(?:pros and cons|vor- und nachteile\w*|avantages et (?:les )?inconvénients|ventajas y (?:las )?desventajas)\b"),
    (4, r"\b(?:evidence (?:for|against|on)|with sources|mit quellen|avec (?:des )?sources|con fuentes)\b"),
    (3, r"\b(?:research|recherchier\w*|investiga)\b(?! (?:paper|team))"),
    (3, r"\b(?:analy[sz]e|analysiere\w*|analiza|analyse (?:du|de la|des))\b"),
    (3, r"\b(?:compare|vergleiche\w*|compara|comparez)\b"),
    (2, r"\b(?:historians?|historiker|historiens?|historiadores|legal situation|overview of|marché|market)\b"),
    (1, r"\b(?:studies|studien|études|estudios|sources|quellen|evidence|forschung)\b"),
)  # fmt: skip

EXTRACTION = _rows(
    (5, r"\b(?:extract|extrahiere\w*|extrais|extraire|extrae|extraer|pull out)\b"),
    (4, r"\b(?:classify|categori[sz]e|label each|klassifiziere\w*|classe(?:r|z)?|clasifica)\b|\bordne\b.{0,60}\bnach\b"),
    (4, r"\b(?:into|in|to|as|en|dans|in eine) (?:a |an |une |un |una |eine )?(?:table|csv|json|spreadsheet|"
         r"tableau|tabla|tabelle)\b.{0,40}:"),
    (4, r"\b(?:table with|als tabelle|eine tabelle|un tableau|una tabla|as json|als json|en json|to csv|as csv)\b"),
    (4, r"\blist (?:every|all|each)\b|\bwhich of these\b"),
    (2, r"\b(?:return the|names and|e-?mail addresses|phone numbers|telefonnummern|action items|iso dates)\b"),
)  # fmt: skip

PLANNING = _rows(
    (4, r"^(?:please )?(?:help me )?plan\b|\bplan my\b|^plan(?:e|t|ifie|ifica|ifier|ificar)\b"),
    (4, r"\b(?:training|study|project|meal|lesson|business|learning|action) (?:plan|schedule)\b|"
         r"\b\w*(?:trainings|lern|projekt|ess|reise)plan\b"),
    (4, r"\bplan d['’e]|\bplan de (?:estudio|entrenamiento|viaje|proyecto|negocio)|\bemploi du temps\b"),
    (4, r"\b(?:roadmap|timeline|milestones|schedule|itinerary|fahrplan|zeitplan|feuille de route|hoja de ruta|cronograma)\b"),
    (3, r"\b(?:develop a strategy|strategie entwickeln|organi[sz]e an? |how should i organi[sz]e|outline a)\b"),
    (-3, r"\bplane crash|\bpaper planes?\b"),
)  # fmt: skip

SUMMARISING = _rows(
    (5, r"\b(?:summari[sz]e|summary|tl;?dr|sum up|fasse\b.{0,80}\bzusammen|zusammenfass\w*|résume\w*|résumé|"
         r"resume|resumen|resumir)\b"),
    (5, r"\b(?:key points|main points|takeaways|wichtigsten punkte|kernaussagen|points clés|puntos clave)\b"),
    (4, r"\b(?:condense|shorten|kürze|raccourci\w*|acorta|abrevia)\b"),
)  # fmt: skip

# A thing for the ear or the heart, whatever it is about; and what people just want to know or say.
CHAT = _rows(
    (3.5, r"\b(?:poem|haiku|limerick|joke|song|lyrics|story|gedicht|witz|geschichte|lied|poème|blague|chanson|"
         r"poema|chiste|canción|cuento)\b"),
    (3, r"^(?:hi|hello|hey|good (?:morning|evening|night)|thanks|thank you|hallo|guten (?:morgen|tag|abend)|"
         r"danke|bonjour|salut|merci|hola|gracias)\b"),
    (3, r"\b(?:translate|übersetz\w*|traduis|traduire|traduce|how do you say|wie sagt man|comment dit-on|cómo se dice)\b"),
    (2.5, r"\b(?:rewrite|rephrase|grammar|politely|umformulier\w*|reformule|reescribe|birthday|e-?mail to|"
         r"letter to|message for)\b"),
    (2, r"\b(?:recommend|recipe|cook|koche?|cuisiner|cocinar|names? for|rhymes?)\b"),
    (2, r"\b(?:capital|hauptstadt|capitale)\b|^(?:who|wer|qui|quién)\b"),
    (1, r"^(?:what is|was ist|qu'est-ce que|qué es)\b|^(?:why|warum|pourquoi|¿por qué)\b|\bexplain\b.{0,40}\bto an?\b"),
    (1.5, r"\b(?:i feel|ich fühle|je me sens|me siento|what do you think)\b"),
)  # fmt: skip

# A question that is harder than most of its kind.
HARD = re.compile(
    r"\b(?:race condition|deadlock|distributed|concurren\w+|architecture|memory leak|whole codebase|olympiad|rigorous\w*|"
    r"nebenläufig\w*|verteilt\w*|architektur|streng|rigoureu\w+|concurrencia|arquitectura|riguros\w+|"
    r"(?:think|reason) (?:very |really )?(?:hard|carefully|deeply)|prove|beweis\w*|démontre\w*|demuestra\w*)\b"
)

BY_KIND: Mapping[str, Rows] = {
    "coding": CODING,
    "reasoning": REASONING,
    "research": RESEARCH,
    "extraction": EXTRACTION,
    "planning": PLANNING,
    "summarising": SUMMARISING,
    "chat": CHAT,
}
