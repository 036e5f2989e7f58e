"""Words and HTML for the screen: plain wording, escaping, the article as it is read. No Streamlit."""
