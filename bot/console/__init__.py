"""Where staff work: the /console pages."""
