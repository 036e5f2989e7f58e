"""Plotly charts from rows that are counted already. No Streamlit."""
