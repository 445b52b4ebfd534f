"""YAML in which every value remembers its line: scalars stay text, and anchors, tags and deep nests are refused."""

from dataclasses import dataclass

import yaml

from lontar.science.eligibility.tokens import RuleRefused
from lontar.science.trouble import words

DEPTH_MAX = 12
TEXT_LENGTH_MAX = 65_536


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as it was written."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A sequence."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Named:
    """A mapping; `lines` says where each key stands."""

    entries: dict[str, "Node"]
    lines: dict[str, int]
    line: int


Node = Text | Listed | Named


def read_yaml(text: str) -> Node:
    """The one document in `text`. Raises RuleRefused with the line.

    >>> read_yaml("a: 1").entries["a"]
    Text(value='1', line=1)
    """
    if len(text) > TEXT_LENGTH_MAX:
        raise RuleRefused(
            words("Berkas lebih dari %(most)s huruf."),
            advice=words("Bagilah menjadi beberapa berkas."),
            values={"most": TEXT_LENGTH_MAX},
        )
    try:
        events = [*yaml.parse(text, Loader=yaml.SafeLoader)]
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise RuleRefused(
            words("Berkas ini bukan YAML yang benar (%(problem)s)."),
            advice=words("Periksa jorokan, titik dua dan tanda kutip di baris itu."),
            line=line,
            values={"problem": wrong.problem},
        ) from wrong
    except yaml.YAMLError as wrong:
        raise RuleRefused(
            words("Berkas ini memuat huruf yang tidak dapat dibaca."),
            advice=words("Simpan sebagai teks UTF-8."),
            line=1,
        ) from wrong
    return _built(events)


def _built(events: list[yaml.Event]) -> Node:
    """The tree of the events; a stack of our own, so that depth is ours to bound."""
    documents = sum(isinstance(event, yaml.DocumentStartEvent) for event in events)
    if documents != 1:
        raise RuleRefused(
            words("Berkas kosong.") if documents == 0 else words("Berkas memuat lebih dari satu dokumen."),
            advice=words("Satu berkas memuat satu aturan."),
            line=1,
        )
    open_nodes: list[tuple[bool, int, list[Node]]] = []
    done: list[Node] = []
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise RuleRefused(
                words("Jangkar, alias dan tag YAML tidak dipakai."), advice=words("Tulislah nilainya."), line=line
            )
        here = open_nodes[-1][2] if open_nodes else done
        if isinstance(event, yaml.ScalarEvent):
            # The text of a block begins below its sign.
            here.append(Text(event.value, line + (event.style in ("|", ">"))))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(open_nodes) >= DEPTH_MAX:
                raise RuleRefused(
                    words("Lebih dari %(most)s lapis."),
                    advice=words("Tulislah lebih datar."),
                    line=line,
                    values={"most": DEPTH_MAX},
                )
            open_nodes.append((isinstance(event, yaml.MappingStartEvent), line, []))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            is_mapping, start, items = open_nodes.pop()
            above = open_nodes[-1][2] if open_nodes else done
            above.append(_named(items, start) if is_mapping else Listed(tuple(items), start))
    return done[0]


def _named(items: list[Node], line: int) -> Named:
    entries: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key, value in zip(items[::2], items[1::2], strict=True):
        if not isinstance(key, Text):
            raise RuleRefused(words("Kunci harus sebuah kata."), advice=words("Tulislah kunci: nilai."), line=key.line)
        if key.value in entries:
            raise RuleRefused(
                words("Kunci “%(value)s” ditulis dua kali."),
                advice=words("Hapus salah satunya."),
                line=key.line,
                values={"value": key.value},
            )
        entries[key.value] = value
        lines[key.value] = key.line
    return Named(entries, lines, line)
