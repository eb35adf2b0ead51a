"""Text in, findings about the text out; knows no law and no conversation."""
