"""A page of the app as a sheet to print: its picture, three sentences, the questions, and the link as a QR code.

It is a file of its own because the app has no CSS, and the browser's print dialog would show sidebar and controls.
No Streamlit.
"""

import base64
import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from dashboard.common import export
from dashboard.common.plots.drawing import Drawing
from dashboard.common.qr import qr_svg
from dashboard.common.questions import Question
from dashboard.components.bundle import bundle

SHEET = Path(__file__).parent / "handout.html"
MAX_QUESTIONS = 4  # on one sheet
MAX_LINK_CHARACTERS = 1500  # in a QR code that a phone can still read from paper
DRAWN = Template("""\
$plotly
<script type="application/json" id="data">$data</script>
<script type="module">
$still
await plotlyReady;
const { figures, script, step } = JSON.parse(document.getElementById("data").textContent);
const SCALE = 0.75; // letters and markers of a size for the screen would cover a figure on paper
for (const [key, { data, layout }] of Object.entries(figures)) {
  const box = document.querySelector(`.st-key-$${key} div`);
  if (script) box.style.width = `$${1.2 * box.clientHeight}px`; // the shape of the film on the screen
  const width = box.clientWidth / SCALE, height = box.clientHeight / SCALE;
  box.style.transform = `scale($${SCALE})`;
  await Plotly.newPlot(box, data, { ...layout, width, height }, { staticPlot: true });
}
if (script) document.getElementById("caption").textContent = await drawStill(script, step);
document.body.dataset.drawn = true;
</script>""")


@dataclass(frozen=True)
class Pictures:
    """What is at the top of a handout, as HTML, and in how many columns."""

    html: str
    columns: int


def drawn_pictures(figures: Mapping[str, Drawing], script: dict | None = None, step: int | None = None) -> Pictures:
    """Return figures that the browser draws; of a film, `script` is what the page sends the player.

    Shown is the picture number `step` of the film, or the last.
    """
    if script is not None:
        last = script["n_steps"] - 1
        step = last if step is None else min(step, last)
    caption = '<figcaption id="caption"></figcaption>' if script is not None else ""
    boxes = "".join(f'<div class="st-key-{key}"><div></div></div>' for key in figures)
    drawn = DRAWN.substitute(
        plotly=export.plotly_script(),
        data=export.for_html(figures, script=script, step=step),
        still=bundle(export.PLAYER / "browser" / "still.js"),
    )
    return Pictures(f'<div class="pictures">{boxes}</div>{caption}{drawn}', 2 if len(figures) > 1 else 1)


def image_pictures(files: Mapping[str, bytes], palette: Iterable[str]) -> Pictures:
    """Return PNG files by what they show, and below them the colours of the `palette`, #rrggbb."""
    images = "".join(f"<div>{image(name, file)}</div>" for name, file in files.items())
    swatches = "".join(f'<span style="background: {color}"></span>' for color in palette)
    return Pictures(f'<div class="pictures">{images}</div><div class="palette">{swatches}</div>', len(files))


def handout_html(
    title: str, pictures: Pictures, sentences: Iterable[str], questions: Iterable[Question], link: str
) -> str:
    """Return the sheet as one HTML file that needs no network. The sentences are Markdown."""
    paragraphs = "".join(f"<p>{plain_html(sentence)}</p>" for sentence in sentences if sentence)
    items = [f"<li>{plain_html(question.text)}{places_to_reply(question)}</li>" for question in questions]
    return Template(SHEET.read_text("utf-8")).substitute(
        title=html.escape(title),
        columns=pictures.columns,
        pictures=pictures.html,
        sentences=paragraphs,
        questions="".join(items[:MAX_QUESTIONS]),
        code=scalable(qr_svg(link)) if link and len(link) <= MAX_LINK_CHARACTERS else "",
        link=f"In the app: {html.escape(link)}" if link else "",
    )


def places_to_reply(question: Question) -> str:
    """Return a box for each reply to choose from, below the pictures that it may name, or a line for a number."""
    if question.number is not None:
        return f'<p><span class="line"></span>{html.escape(question.number.unit)}</p>'
    pictures = "".join(image(name, file) for name, file in zip("ABCD", question.pictures, strict=False))
    boxes = "".join(f"<span>{plain_html(option)}</span>" for option in question.options)
    return f'{f"<div>{pictures}</div>" if pictures else ""}<p class="choices">{boxes}</p>'


def image(name: str, png: bytes) -> str:
    source = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    return f'<img alt="{html.escape(name)}" src="{source}">'


def scalable(svg: str) -> str:
    """Return an SVG element of fixed size as one that takes the size of its place."""
    return re.sub(r'width="(\d+)" height="(\d+)"', r'viewBox="0 0 \1 \2"', svg, count=1)


def plain_html(markdown: str) -> str:
    """Return a sentence of a page as HTML: bold stays, other marks go, and nothing else is markup."""
    text = re.sub(r":small\[(.*?)\]", r"\1", markdown.replace("`", ""))
    text = re.sub(r"\\([^\w\s])", r"\1", text)
    text = html.escape(text.replace("$", ""), quote=False)
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
