"""From text to sentences with tokens: paragraphs, the spaCy pipeline, and the language that a text is in."""
