"""Data in, a Plotly Figure out; one file a page. No Streamlit, no fitting, no randomness."""
