"""A launcher that does not know st.App: it runs app.py as a script, and the files in pages/ beside it."""

import os

from streamlit.web import bootstrap

options = {"server_port": int(os.environ["STREAMLIT_SERVER_PORT"]), "server_headless": True}
options |= {"server_address": os.environ["STREAMLIT_SERVER_ADDRESS"]}
bootstrap.load_config_options(options)
bootstrap.run("app.py", False, [], options)
