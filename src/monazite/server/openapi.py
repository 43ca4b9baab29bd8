"""The OpenAPI 3.1 document of the JSON API, made of its operations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from monazite import __version__
from monazite.server.operations import MOST_VALUES, ROOT, Operation, Parameter
from monazite.server.problems import KINDS, MEDIA

_ANSWERED = (400, 404, 406, 409, 410, 429, 503)
_TERM = {
    "type": "object",
    "description": "An RDF term, as SPARQL 1.1 Query Results JSON has it, with a label where it has one.",
    "properties": {
        "type": {"enum": ["uri", "literal", "bnode"]},
        "value": {"type": "string"},
        "xml:lang": {"type": "string"},
        "datatype": {"type": "string"},
        "label": {"type": "string"},
    },
    "required": ["type", "value"],
}
_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}


def document(operations: Iterable[Operation]) -> dict[str, Any]:
    """The document that describes `operations`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Monazite",
            "version": __version__,
            "summary": "The rare earth value chain, from ore to motor; every statement with its source",
            "description": "Pages are stable: `next` leads through one store; 410 if it was replaced.",
            "license": {"name": "Data: CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "paths": {ROOT + each.path: {"get": _operation(each)} for each in operations},
        "components": {
            "schemas": {"Term": _TERM, "Problem": _PROBLEM},
            "responses": {str(status): _refusal(status) for status in _ANSWERED},
        },
    }


def _operation(each: Operation) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": each.response}} if each.response else {}
    content |= {media: {"schema": {"type": "string"}} for media in each.forms if "json" not in media}
    content |= {media: {"schema": {"type": "object"}} for media in each.forms if "json" in media}
    responses: dict[str, Any] = {"200": {"description": each.summary, "content": content}}
    responses |= {str(s): {"$ref": f"#/components/responses/{s}"} for s in _ANSWERED}
    return {
        "operationId": each.name,
        "summary": each.summary,
        "parameters": [_parameter(parameter) for parameter in each.parameters],
        "responses": responses,
    }


def _parameter(each: Parameter) -> dict[str, Any]:
    told: dict[str, Any] = {"name": each.name, "in": "query", "description": each.description}
    told |= {"required": each.required, "schema": _schema(each)}
    if each.kind in ("choices", "texts", "integers"):
        told |= {"style": "form", "explode": False}
    return told


def _schema(each: Parameter) -> dict[str, Any]:
    several: dict[str, dict[str, Any]] = {
        "choices": {"type": "string", "enum": list(each.choices)},
        "texts": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"^[^,\x00-\x1f\x7f]+$"},
        "integers": {"type": "integer", "minimum": each.least, "maximum": each.most},
    }
    if items := several.get(each.kind):
        most = len(each.choices) or MOST_VALUES
        told = {"type": "array", "items": items, "minItems": 1, "maxItems": most, "default": each.default}
        return told | ({"uniqueItems": True} if each.choices else {})
    told = {"type": each.kind}
    ends = ("minLength", "maxLength") if each.kind == "string" else ("minimum", "maximum")
    told |= {
        name: value for name, value in zip(ends, (each.least, each.most), strict=True) if value is not None
    }
    if each.kind == "string":
        told["pattern"] = r"^[^\x00-\x1f\x7f]*$"
    if each.choices:
        told["enum"] = list(each.choices)
    if each.default not in (None, ""):
        told["default"] = each.default
    return told


def _refusal(status: int) -> dict[str, Any]:
    titles = [title for number, title in KINDS.values() if number == status]
    told: dict[str, Any] = {"description": "; ".join(titles)}
    if status in (429, 503):
        told["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}
    return told | {"content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
