"""What can be taken home from the Soft assignment page."""

from dashboard.common import export
from dashboard.common.cache import table
from dashboard.common.handout import drawn_pictures, handout_html
from dashboard.common.plots.drawing import Drawing
from dashboard.common.take_home import Download, link_to_this_screen, step_in_address, take_home
from dashboard.common.text import settings_sentences, start_words
from dashboard.soft_assignment import cache
from dashboard.soft_assignment.cache import SoftFigures
from dashboard.soft_assignment.film import SoftFilm
from dashboard.soft_assignment.models import HARD_TO_SOFT, LEVELS, MIXTURE
from dashboard.soft_assignment.notebook import soft_notebook
from dashboard.soft_assignment.settings import SoftSettings
from dashboard.soft_assignment.tabs import soft_result

TITLE = "Soft assignment"


def soft_files(settings: SoftSettings, film: SoftFilm, shown: SoftFigures, curve: Drawing) -> None:
    """Offer the files; `curve` is what is drawn beside the picture."""
    data, start, points, link = settings.data, settings.start, table(settings.data), link_to_this_screen()
    X, step = points.X, step_in_address()
    state, how, result = film.last, f"softness {settings.level}", soft_result(settings, film)
    if settings.view == HARD_TO_SOFT:
        state, result = film.states[LEVELS.index(settings.level)], ""  # the caption of the picture says it
        step = shown.script["begin"] if step is None else step  # the softness that is set
    elif settings.view == MIXTURE:
        how = f"{settings.covariance} components"

    def labels_csv() -> str:
        shares = state.model.responsibilities(X)
        columns = {f"probability of {j + 1}": shares[:, j] for j in range(shares.shape[1])}
        return export.labels_csv(X, points.features, state.labels, **columns)

    def handout() -> str:
        pictures = drawn_pictures(dict(stage=shown.stage), shown.script, step)
        sentences = settings_sentences(data, len(X), start.k, start_words(start), how)
        return handout_html(TITLE, pictures, [*sentences, result], cache.soft_answers(), link)

    chosen = settings.view, settings.level, settings.covariance
    help = "Every point with its cluster and its probability for each cluster."
    take_home(
        "soft-assignment",
        notebook=lambda: soft_notebook(link, data, start, *chosen, X, shown.view),
        labels=Download("Probabilities as CSV", "labels.csv", labels_csv, help),
        film=lambda: export.film_html(dict(stage=shown.stage, curve=curve), shown.script, f"{TITLE}: {data.name}"),
        handout=handout,
        pictures=dict(stage="Picture", curve="Curve"),
    )
