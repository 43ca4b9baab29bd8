"""Mappings to outside datasets, as the Simple Standard for Sharing Ontological Mappings (SSSOM) has them.

`read` and `write` handle its table form, ``*.sssom.tsv``; `quads` makes the named graph of a mapping set.
sssom-py, the standard's own library, brings a hundred packages (390 MB, Sphinx and pytest among them): too
much for everyone who installs Monazite. The tests hold what is read and written here against it.
"""

from monazite.sssom.model import PREDICATES, Mapping, MappingSet
from monazite.sssom.rdf import line_of, mapping_iri, quads
from monazite.sssom.reading import SUFFIX, numbered, read
from monazite.sssom.writing import text, write

__all__ = [
    "PREDICATES",
    "SUFFIX",
    "Mapping",
    "MappingSet",
    "line_of",
    "mapping_iri",
    "numbered",
    "quads",
    "read",
    "text",
    "write",
]
