"""What every web page and API call shares: errors, headers, signing, limits, templates, event streams."""
