"""What can be taken home from the Mini-batch page."""

from functools import partial

from dashboard.common import export
from dashboard.common.handout import drawn_pictures, handout_html
from dashboard.common.take_home import Download, link_to_this_screen, step_in_address, take_home
from dashboard.common.text import settings_sentences, start_words
from dashboard.mini_batch import cache, text
from dashboard.mini_batch.cache import MiniBatchFigures
from dashboard.mini_batch.compute import MiniBatchRun
from dashboard.mini_batch.notebook import mini_batch_notebook
from dashboard.mini_batch.settings import MiniBatchSettings

TITLE = "Mini-batch"


def mini_batch_files(settings: MiniBatchSettings, run: MiniBatchRun, shown: MiniBatchFigures) -> None:
    data, start, size, X = settings.data, settings.start, settings.batch_size, run.table.X
    link, step, film = link_to_this_screen(), step_in_address(), dict(stage=shown.stage, curve=shown.curve)

    def handout() -> str:
        pictures = drawn_pictures(dict(stage=shown.stage), shown.script, step)
        sentences = settings_sentences(data, len(X), start.k, start_words(start), f"batches of {size:,}")
        return handout_html(TITLE, pictures, [*sentences, text.run_summary(run)], cache.questions(), link)

    labels, help = partial(text.both_labels_csv, run), "Every point with its cluster in both runs, paired."
    take_home(
        "mini-batch",
        notebook=lambda: mini_batch_notebook(link, data, start, size, X, shown.view),
        labels=Download("Labels as CSV", "labels.csv", labels, help),
        film=lambda: export.film_html(film, shown.script, f"{TITLE}: {data.name}"),
        handout=handout,
        pictures=dict(stage="Picture", curve="Curve"),
    )
