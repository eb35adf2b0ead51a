"""Paper: forms as Word and PDF, and the bound file. Knows Word, LibreOffice and PDF, and decides nothing."""
