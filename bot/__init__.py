"""The running assistant: conversation, storage, channels, console."""
