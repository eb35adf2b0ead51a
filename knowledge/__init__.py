"""What the law and the institutions say."""
