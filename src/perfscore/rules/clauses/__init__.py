"""The reader of scoring clauses: prose (评扣分标准) into a rule with its readings."""
