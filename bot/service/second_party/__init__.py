"""Use cases of bringing in the second party of a dispute: consent, invitation, rooms, and the end."""
