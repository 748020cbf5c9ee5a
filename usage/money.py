"""Words for amounts. `tests/tables/money.json` is the table that these and the browser's words pass."""

TICKS_PER_CENT = 100_000_000
TICKS_PER_USD = 100 * TICKS_PER_CENT
MINUS = "−"


def cents(ticks: int) -> str:
    """As people read it: "0.31 ¢" below a dollar, "$1.24" from there on, "<0.01 ¢" for less than can be shown."""
    sign, size = _split(ticks)
    hundredths = _rounded(size, TICKS_PER_CENT // 100)
    if hundredths >= 100 * 100:
        return f"{sign}{dollars(size)}"
    if size and not hundredths:
        return f"{sign}<0.01 ¢"
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d} ¢"


def dollars(ticks: int) -> str:
    """An amount of the size of a limit: "$10.00"."""
    sign, size = _split(ticks)
    whole, rest = divmod(_rounded(size, TICKS_PER_CENT), 100)
    return f"{sign}${whole:,}.{rest:02d}"


def exact(ticks: int) -> str:
    """Every digit, for the hover: "$0.0031245"."""
    sign, size = _split(ticks)
    whole, rest = divmod(size, TICKS_PER_USD)
    digits = f"{rest:010d}".rstrip("0").ljust(2, "0")
    return f"{sign}${whole:,}.{digits}"


def _split(ticks: int) -> tuple[str, int]:
    return (MINUS if ticks < 0 else "", abs(ticks))


def _rounded(size: int, unit: int) -> int:
    """Halves up, as a till does it; Python's own rounding goes to even numbers."""
    return (size + unit // 2) // unit
