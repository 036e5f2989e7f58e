"""What draws with Streamlit: charts with their tables, forms, filters, the statement bar."""
