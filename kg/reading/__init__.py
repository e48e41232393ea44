"""The reading wing: from an article's text to its acts, and on whose word each is told."""
