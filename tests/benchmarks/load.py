"""What the load tests share: clients that ask until they are told to stop, and what they noted."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from monazite import KnowledgeGraph, queries
from monazite.vocabulary import PREFIXES

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(STR(?c) != STR(?i)) }"
BOMBS = (
    BOMB,
    "SELECT (COUNT(*) AS ?n) { ?a (!mz:none|^!mz:none)*/(!mz:none|^!mz:none)* ?b }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } }",
)
# Seconds of processor time: what takes longer counts the whole graph, and is no ordinary question.
ORDINARY = 0.5
_DECLARED = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())
Rows = Counter[str]


@dataclass(frozen=True)
class Question:
    """A question of the library, as any endpoint takes it, and what is the right answer."""

    name: str
    text: str
    rows: Rows


def mix(kg: KnowledgeGraph) -> list[Question]:
    """The ordinary questions of the library with their answers."""
    found = []
    for name, query in queries.library().items():
        text = queries.bind(query, {})
        began = time.process_time()
        answer = kg.query(text)
        if time.process_time() - began < ORDINARY and answer.type == "SELECT":
            serialized = json.loads(answer.serialize(format="json") or b"{}")
            found.append(Question(name, _DECLARED + text, rows(serialized)))
    return found


def rows(results: Mapping[str, object]) -> Rows:
    """The rows of SPARQL results in JSON, in any order."""
    bindings = results["results"]["bindings"]  # type: ignore[index]
    return Counter(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in bindings)


@dataclass
class Noted:
    """What clients got: seconds of each answer, statuses, and the names of questions answered wrongly."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Noted) -> None:
        """Takes in what another client noted."""
        self.seconds += other.seconds
        self.statuses += other.statuses
        self.wrong += other.wrong

    def quantile(self, part: float) -> float:
        """Seconds that a part of all answers took at most."""
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else float("nan")


class Asking(threading.Thread):
    """One client: asks until it is told to stop."""

    def __init__(
        self, service: str, client: str, asked: Sequence[Question], stop: threading.Event, fresh: bool
    ) -> None:
        super().__init__(daemon=True)
        self.service, self.client, self.asked, self.fresh = urlsplit(service), client, asked, fresh
        self.stop_, self.noted = stop, Noted()

    def run(self) -> None:
        """Asks."""
        rng = random.Random(self.client)
        headers = {
            "X-Forwarded-For": self.client,
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/sparql-results+json",
        }
        connection = http.client.HTTPConnection(self.service.netloc, timeout=90)
        while not self.stop_.is_set():
            question = rng.choice(self.asked)
            text = question.text + (f"\n# {rng.random()}" if self.fresh else "")
            began = time.perf_counter()
            try:
                connection.request("POST", self.service.path, urlencode({"query": text}), headers)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                connection.close()
                self.noted.statuses[0] += 1
                continue
            self.noted.seconds.append(time.perf_counter() - began)
            self.noted.statuses[answer.status] += 1
            # Each tenth answer is read: to read all would measure the reader.
            if answer.status == 200 and rng.random() < 0.1 and rows(json.loads(body)) != question.rows:
                self.noted.wrong.append(question.name)
            if answer.status in (429, 503):
                time.sleep(min(float(answer.headers.get("Retry-After") or 0), 1))
        connection.close()


def load(
    service: str, asked: Sequence[Question], clients: int, attackers: int, seconds: float, fresh: bool
) -> tuple[Noted, Noted]:
    """What ordinary clients got, and what attackers got, of so many seconds."""
    stop = threading.Event()
    bombs = [Question("bomb", _DECLARED + text, Counter()) for text in BOMBS]
    ordinary = [Asking(service, f"198.51.100.{n}", asked, stop, fresh) for n in range(clients)]
    hostile = [Asking(service, f"192.0.2.{n}", bombs, stop, True) for n in range(attackers)]
    for each in (*hostile, *ordinary):
        each.start()
    time.sleep(seconds)
    stop.set()
    until = time.monotonic() + 60
    for each in (*ordinary, *hostile):
        each.join(max(0.0, until - time.monotonic()))
    told, hostile_told = Noted(), Noted()
    for each in ordinary:
        told.add(each.noted)
    for each in hostile:
        hostile_told.add(each.noted)
    return told, hostile_told
