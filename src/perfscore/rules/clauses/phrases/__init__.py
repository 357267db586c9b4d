"""The phrases of scoring clauses, by the part they play; to read more, add a phrase."""
