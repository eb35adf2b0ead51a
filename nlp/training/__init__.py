"""Learning the weights and measuring them; run by hand and in CI, never by the bot."""
