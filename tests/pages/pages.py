"""Running a page as Streamlit runs it, without a browser."""

import ast
import json
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

from dashboard.common import layout
from tests.dashboard.components.packed import inflated

ROOT = Path(__file__).parents[2]


def opened(path: str = "", **settings) -> AppTest:
    """Return the page at `path`, or the landing page, with these settings in the address, as behind a shared link."""
    at = AppTest.from_file(str(ROOT / "dashboard" / "router.py"), default_timeout=60)
    if path:
        at.switch_page(str(ROOT / path))
    for key, value in settings.items():
        at.query_params[key] = value
    return at.run()


def with_results(path: str, **settings) -> AppTest:
    """Return the page as `opened` does, but with the results for whose sake it would ask for a guess first."""
    return opened(path, ask="0", **settings)


def figures(at: AppTest) -> list[dict]:
    """Return every chart as the browser is sent it."""
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def player(at: AppTest) -> dict:
    """Return what the player is sent, as it unpacks it."""
    data = sent_to(at, "player")
    return {"id": data["id"], "begin": data["begin"]} | inflated(data["deflated"])


def sent_to(at: AppTest, name: str) -> dict:
    """Return what the first component of this name is sent."""
    components = [part.proto for part in at.get("bidi_component") if part.proto.component_name == f"kmeans.{name}"]
    return json.loads(components[0].json)


def behind(at: AppTest, label: str) -> dict:
    """Return the settings to which the link with this label leads."""
    components = [part.proto for part in at.get("bidi_component") if part.proto.component_name == "kmeans.links"]
    addresses = {text: query for each in components for text, query in json.loads(each.json)["links"]}
    return parse_qs(addresses[label], keep_blank_values=True)


def sent(at: AppTest) -> int:
    """Return how many bytes of charts and films go to the browser."""
    charts = sum(len(chart.proto.spec) for chart in at.get("plotly_chart"))
    return charts + sum(len(component.proto.json) for component in at.get("bidi_component"))


def complaints(at: AppTest) -> list[str]:
    return [error.value for error in (*at.exception, *at.error)]


def parts(at: AppTest) -> list:
    """Return everything on the page, from top to bottom."""
    waiting, found = [at._tree], []
    while waiting:
        node = waiting.pop()
        waiting.extend(reversed(getattr(node, "children", {}).values()))
        found.append(node)
    return found


@cache
def tabs(path: str) -> list[str]:
    """Return the names of the page's tabs, from its source: to run all pages would delay every worker by seconds."""
    names = {"BY_HAND": "By hand", "TAKE_HOME": layout.TAKE_HOME}
    for file in (ROOT / (path or "app.py"), *folder_of(path).glob("*.py")):
        for call in calls_in(file):
            if ast.unparse(call.func) == "layout.tabs":
                keys = [ast.unparse(key).removeprefix("layout.") for key in call.args[0].keys]
                return [names[key] if key in names else ast.literal_eval(key) for key in keys]
    return []


@cache
def parameters(path) -> list[str]:
    """Return the names that the page's controls have in its address, those in tabs that are not open too."""
    shown = [part for at in (opened(path), with_results(path)) for part in parts(at)]
    shown = {getattr(getattr(part, "proto", None), "query_param_key", "") for part in shown}
    return sorted((shown | {"tab"} | bound(path)) - {""})


def bound(path) -> set[str]:
    """Return the keys of all calls in the page's folder that are bound to its address."""
    calls = [call for file in folder_of(path).glob("*.py") for call in calls_in(file)]
    given = [{word.arg: word.value for word in call.keywords} for call in calls]
    return {words["key"].value for words in given if "bind" in words and isinstance(words.get("key"), ast.Constant)}


def folder_of(path: str) -> Path:
    """Return the folder with the parts of the page at `path`."""
    return ROOT / "dashboard" / (Path(path).stem.partition("_")[2] or "landing")


def calls_in(file: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
