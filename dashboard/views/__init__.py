"""The Streamlit pages: each is thin, and reads as query, search, build, show."""
