"""Makes real files: one form in many layouts, and each of them in many file types."""
