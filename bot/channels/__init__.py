"""How citizens reach the assistant: web, terminal, Telegram."""
