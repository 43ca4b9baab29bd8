"""Parameters of queries are bound as values: no value becomes part of the query's own text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from monazite import queries
from monazite.errors import ParameterError, QueryError
from monazite.queries import Query

ECHO = Query("echo", "SELECT ?out { BIND(?_text AS ?out) }")


def answer(query: Query, **values: Any) -> list[Any]:
    solutions = ox.Store().query(queries.bind(query, values))
    assert isinstance(solutions, ox.QuerySolutions)
    return [None if row[0] is None else row[0].value for row in solutions]


@given(st.text())
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    assert answer(ECHO, text=text) == [text]


@example('\n\\"')  # what rdflib's own writer of terms lets leave its string
@given(st.text(alphabet="\"'\\<>{}#?$\n\r\t }.;", max_size=40))
def test_no_text_ends_the_string_it_stands_in(text: str) -> None:
    assert answer(ECHO, text=text) == [text]
    assert answer(
        Query("", 'SELECT ?out { BIND(?_text AS ?out) FILTER(?_text = ?_text) } # "'), text=text
    ) == [text]


@given(
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, max_value=10**15, min_value=-(10**15)),
)
def test_numbers_are_numbers(integer: int, decimal: Decimal) -> None:
    query = Query("sum", "SELECT ?out { BIND(?_n_integer AS ?out) FILTER(?_d_decimal <= ?_d_decimal) }")
    expected = [str(integer)]
    assert answer(query, n=integer, d=decimal) == expected
    assert answer(query, n=str(integer), d=str(decimal)) == expected


def test_variables_in_strings_comments_and_iris_are_left_alone() -> None:
    text = "SELECT ?out { # ?_text\n BIND(CONCAT('?_text', \"?_text\", '''?_text''', ?_text) AS ?out) }"
    assert answer(Query("", text), text="!") == ["?_text?_text?_text!"]
    assert "<http://x/?_text>" in queries.bind(
        Query("", "ASK { <http://x/?_text> ?p ?_text }"), {"text": "a"}
    )


@pytest.mark.parametrize(
    ("variable", "value", "term"),
    [
        ("?_x_iri", "mz:Lease", "<https://w3id.org/monazite/ontology#Lease>"),
        ("?_x_iri", URIRef("http://a/b"), "<http://a/b>"),
        ("?_x_date", "2025-04-04", '"2025-04-04"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("?_x_date", date(2025, 4, 4), '"2025-04-04"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("?_x_en", "magnet", '"magnet"@en'),
        ("?_x_zh", "磁体", '"磁体"@zh'),
        ("?_x", "magnet", '"magnet"'),
        ("?_x", Literal("magnet", lang="de"), '"magnet"@de'),
    ],
)
def test_each_kind_of_parameter(variable: str, value: Any, term: str) -> None:
    assert queries.bind(Query("q", f"ASK {{ ?s ?p {variable} }}"), {"x": value}) == f"ASK {{ ?s ?p {term} }}"


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("?_x_iri", "not an iri", "not an IRI"),
        ("?_x_iri", "http://a/b> ?p ?o . <http://c", "not an IRI"),
        ("?_x_integer", "12.5", "whole number"),
        ("?_x_decimal", "NaN", "a number"),
        ("?_x_decimal", "1e", "a number"),
        ("?_x_date", "04/04/2025", "2025-04-04"),
    ],
)
def test_a_wrong_value_names_parameter_value_and_what_would_be_right(
    variable: str, value: str, expected: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        queries.bind(Query("q", f"ASK {{ ?s ?p {variable} }}"), {"x": value})
    assert "'x'" in str(caught.value) and value in str(caught.value) and expected in str(caught.value)


def test_missing_unknown_and_projected_parameters() -> None:
    query = Query("leases", "SELECT ?s { ?s ?p ?_x_iri }")
    with pytest.raises(ParameterError, match="needs a value for its parameter 'x'"):
        queries.bind(query, {})
    with pytest.raises(ParameterError, match="no parameter 'y'; it has: x"):
        queries.bind(query, {"x": "mz:Lease", "y": 1})
    with pytest.raises(ParameterError, match="cannot stand in the SELECT list"):
        queries.bind(Query("", "SELECT ?_x { ?s ?p ?_x }"), {"x": "a"})


def test_a_header_names_one_thing_or_several() -> None:
    for header, names in (("after: control", ("control",)), ("after: [a, b]", ("a", "b")), ("x: y", ())):
        assert queries.Query("rule", f"#+ {header}\nCONSTRUCT WHERE {{ ?a ?b ?c }}").after == names


def test_no_iri_ends_the_brackets_it_stands_in() -> None:
    with pytest.raises(ParameterError, match="is no IRI"):
        queries.bind(Query("", "ASK { ?_thing_iri ?p ?o }"), {"thing": URIRef("urn:x:> ?p ?o } #")})


def test_a_default_serves_where_no_value_is_given() -> None:
    query = Query("q", "#+ defaults:\n#+   - x: mz:Lease\nASK { ?s a ?_x_iri }")
    assert "ontology#Lease" in queries.bind(query, {})
    assert "ontology#Loan" in queries.bind(query, {"x": "mz:Loan"})


def test_an_unknown_question_suggests_near_ones() -> None:
    with pytest.raises(QueryError, match="leases"):
        queries.find("lease")


@pytest.mark.parametrize("name", ["../rules/superclasses", "..", "/etc/passwd"])
def test_a_name_never_leaves_the_library(name: str) -> None:
    with pytest.raises(QueryError):
        queries.shipped("questions", name)
