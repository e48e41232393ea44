"""Who an actor of a reading is among the items of Wikidata: candidates, and the decision with its reason."""
