"""The source of functions, as the Code tabs show it. No Streamlit."""

import ast
import inspect
import sys


def source_of(module: str, *names: str) -> str:
    """Return the source of the functions and classes `names` of an imported `module`, two blank lines between them."""
    return "\n\n".join(inspect.getsource(getattr(sys.modules[module], name)) for name in names)


def runnable_source_of(module: str, *names: str) -> str:
    """Return the same below the module's imports that it needs, so that it runs when it is pasted elsewhere."""
    source = source_of(module, *names)
    used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    statements = []
    for node in ast.parse(inspect.getsource(sys.modules[module])).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            node.names = [name for name in node.names if (name.asname or name.name) in used]
            statements += [ast.unparse(node)] * bool(node.names)
    return "\n".join(statements) + "\n\n\n" + source
