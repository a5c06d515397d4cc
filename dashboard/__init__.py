"""The dashboard: a folder for each page, what pages share, and the server."""
