"""Taking cases over from files of others: one reader a format, and the import itself."""
