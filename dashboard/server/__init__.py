"""The server: Streamlit's ASGI application with our own routes beside it."""
