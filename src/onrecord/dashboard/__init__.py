"""The dashboard. The only part of the package that knows Streamlit and Plotly."""
