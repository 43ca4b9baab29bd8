"""The command that serves the graph: serve."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from monazite.cli import common


class Logs(StrEnum):
    """The forms of the log."""

    json = "json"
    text = "text"


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="The port to listen on; 0 takes a free one.", min=0, max=65535)
    ] = 8000,
    workers: Annotated[
        int | None, typer.Option(help="Worker processes; as many as processors without it.", min=1, max=256)
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds after which a query is ended.", min=0.1)] = 30.0,
    memory: Annotated[int, typer.Option(help="MiB that a query may take.", min=64)] = 1024,
    slow: Annotated[int, typer.Option(help="Slow queries that may go on at once.", min=0)] = 2,
    quick: Annotated[float, typer.Option(help="Seconds after which a query is slow.", min=0.1)] = 2.0,
    result: Annotated[int, typer.Option(help="MiB that a result may have.", min=1)] = 64,
    queue: Annotated[int, typer.Option(help="Queries that may wait for a worker.", min=0)] = 128,
    rate: Annotated[float, typer.Option(help="Requests a second of one client; 0: no limit.", min=0)] = 50.0,
    seconds: Annotated[
        float, typer.Option(help="Seconds of query time a minute of one client; 0: no limit.", min=0)
    ] = 60.0,
    at_once: Annotated[int, typer.Option(help="Queries of one client at once; 0: no limit.", min=0)] = 8,
    slow_client: Annotated[
        float, typer.Option(help="Seconds that a slow client gets for headers, a body, a part.", min=1)
    ] = 15.0,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(help="A host that SERVICE may reach; may be repeated.", metavar="HOST"),
    ] = None,
    public_url: Annotated[
        str,
        typer.Option(help="The address that the public knows.", metavar="URL", envvar="MONAZITE_PUBLIC_URL"),
    ] = "",
    proxies: Annotated[
        str, typer.Option(help="Proxies whose X-Forwarded-For is believed.", metavar="ADDRESSES")
    ] = "127.0.0.1",
    warm: Annotated[
        bool, typer.Option(help="Make right after the start what takes long: the explorer, the projections.")
    ] = True,
    log_format: Annotated[Logs, typer.Option(help="The form of the log, on stderr.")] = Logs.json,
    store: common.Directory = None,
) -> None:
    """Serve the graph: SPARQL, a JSON API, a page for each entity. Read-only.

    monazite serve --port 8000

    SIGHUP puts a newly built store in place; SIGTERM lets queries finish and stops.
    """
    from monazite.errors import ExtraMissing

    try:
        from monazite.server import running
    except ImportError as error:
        raise ExtraMissing("serving", "server") from error
    from monazite.server.settings import MIB, Settings

    running.serve(
        Settings(
            store=store,
            host=host,
            port=port,
            public_url=public_url,
            proxies=proxies,
            workers=workers or Settings.workers,
            slow=slow,
            quick=quick,
            timeout=timeout,
            memory=memory * MIB,
            largest_result=result * MIB,
            queue=queue,
            client_rate=rate,
            client_burst=max(1, round(rate * 4)),
            client_seconds=seconds,
            client_waiting=at_once,
            slow_client=slow_client,
            services=tuple(allow_service or ()),
            warm=warm,
            log_format=log_format,
        )
    )


COMMANDS = {"serve": serve}
