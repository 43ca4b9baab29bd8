"""The analyses and exports that the JSON API offers: what the command line offers, with the same names."""

from __future__ import annotations

from importlib.util import find_spec

from monazite.analysis.scenarios import files as scenarios
from monazite.server.operations import (
    AT,
    BASES,
    CURSOR,
    ID,
    LANGUAGE,
    ROOT,
    Operation,
    Parameter,
    limit,
    listed,
    paged,
)

_TABLES = {
    "csv": "text/csv",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FIGURES = {"svg": "image/svg+xml", "png": "image/png"} if find_spec("matplotlib") else {}
# What an analysis can be given in, beside JSON page by page; the figures where matplotlib is installed.
FORMS = {**_TABLES, **_FIGURES}
_GEO = {"geojson": "application/geo+json", "kml": "application/vnd.google-earth.kml+xml"}
# What the graph can be exported as in one file, with what is installed.
EXPORTS = {
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "gml": "text/plain",
    "pajek": "text/plain",
    "dot": "text/vnd.graphviz",
    "mermaid": "text/plain",
    "cytoscape": "application/json",
    "nodelink": "application/json",
    "xlsx": _TABLES["xlsx"],
    "tables": _TABLES["xlsx"],
    "trig": "application/trig",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    **(_GEO if find_spec("pyogrio") else {}),
    **({**_FIGURES, "pdf": "application/pdf"} if find_spec("matplotlib") else {}),
}

_TEXT = {"type": "string"}
_ROWS = paged({"type": "object"}, title=_TEXT, notes={"type": "array", "items": _TEXT})
_END = "a unit, a company, a product, a country or a stage (mining, magnet-making ...)"
_STAGE = Parameter("stage", "One stage, such as separation.", least=1, most=100)
_PRODUCT = Parameter("product", "One product, such as ndpr-oxide or dysprosium oxide.", least=1, most=200)
_PLACES = Parameter("place", 'Places: world, EU, a country (CN), or "world without CN".', "texts", ["world"])
_SINCE = Parameter("since", "From when on: 2024, 2024-06 or 2024-06-01.", default="2015", least=4, most=10)
_UNTIL = Parameter("until", "Until when.", default="2030", least=4, most=10)
_MOST = Parameter("most", "How many to find at most.", "integer", 20, least=1, most=200)


def _analysis(name: str, summary: str, *parameters: Parameter, path: str = "") -> Operation:
    form = Parameter("format", "Page by page as JSON, or whole as a table or figure.", default="json",
                     choices=("json", *FORMS))  # fmt: skip
    shared = (LANGUAGE, form, limit(200, 2000), CURSOR)
    return Operation(path or f"/{name}", name, summary, "analysis", (*parameters, *shared), _ROWS,
                     {"analysis": name}, tuple(FORMS.values()))  # fmt: skip


ANALYSES: tuple[Operation, ...] = (
    _analysis(
        "paths",
        "The paths from one end of the chain to another: the shortest, the best evidenced, all others",
        Parameter("from", f"Where paths begin: {_END}.", required=True, least=1, most=500),
        Parameter("to", f"Where paths end: {_END}.", required=True, least=1, most=500),
        Parameter("most_links", "How many links a path has at most.", "integer", 8, least=1, most=20),
        _MOST,
        BASES,
        AT,
    ),
    _analysis(
        "chokepoints",
        "What all that flows between two ends of the chain has to pass, and how much is lost without it",
        Parameter("from", f"Where the flows begin: {_END}.", default="mining", least=1, most=500),
        Parameter("to", f"Where they end: {_END}.", default="end-use", least=1, most=500),
        _PRODUCT,
        _MOST,
        BASES,
        AT,
    ),
    _analysis(
        "concentration",
        "How concentrated stages or products are: HHI, CR1, CR3, CR5, equal players, with bounds",
        _STAGE,
        _PRODUCT,
        Parameter("element", "The oxides, metals and alloys of one: Dy.", least=1, most=20),
        Parameter("by", "Who holds.", default="country",
                  choices=("facility", "operator", "owner", "state", "country")),
        Parameter("measure", "Capacity of units, or production as stated of countries.", default="capacity",
                  choices=("capacity", "production")),
        Parameter("planned", "With the capacity that is planned.", "boolean", False),
        Parameter("shares", "Who holds what share, of one stage.", "boolean", False),
        Parameter("first_year", "Each of several years: the first.", "integer", least=1900, most=2100),
        Parameter("last_year", "The last.", "integer", least=1900, most=2100),
        Parameter("unknown_most", "What a unit without a figure has at most, in tonnes a year.", "number",
                  least=0, most=10**9),
        Parameter("source", "Production: figures of one document alone.", least=1, most=500),
        AT,
    ),
    _analysis(
        "balance",
        "For how much NdFeB magnet each stage's capacity is enough, and where a stage starves the next",
        _PLACES,
        Parameter("year", "The years.", "integers", [2025, 2030], least=1900, most=2100),
        AT,
    ),
    _analysis("targets", "What is missing to the EU's benchmarks for 2030", AT),
    _analysis(
        "timeline", "The capacity of each stage year by year", _STAGE, _PLACES, _SINCE, _UNTIL
    ),
    _analysis(
        "changes",
        "What was added, commissioned, stopped, delayed or re-owned between two dates",
        _STAGE,
        _PLACES,
        _SINCE,
        _UNTIL,
    ),
    _analysis("ownership", "Who owns and controls an entity, and what it owns", ID, AT),
    _analysis(
        "stage-ownership",
        "Whose the capacity of a stage is",
        _STAGE,
        Parameter("by", "Among whom it is divided.", default="owner",
                  choices=("owner", "controller", "state")),
        AT,
    ),
    Operation(
        "/scenarios",
        "scenarios",
        "The scenarios that come with the graph",
        "scenarios",
        response=listed(name=_TEXT, title=_TEXT, address=_TEXT),
        fixed={"root": ROOT},
    ),
    _analysis(
        "scenario",
        "Who loses what if something is closed, limited, late or on time: by end user and country",
        Parameter("name", "A scenario that comes with the graph.", required=True,
                  choices=tuple(scenarios.shipped())),
        Parameter("runs", "How often to draw what nobody knows (Monte Carlo).", "integer", 0,
                  least=0, most=200),
        Parameter("seed", "The same seed gives the same result.", "integer", 1, least=0, most=10**6),
        BASES,
        AT,
    ),
    Operation(
        "/export",
        "export",
        "The chain, the network of relations, the facts as tables or the RDF, as a file",
        "export",
        (
            Parameter("format", "The format of the file.", required=True, choices=tuple(EXPORTS)),
            Parameter("projection", "chain: units and product flows; network: who has to do with whom.",
                      default="chain", choices=("chain", "network")),
            Parameter("around", "Only what is near this entity.", least=1, most=500),
            Parameter("depth", "With around: how many links away.", "integer", 1, least=1, most=10),
            BASES,
            AT,
            LANGUAGE,
        ),
        forms=tuple(dict.fromkeys(EXPORTS.values())),
    ),
)  # fmt: skip
