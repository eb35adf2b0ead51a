"""Nouns of the house and their rules; standard library and the types of lower packages only."""
