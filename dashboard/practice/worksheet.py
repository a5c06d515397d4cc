"""Thirty variants of a task as a page to print, with the solutions at the end. No Streamlit."""

import html
import re

from dashboard.practice import text
from dashboard.practice.compute import GRID, Task, Variant
from dashboard.practice.marking import film_link, link_to

N_VARIANTS = 30
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 11pt/1.4 sans-serif; max-width: 46em; margin: 1em auto; padding: 0 1em; }}
section {{ break-inside: avoid; margin-bottom: 2em; }}
h1.solutions {{ break-before: page; }}
h2 {{ font-size: 1.1em; margin-bottom: 0.3em; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid #777; padding: 0.3em 0.5em; text-align: left; font-weight: normal; }}
.empty td {{ height: 1.4em; }}
svg {{ float: right; margin-left: 1em; overflow: visible; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>Name: ____________________</p>
<p>{question}</p>
{tasks}
<h1 class="solutions">Solutions</h1>
{solutions}
</body>
</html>
"""


def worksheet_html(kind: str, set: int, base: str) -> str:
    """Return the page; `base` is the address of the Practice page, to which the solutions link."""
    variants = [Variant(kind, "alone", set, 0, number) for number in range(1, N_VARIANTS + 1)]
    sections = [(variant, variant.make()) for variant in variants]
    return PAGE.format(
        title=html.escape(f"k-means by hand: {kind}, set {set}"),
        question=html.escape(text.QUESTIONS[kind]),
        tasks="\n".join(task_section(*section) for section in sections),
        solutions="\n".join(solution_section(*section, base) for section in sections),
    )


def task_section(variant: Variant, task: Task) -> str:
    rows = [[text.row_name(task, row), *[""] * len(task.decimals)] for row in range(len(task.answers))]
    given = re.sub(r"\*\*|^- ", "", text.given_text(task), flags=re.MULTILINE)
    lines = "<br>".join(html.escape(line) for line in given.splitlines() if line.strip())
    return (
        f"<section><h2>{variant.number}</h2>{grid_svg(task)}<p>{lines}</p>{html_table(task, rows, 'empty')}</section>"
    )


def solution_section(variant: Variant, task: Task, base: str) -> str:
    rows = [[text.row_name(task, row), *text.worked_row(task, row)] for row in range(len(task.answers))]
    link, film = html.escape(link_to(base, variant)), html.escape(film_link(base, task))
    links = f'Type your answers: <a href="{link}">{link}</a>'
    if film:
        links += f'<br>The film of these points: <a href="{film}">{film}</a>'
    return f"<section><h2>{variant.number}</h2>{html_table(task, rows)}<p>{links}</p></section>"


def html_table(task: Task, rows: list[list[str]], look="") -> str:
    head = "".join(f"<th>{html.escape(name)}</th>" for name in ("", *task.kind.columns))
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="{look}"><tr>{head}</tr>{body}</table>'


def grid_svg(task: Task) -> str:
    """Return the points on their grid, nothing for a task without points."""
    if not len(task.numbers.X):
        return ""
    size, cell = 190, 18
    lines = "".join(
        f'<path d="M{10 + cell * i} 8V{size - 18}M10 {size - 20 - cell * i}H{size - 16}" stroke="#ccc"/>'
        for i in range(GRID)
    )
    marks = "".join(
        f'<circle cx="{10 + cell * x:g}" cy="{size - 20 - cell * y:g}" r="3"/>'
        f'<text x="{13 + cell * x:g}" y="{size - 23 - cell * y:g}" font-size="10">{i}</text>'
        for i, (x, y) in enumerate(task.numbers.X, start=1)
    )
    return f'<svg width="{size}" height="{size}" role="img" aria-label="The points on a grid">{lines}{marks}</svg>'
