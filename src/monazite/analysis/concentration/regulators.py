"""The lines that regulators of mergers draw on the Herfindahl-Hirschman index."""

from __future__ import annotations

from monazite.analysis.intervals import Interval

# US Department of Justice and Federal Trade Commission, Merger Guidelines, 2023, section 2.1: above 1,800
# highly concentrated; the Department's page on the index: from 1,000 moderately. European Commission,
# Guidelines on the assessment of horizontal mergers, OJ C 31, 5.2.2004, paragraphs 19 and 20: no concern
# below 1,000; up to 2,000 none if a merger adds less than 250, above it none if it adds less than 150.
MODERATE, US_HIGH, EU_HIGH = 1000, 1800, 2000
LINES = (
    "HHI is in points, from 0 to 10,000. US guidelines of 2023 (Merger Guidelines, 2.1) call a market above "
    "1,800 highly concentrated, the US Department of Justice one from 1,000 on moderately. EU guidelines of "
    "2004 (OJ C 31, 19 and 20) see no concern below 1,000, and above 2,000 only where a merger adds little. "
    "Both speak of sellers in a market; of countries they say nothing."
)


def placed(hhi: Interval) -> str:
    """Where an index in points lies to the regulators' lines.

    >>> placed(Interval(2500, 4000)), placed(Interval(900, 4000))
    ('above 2,000', 'either side of 1,000 and 1,800')
    """
    if hhi.low > EU_HIGH:
        return f"above {EU_HIGH:,}"
    if hhi.low > US_HIGH:
        return f"above {US_HIGH:,}"
    if hhi.high < MODERATE:
        return f"below {MODERATE:,}"
    if hhi.low >= MODERATE:
        return f"{MODERATE:,} to {US_HIGH:,}" if hhi.high <= US_HIGH else f"either side of {US_HIGH:,}"
    if hhi.high <= US_HIGH:
        return f"either side of {MODERATE:,}"
    return f"either side of {MODERATE:,} and {US_HIGH:,}"
