"""Forms as files that an office can file: the official layout, in .xlsx and .docx."""
