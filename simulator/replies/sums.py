"""Arithmetic: the one thing the stand-in truly knows."""

import ast
import operator
import re
from collections.abc import Callable

from simulator.replies.texts import Reply

EXPRESSION = re.compile(r"(?<![\w.])[-(]*\d[\d\s.,()+\-*/×·÷^%]*[+\-*/×·÷^%][\d\s.()+\-*/×·÷^%]*\d\)*")
SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "^": "**"})
BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
LARGEST_POWER = 64


def sum_in(asked: str) -> Reply | None:
    """The answer to a short question with a sum in it; None when there is none that can be done."""
    if len(asked) > 120 or (found := EXPRESSION.search(asked)) is None:
        return None
    written = found.group().strip()
    try:
        value = worked(ast.parse(written.translate(SIGNS).replace(",", ""), mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError):
        return None
    shown = f"{value:,.10g}" if isinstance(value, float) and not value.is_integer() else f"{int(value):,}"
    thinking = f"The user wants a number: {written}. This I can work out exactly.\n"
    return Reply(
        f"$$\n{in_tex(written)} = {shown.replace(',', '{,}')}\n$$\n\nThat is **{shown}** — worked out, not guessed.",
        thinking,
    )


def worked(node: ast.expr) -> float:
    """The value of an expression of numbers. ValueError for anything else."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -worked(inner)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
            one, other = worked(left), worked(right)
            if isinstance(op, ast.Pow) and (abs(other) > LARGEST_POWER or abs(one) > 1e6):
                raise ValueError("too large")
            return BINARY[type(op)](one, other)
        case _:
            raise ValueError("not a sum")


def in_tex(written: str) -> str:
    """The sum as one writes it by hand."""
    return re.sub(r"\s*[*×·]\s*", r" \\cdot ", written).replace("%", r" \bmod ").replace("÷", "/")
