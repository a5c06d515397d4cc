"""What a reader takes home is complete, offline and harmless."""

import csv
import io
import json
import re

import numpy as np

from dashboard.common import export
from tests.dashboard.common.tables import blobs, point_film, run_of


def test_the_html_film_needs_no_network_and_has_real_colours_and_every_state():
    film = point_film(blobs(60), run_of(blobs(60), 3))
    sent = dict(id="film", begin=0, deflated="eJy</script>")
    page = export.film_html(dict(stage=film.figure), sent, "<b>k-means</b>")
    assert 1_500_000 < len(page) < 3_000_000 and not re.search(
        r"<script[^>]+src=|^import |<b>k-means", page, re.MULTILINE
    )
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1]
    assert json.loads(data)["script"] == sent
    assert "#000001" not in data and "#2B56FB" in data and "--st-primary-color: #1B4DB8;" in page


def test_the_csv_files_hold_the_labels_and_centroids_counted_from_one():
    X, labels = blobs(60).X, run_of(blobs(60), 3)[-1].labels
    lines = list(csv.reader(io.StringIO(export.labels_csv(X, ("x", "y"), labels))))
    assert lines[0] == ["point", "x", "y", "cluster"] and len(lines) == 61
    np.testing.assert_array_equal([int(line[3]) - 1 for line in lines[1:]], labels)
    np.testing.assert_array_equal([float(line[1]) for line in lines[1:]], X[:, 0])


def test_more_columns_follow_the_cluster_and_no_cluster_is_0():
    text = export.labels_csv(
        np.array([[1.0, 2.0]]), ("x", "=y"), np.array([-1]), **{"probability of 1": np.array([0.5])}
    )
    assert text == "point,x,'=y,cluster,probability of 1\n1,1.0,2.0,0,0.5\n"


def test_a_formula_in_a_strangers_header_is_defused_and_numbers_stay_numbers():
    text = export.centroids_csv(np.array([[-1.5, 2.0]]), ("=cmd()", "+b"), [7])
    assert text == "cluster,'=cmd(),'+b,points\n1,-1.5,2.0,7\n"


def test_a_name_beyond_ascii_marks_the_file_as_utf_8_for_excel():
    assert export.table_csv(("größe", "b"), [(1, 2)]) == "\ufeffgröße,b\n1,2\n"
    assert export.table_csv(("a", "b"), [(1, 2)]) == "a,b\n1,2\n"
