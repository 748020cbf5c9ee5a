"""Everything Markdown can say, as long as wanted: prose, lists, tables, code, formulas, quotes, notes."""

PARTS = (
    "## Part {n}: what a house remembers\n\n",
    "A house keeps **three kinds of memory**, number {n}: what was said, what it `cost`, and *who decided*. The first is read, "
    "the second counted, the third [asked for later](https://example.org/{n}); each is kept where it can be found again.\n\n",
    "- Write the row first, {n}.\n- Then send.\n  - Never the other way round.\n- Write down what came back.\n\n",
    "| What | Where | Size |\n|---|---|--:|\n| row {n} | PostgreSQL | 1.2 GB |\n| log | Valkey | 4 MB |\n| film | a bucket | 88 GB |\n\n",
    "```python\nasync def politely_{n}(call, tries=4):\n    for attempt in range(tries):\n        answer = await call()\n"
    "        if answer.status != 429:\n            return answer\n        await sleep(answer.retry_after or 2**attempt)\n```\n\n",
    "The sum $\\sum_{{i=1}}^{{{n}}} i^2$ grows quickly:\n\n$$\n\\int_0^{n} x^2\\,dx = \\frac{{x^3}}{{3}}\n$$\n\n",
    "> A promise nobody can test is a hope with a date, said {n}.\n\n",
)


def mixed(characters: int, begin: int = 0) -> str:
    """At least so many characters, ending with a part."""
    text = ""
    number = begin * 100
    while len(text) < characters:
        text += PARTS[number % len(PARTS)].format(n=number)
        number += 1
    # And what a text seldom has and a page must bear: one long list, and one long block of code.
    if characters >= 50_000:
        text += "".join(f"- Item {number} of a list that does not end soon\n" for number in range(400))
        text += "\n```js\n" + "".join(f"const number{n} = {n} // and a comment\n" for n in range(500)) + "```\n"
    return text
