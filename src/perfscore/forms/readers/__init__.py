"""One small reader for each type of file: its bytes → paragraphs and grids of cells."""
