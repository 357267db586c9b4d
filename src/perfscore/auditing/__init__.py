"""Is the form right? The catalogue of findings, one small check each, by family."""
