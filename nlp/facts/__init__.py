"""Facts of a message: one kind a file; each fact points to the words it came from."""
