"""Links to settings of this page or another one: real ones, which can be copied and opened in another tab."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dashboard.components import component

_component = component("links")
# What is no setting stays as it is: the frame of the page, the switches of the player, the open tab.
KEPT = ("embed", "embed_options", "stage", "only", "ask", "speed", "hide", "tab")


def settings_links(
    links: Mapping[str, Mapping],
    *,
    key: str,
    about="",
    page="",
    keep: Sequence[str] = (),
    scrolls=False,
    hint="",
    **size,
) -> None:
    """Draw a link for each label, to the settings {parameter: value}; all others have their defaults there.

    A link leads to the `page` with this address, or to this page; then it keeps the parameters KEPT and `keep`, unless
    it sets them, and if it `scrolls`, it leads to the top. The `hint` below is for phones. Links that other rows have,
    too, are read out with what they are `about`.
    """
    addresses = [(label, settings_address(settings)) for label, settings in links.items()]
    data = dict(links=addresses, about=about, page=page, keep=[*KEPT, *keep], scrolls=scrolls, hint=hint)
    _component(data=data, key=key, **size)


def settings_address(settings: Mapping) -> str:
    """Return the settings as an address has them: "k=3&scale=true"."""

    def written(value):
        if isinstance(value, list | tuple):
            return [written(one) for one in value]
        return str(value).lower() if isinstance(value, bool) else value

    return urlencode({name: written(value) for name, value in settings.items()}, doseq=True)
