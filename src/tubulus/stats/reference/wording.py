"""Calls of reference cases as a person would write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["describe_call"]


def describe_call(call: Mapping[str, Any]) -> str:
    """Write a call with its arguments; columns stand under their names."""
    arguments = call.get("arguments", {})
    inside = ", ".join(f"{name}={_describe(value)}" for name, value in arguments.items())
    part = f".{call['part']}" if call.get("part") else ""
    return f"{call['call']}({inside}){part}"


def _describe(value: Any) -> str:
    if isinstance(value, Mapping):
        return _describe_spec(value)
    if isinstance(value, list):
        return f"[{', '.join(_describe(entry) for entry in value)}]"
    return repr(value)


def _describe_spec(spec: Mapping[str, Any]) -> str:
    if "call" in spec:
        return describe_call(spec)
    for name in ("columns", "stack", "array"):
        if name in spec:
            return _describe(spec[name])
    if "join" in spec:
        return " then ".join(_describe(entry) for entry in spec["join"])
    if "generator" in spec:
        return f"default_rng({spec['generator']})"
    if "data" in spec:
        return _describe_column(spec)
    return f"{{{', '.join(f'{name}: {_describe(entry)}' for name, entry in spec.items())}}}"


def _describe_column(spec: Mapping[str, Any]) -> str:
    text = str(spec.get("column") or spec.get("text"))
    if "equals" in spec:
        text = f"{text} == {spec['equals']!r}"
    if "above" in spec:
        text = f"{text} > {spec['above']:g}"
    if spec.get("log"):
        text = f"log({text})"
    kept = [f"{name}={value}" for name, value in spec.get("where", {}).items()]
    if "slice" in spec:
        kept.append("{}:{}".format(*spec["slice"]))
    return f"{text}[{', '.join(kept)}]" if kept else text
