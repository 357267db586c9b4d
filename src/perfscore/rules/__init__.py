"""What a rule says: the formula language, methods, rulesets and their conventions."""
