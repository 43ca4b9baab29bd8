"""Labels that must do no harm in a page, and how they stand in TriG."""

HOSTILE = {
    "script": '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2">',
    "quotes": "\"'`</title></svg></script>{{7*7}}${7*7} & &lt;b&gt;",
    "marks": "\u202eesrever \u2066isolate \u200f rtl \u0007 bell",
    "long": "x" * 10_000,
}
# Each by its name, escaped for a literal in double quotes.
IN_TRIG = {
    name: label.replace("\\", "\\\\").replace('"', '\\"').replace("\u0007", "\\u0007")
    for name, label in HOSTILE.items()
}
