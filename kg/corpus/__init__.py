"""The corpus of diplomatic speech acts: articles with gold readings, checked, counted and turned into RDF."""
