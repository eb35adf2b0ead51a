"""Learning the weights of the law search from questions with known articles; never imported by the bot."""
