"""The command line, run as a process, as its users run it."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

MONAZITE = [sys.executable, "-m", "monazite"]
COMMANDS = (
    "build",
    "validate",
    "queries",
    "query",
    "show",
    "audit",
    "enrich",
    "upstream",
    "downstream",
    "paths",
    "chokepoints",
    "concentration",
    "scenario",
    "analyse",
    "serve",
    "push",
    "release",
    "figure",
    "balance",
    "timeline",
    "export",
    "ownership",
    "stats",
    "import",
    "link",
    "reconcile",
    "dependence",
)


@pytest.fixture(scope="module")
def environment(small: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    yield os.environ | {"MONAZITE_CACHE_DIR": str(tmp_path_factory.mktemp("cache")), "COLUMNS": "120"}


def run(
    environment: dict[str, str], *args: str, stdin: str | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MONAZITE, *args], input=stdin, env=environment, cwd=cwd, capture_output=True, text=True, timeout=120
    )


def good(environment: dict[str, str], *args: str, stdin: str | None = None) -> str:
    done = run(environment, *args, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_help_names_every_command_and_what_it_does(environment: dict[str, str]) -> None:
    text = good(environment, "--help")
    for command in COMMANDS:
        assert command in text
        own = good(environment, command, "--help")
        assert "Usage" in own and len(own.splitlines()) > 5
    assert good(environment, "--version").startswith("monazite 0.")


def test_no_command_is_left_without_a_test() -> None:
    from monazite.cli import app

    assert {command.name for command in app.registered_commands} == set(COMMANDS)


def test_build_prints_where_the_store_is_and_says_the_rest_on_stderr(environment: dict[str, str]) -> None:
    done = run(environment, "build")
    assert done.returncode == 0 and Path(done.stdout.strip()).is_dir()
    assert "statements" in done.stderr and "\x1b" not in done.stderr


def test_quads_are_written_without_the_rules_that_are_left_out(
    environment: dict[str, str], tmp_path: Path
) -> None:
    from monazite import bulk

    for name, without in (("all", ()), ("some", ("--without", "possible-links"))):
        good(environment, "build", "--quads", str(tmp_path / name), *without)
    derived = [(tmp_path / name / bulk.RULES).read_text(encoding="utf-8") for name in ("all", "some")]
    assert ["<https://w3id.org/monazite/rule/possible-links>" in text for text in derived] == [True, False]
    assert "rule/" in derived[1]


def test_queries_lists_the_library(environment: dict[str, str]) -> None:
    names = good(environment, "queries", "--names").split()
    assert len(names) >= 20 and "leases" in names
    listed = good(environment, "queries", "--tag", "headline")
    assert "Who leases what from whom" in listed and "statistics" not in listed


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "md"])
def test_query_prints_each_form(environment: dict[str, str], form: str) -> None:
    text = good(environment, "query", "leases", "--format", form)
    assert "6000" in text and "Northern Magnet (Inner Mongolia) Co., Ltd." in text
    if form == "csv":
        assert next(csv.DictReader(io.StringIO(text)))["area"] == "6000"
    if form == "json":
        assert json.loads(text)["results"]["bindings"][0]["area"]["value"] == "6000"


def test_query_writes_parquet_and_turtle(environment: dict[str, str], tmp_path: Path) -> None:
    import pandas
    from rdflib import Graph

    parquet, turtle = tmp_path / "leases.parquet", tmp_path / "leases.ttl"
    assert good(environment, "query", "leases", "-f", "parquet", "-o", str(parquet)) == ""
    assert pandas.read_parquet(parquet).area.tolist() == [6000]
    construct = "CONSTRUCT { ?l ?p ?o } WHERE { ?l a mz:Lease ; ?p ?o }"
    good(environment, "query", "-", "-f", "ttl", "-o", str(turtle), stdin=construct)
    assert len(Graph().parse(turtle)) > 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["leases.parquet", "leases.ttl"]


def test_query_reads_a_file_stdin_and_parameters(environment: dict[str, str], tmp_path: Path) -> None:
    text = "SELECT ?label { ?_who_iri skos:prefLabel ?label FILTER(LANG(?label) = 'en') }"
    file = tmp_path / "label.rq"
    file.write_text(text)
    for argument, stdin in ((str(file), None), ("-", text)):
        for who in ("Northern Magnet", "id:org/northern-magnet-inner-mongolia"):
            out = good(environment, "query", argument, "-p", f"who={who}", "-f", "csv", stdin=stdin)
            assert out.splitlines() == ["label", '"Northern Magnet (Inner Mongolia) Co., Ltd."']


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("query", "lease"), "did you mean: "),
        (("query", "SELECT ?a { ?a ?b ?c }"), "give a file's name, or -"),
        (("query", "leases" * 60), "there is no query named"),
        (
            (
                "query",
                "-",
            ),
            "is not SPARQL",
        ),
        (("query", "zone", "-p", "zon=x"), "no parameter 'zon'; it has: zone"),
        (("query", "zone", "-p", "zone=Bautou"), "Baotou"),
        (("query", "zone", "-p", "zone"), "is not NAME=VALUE"),
        (("query", "leases", "-f", "ttl"), "gives rows"),
        (("query", "leases", "-o", "/proc/nothing/x"), "/proc/nothing"),
        (("query", "missing.rq"), "missing.rq: No such file"),
        (("show", "Nothern Magnet"), "Northern Magnet (Inner Mongolia) Co., Ltd."),
        (("show", "id:org/northern-magnet"), "is not in the graph"),
        (("upstream", "Tianjin Ruimaige", "--depth", "0"), "depth"),
        (("export", "-o", "x.docx"), ".graphml"),
        (("export", "-o", "x.trig", "--at", "2030"), "would change nothing"),
        (("export", "-o", "x.gml", "--projection", "network", "--at", "2030"), "would change nothing"),
        (("export", "-o", "x.gml", "--data", "sources"), "--format tables"),
        (("export", "-o", "x.gml", "--param", "a=b"), "--query"),
        (("export", "-o", "x.xlsx", "-f", "tables", "--around", "Baotou"), "would change nothing"),
        (("build", "--data", "nowhere"), "nowhere"),
        (("stats", "--store", "nowhere"), "monazite build --store nowhere"),
        (("stats", "--store", "http://[::1/sparql"), "is no address of an endpoint"),
        (("stats", "--store", "http://localhost:port/"), "is no address of an endpoint"),
    ],
)
def test_a_mistake_gets_one_message_that_helps(
    environment: dict[str, str], arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = run(environment, *arguments, stdin="SELECT {", cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir()), "nothing is written"


def test_show_prints_every_statement_with_its_source(environment: dict[str, str]) -> None:
    text = good(environment, "show", "Northern Magnet")
    assert text == good(environment, "show", "northern magnet (inner mongolia) co ltd")
    for said in ("Lease of the Seagate plant", "RMB 120 million", "USD16.38m", "6,000-square-meter"):
        assert said in text
    statements = [
        line for line in text.splitlines() if line.startswith("  ") and ": " in line and "] " not in line
    ]
    assert len(statements) > 20 and all(line.endswith("]") for line in statements)
    assert "https://rareearthexchanges.com/news/baotou-rare-earth-zone" in text


def test_show_finds_a_name_in_chinese(environment: dict[str, str]) -> None:
    assert "Two Rare Earth Bases" in good(environment, "show", "两个稀土基地")


def test_upstream_and_downstream_walk_the_internal_link(environment: dict[str, str]) -> None:
    down = json.loads(good(environment, "downstream", "Tianjin Ruimaige", "--format", "json"))
    up = json.loads(good(environment, "upstream", "Tianjin Ruimaige", "--format", "json"))
    assert [(link["products"], link["basis"]) for link in down["rows"]] == [(["coated magnet"], "internal")]
    assert up["rows"] == down["rows"]
    assert all("rareearthexchanges.com" in source for link in down["rows"] for source in link["sources"])
    table = good(environment, "downstream", "Tianjin Ruimaige")
    assert "internal" in table and "[1] Rare Earth Exchanges" in table


def test_possible_links_are_off_unless_asked_for(environment: dict[str, str]) -> None:
    done = run(environment, "downstream", "Northern Magnet")
    assert done.stdout == "" and "no declared and internal links downstream" in done.stderr
    rows = list(
        csv.DictReader(
            io.StringIO(
                good(environment, "downstream", "Northern Magnet", "--basis", "possible", "-f", "csv")
            )
        )
    )
    assert rows and {row["basis"] for row in rows} == {"possible"}
    assert any("motor making" in row["consumer_stages"] for row in rows)


def test_stats_counts_the_classes(environment: dict[str, str]) -> None:
    rows = csv.DictReader(io.StringIO(good(environment, "stats", "--format", "csv")))
    counts = {(row["by"], row["of"]): int(row["count"]) for row in rows}
    assert counts["class", "Project"] == 3 and counts["class", "Element"] == 17
    assert counts["stage", "magnet making"] == 2 and counts["country", "China"] == 6
    assert counts["statements", "all"] == counts["statements", "with a source"] > 500


def test_stats_counts_the_links(environment: dict[str, str]) -> None:
    rows = csv.DictReader(io.StringIO(good(environment, "stats", "--links", "--format", "csv")))
    counts = {(row["class"], row["dataset"]): (int(row["things"]), int(row["matched"])) for row in rows}
    assert counts["Element", "(any)"] == (17, 0), "the small bundle has no mappings"


def test_a_reader_that_stops_early_is_no_error(environment: dict[str, str]) -> None:
    command = f"{sys.executable} -m monazite queries | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_sees_a_progress_bar_and_a_pipe_none(environment: dict[str, str], tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*MONAZITE, "build", "--store", str(tmp_path / "s")],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=environment | {"TERM": "xterm"},
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while chunk := os.read(ours, 4096):
                seen += chunk
        except OSError:  # the other end has closed
            pass
    assert process.returncode == 0 and b"\x1b" in seen and b"%" in seen
    assert "%" not in run(environment, "build", "--store", str(tmp_path / "t")).stderr


def test_text_from_data_cannot_steer_the_terminal(environment: dict[str, str], tmp_path: Path) -> None:
    data = tmp_path / "evil.trig"
    data.write_text(
        "<https://w3id.org/monazite/source/evil> { <https://w3id.org/monazite/id/org/evil> "
        "a <https://w3id.org/monazite/ontology#Company> ; "
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "Evil \\u001b]0;owned\\u0007 [bold]Co[/bold]"@en . }'
    )
    store = str(tmp_path / "store")
    good(environment, "build", "--store", store, "--data", str(data))
    for arguments in (("show", "id:org/evil"), ("query", "-")):
        ask = "SELECT ?n { <https://w3id.org/monazite/id/org/evil> skos:prefLabel ?n }"
        text = good(environment, *arguments, "--store", store, stdin=ask)
        assert "\x1b" not in text and "\x07" not in text and "[bold]Co[/bold]" in text
    mistyped = run(environment, "show", "id:org/evill", "--store", store)
    assert "[bold]Co[/bold]" in mistyped.stderr and "\x1b" not in mistyped.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands_and_questions(environment: dict[str, str], shell: str) -> None:
    script = good(
        environment | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}, "--show-completion", shell
    )
    assert "_MONAZITE_COMPLETE" in script


def test_completion_offers_the_questions(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [*MONAZITE],
        env=environment
        | {"_MONAZITE_COMPLETE": "complete_bash", "COMP_WORDS": "monazite query le", "COMP_CWORD": "2"},
        capture_output=True,
        text=True,
    )
    assert "leases" in done.stdout.split()


def test_audit_prints_tables_lists_what_it_found_and_writes_a_page(
    environment: dict[str, str], tmp_path: Path
) -> None:
    page, figure = tmp_path / "audit.html", tmp_path / "support.svg"
    # Of the few documents of the small bundle, entries name others that are not there.
    done = run(environment, "audit")
    assert done.returncode == 1 and "Must be mended: dangling-links" in done.stdout
    assert "units-without-coordinates" in done.stdout and "independent" not in done.stderr
    whole = json.loads(run(environment, "audit", "--format", "json").stdout)
    listed = list(csv.DictReader(io.StringIO(run(environment, "audit", "--format", "csv").stdout)))
    assert len(listed) == sum(len(found["rows"]) for found in whole["findings"].values()) > 10
    one = good(environment, "audit", "units-without-coordinates", "--format", "csv")
    assert len(one.splitlines()) - 1 == len(whole["findings"]["units-without-coordinates"]["rows"])
    assert run(environment, "audit", "dangling-links").returncode == 1
    done = run(environment, "audit", "-o", str(page))
    assert done.returncode == 1 and done.stdout == ""
    assert "Must be mended: dangling-links" in done.stderr and "audit.html: written" in done.stderr
    assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert "magnet making" in good(environment, "audit", "support", "--figure", str(figure))
    assert figure.read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("unit-without-country",), "units-without-country"),
        (("production", "--year", "24"), "four digits"),
        (("support", "--year", "2024"), "a year is for production"),
        (("support", "-o", "x.html"), "a page tells of all audits"),
        (("--figure", "x.svg"), "name what to draw"),
        (("-o", "/proc/nothing/x.html"), "/proc/nothing"),
    ],
)
def test_audit_refuses_what_it_cannot_do(
    environment: dict[str, str], arguments: tuple[str, ...], said: str
) -> None:
    done = run(environment, "audit", *arguments)
    assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr
    assert done.stdout == ""
