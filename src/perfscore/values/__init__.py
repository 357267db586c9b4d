"""What a piece of text says: exact numbers, units, dates and the set of scores."""
