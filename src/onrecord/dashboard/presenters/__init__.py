"""Rows, sentences and numbers for the screen. No Streamlit."""
