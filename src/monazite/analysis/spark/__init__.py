"""The analyses of tables on Spark, as joins of DataFrames that any Spark 4 runs, and the graph's quads."""
