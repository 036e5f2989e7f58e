"""What the dashboard's pages share: the frame, the filters, the charts. The only part that knows Streamlit."""
