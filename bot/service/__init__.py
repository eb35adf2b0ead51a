"""Use cases, one a file; async, no framework."""
