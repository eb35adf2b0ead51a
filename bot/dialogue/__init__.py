"""The state machine of the conversation: pure, synchronous, no clock, no channel."""
