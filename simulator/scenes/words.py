"""Scenes about what is said."""

from simulator.scenes.outages import decoded
from simulator.scenes.play import Play
from simulator.scenes.register import scene

# Two, three and four bytes, combining marks, joined emoji, right to left, line separators, a byte order mark.
ODD = (
    "Grüße aus Łódź — naïve café, e\u0301 and é.\n"
    "日本語の文章。한국어 문장. हिन्दी वाक्य। שלום עולם. مرحبا بالعالم.\n"
    "A line\u2028separator, a paragraph\u2029separator, next\u0085line, a\u00a0fixed and a\u200bzero space.\n"
    "Emoji: 👋🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇳🇴 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \ufeff end.\n"
    'Quotes " \\ / and controls \u0001\u0002\t, data: not an event\n\ndata: [DONE]\n\n: nor a comment.\n'
)
HOSTILE = """<script>document.title='taken'</script>
<img src=x onerror="document.title='taken'"> [click](javascript:document.title='taken')
![tracker](http://tracker.invalid/pixel.png?from=reply)
<iframe src="http://tracker.invalid/"></iframe><style>body{display:none}</style>
<svg/onload=document.title='taken'> <a href="data:text/html,<script>1</script>">data</a>

```html
<script>document.title='taken'</script>
```

| a | b |
|---|---|
| <b onmouseover=document.title='taken'>x</b> | `</td><script>1</script>` |

$\\href{javascript:1}{x}$ &lt;script&gt;1&lt;/script&gt; </div></main></body>
"""


@scene(
    "echo",
    "Exactly the given words: `base64` of UTF-8, or `text`. `chunk` letters to a token (0: as usual), or `chunks`, "
    "a list like `3,1,5` that is repeated. `reasoning=1` keeps the thinking before it.",
    base64="",
    text="",
    chunk=0,
    chunks="",
    reasoning=0,
)
def echo(play: Play, base64: str, text: str, chunk: int, chunks: str, reasoning: int) -> None:
    play.text = decoded(base64).decode("utf-8", "surrogatepass") if base64 else text
    sizes = [int(size) for size in chunks.split(",")] if chunks else [chunk] if chunk else []
    if sizes:
        play.pieces = chunked(play.text, sizes)
    if not reasoning:
        play.thinking_tokens = 0


def chunked(text: str, sizes: list[int]) -> list[str]:
    """The text in pieces of these many letters, over and over."""
    pieces, start, turn = [], 0, 0
    while start < len(text):
        size = max(1, sizes[turn % len(sizes)])
        pieces.append(text[start : start + size])
        start, turn = start + size, turn + 1
    return pieces


@scene("odd_text", "Letters of every width, emoji, U+2028, controls, and text that looks like frames.", repeat=1)
def odd_text(play: Play, repeat: int) -> None:
    play.text = ODD * repeat


@scene("hostile_text", "Markup that tries to get out of the page that shows it.")
def hostile_text(play: Play) -> None:
    play.text = HOSTILE


@scene("leaked_marks", "A good answer with the model's private marks at its end.")
def leaked_marks(play: Play) -> None:
    play.text = "The tide turns twice a day.<|eos|>"


@scene("empty_text", "Thinking, and then no visible text at all.")
def empty_text(play: Play) -> None:
    play.text, play.pieces = "", []


@scene("long_text", "Prose of so many tokens at the usual pace.", tokens=1500)
def long_text(play: Play, tokens: int) -> None:
    play.tokens = tokens


@scene("thinking", "So many tokens of thinking before the text.", tokens=200)
def thinking(play: Play, tokens: int) -> None:
    play.thinking_tokens = tokens
