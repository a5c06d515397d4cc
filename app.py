"""Where `streamlit run app.py` begins. What the browser shows first is chosen in dashboard/router.py."""

import runpy
from pathlib import Path

import streamlit as st

from dashboard.server.asgi import MIDDLEWARE, lifespan

ROUTER = Path(__file__).parent / "dashboard" / "router.py"

app = st.App(ROUTER, middleware=MIDDLEWARE, lifespan=lifespan)

if st.runtime.exists():  # a launcher that knows no st.App runs this file as a script
    runpy.run_path(str(ROUTER))
