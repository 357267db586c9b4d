"""How do people see it? Terminal, HTML and JSON."""
