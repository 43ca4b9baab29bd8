"""What outside datasets say of our things: fetched, kept on disk, and given as a named graph of the dataset.

One module a dataset; each says where a record is, and what in it we read. Nothing of it is ever mixed with
ours: the statements are about the outside thing, which a mapping ties to ours, in a graph of that record.
"""

from monazite.enrich.enriching import DATASETS, Enriched, enrich

__all__ = ["DATASETS", "Enriched", "enrich"]
