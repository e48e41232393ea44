"""The asking wing's centre: quads of readings, the ontology and its shapes, the store, and the questions put to it."""
