"""What the pages share. Only frame, controls, cached and player know Streamlit."""
