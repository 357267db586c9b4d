"""What the score is: items, scorecards and the steps that lead to them."""
