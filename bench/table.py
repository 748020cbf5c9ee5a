"""The table as it is printed and kept."""

from collections.abc import Sequence

from bench.figures import Row

HEAD = (
    "| subject | replies | first token p50 / p95 | token p50 / p95 / p99 | complete | lost | CPU s per 1k | of it | peak MiB |\n"
    "|---|---:|---:|---:|---:|---:|---:|---|---:|"
)


def line(row: Row) -> str:
    """One row in Markdown."""
    parts = ", ".join(f"{name} {seconds:.3f}" for name, seconds in row.cpu_by_process.items()) or "–"
    cpu = f"{row.cpu:.3f}" if row.cpu_by_process else "–"
    peak = f"{row.peak_mib:.0f}" if row.peak_mib else "–"
    return (
        f"| {row.subject} | {row.replies} | {row.first_p50:.1f} / {row.first_p95:.1f} "
        f"| {row.token_p50:.1f} / {row.token_p95:.1f} / {row.token_p99:.1f} "
        f"| {row.complete} | {row.lost} | {cpu} | {parts} | {peak} |"
    )


def table(rows: Sequence[Row]) -> str:
    """All of it."""
    return "\n".join([HEAD, *map(line, rows)])
