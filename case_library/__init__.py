"""What happened in earlier disputes."""
