"""The source of functions, as the Code tabs show it. No Streamlit."""

import inspect
import sys


def source_of(module: str, *names: str) -> str:
    """Return the source of the functions and classes `names` of an imported `module`, two blank lines between them."""
    return "\n\n".join(inspect.getsource(getattr(sys.modules[module], name)) for name in names)
