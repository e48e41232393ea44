from __future__ import annotations

import exported

from kg import iri, reference
from kg.exporting.facts import facts
from kg.exporting.summary import summary
from kg.graph.build import ontology_quads, reference_quads


def test_reference_data_and_ontology_add_no_actor_act_or_document() -> None:
    alone = facts(exported.small())
    store = exported.store(exported.exchange())
    store.put(iri.special_graph("reference"), reference_quads(reference.load()))
    store.put(iri.special_graph("ontology"), ontology_quads())
    assert summary(facts(store)) == summary(alone)
    assert facts(store) == alone


def test_what_an_act_is_known_by() -> None:
    known = facts(exported.small())
    [rejection] = [act for act in known.acts.values() if act.type == "Rejection"]
    [telling] = rejection.tellings
    assert known.names(rejection.performers) == ("Union of the Bay",)
    assert known.names(telling.chain) == ("Ada Berg", "Bay Agency"), "innermost first"
    assert [(quote.start, quote.exact) for quote in telling.quotes] == [
        (exported.TEXT.index("The Union rejected"), "The Union rejected it")
    ]
    assert (telling.article.title, telling.article.published) == ("Talks on the bay", "2024-05-06")
    assert known.responses()[rejection.responds_to[0]] == (rejection.iri,)


def test_a_thing_without_a_label_is_called_by_its_iri() -> None:
    assert facts(exported.small()).name("https://w3id.org/demarche/id/actor/nobody") == "nobody"
