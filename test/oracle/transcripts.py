"""Transcripts of Splunk's Python SDK: what it answers to bytes that our protocol writes.

    transcripts.py FOLDER WRITER...   WRITER prints our bytes for the name given to it (requests of splunkd)

Writes FOLDER/<name>.input and FOLDER/<name>.output.
"""

import io
import json
import os
import subprocess
import sys
from xml.etree import ElementTree

from splunklib.modularinput import Argument, Event, EventWriter, InputDefinition, Scheme
from splunklib.searchcommands import (
    Configuration,
    GeneratingCommand,
    Option,
    StreamingCommand,
    validators,
)

HERE = os.path.dirname(__file__)
ROWS = json.load(open(os.path.join(HERE, "rows.json"), encoding="utf-8"))
INPUT = json.load(open(os.path.join(HERE, "modular-input.json"), encoding="utf-8"))


@Configuration()
class Echo(StreamingCommand):
    """Gives back every record: what the SDK read, as the SDK writes it."""

    def stream(self, records):
        for record in records:
            # The SDK writes only the fields of a chunk's first record.
            yield {name: record.get(name, "") for name in ("a", "b", "c")}


@Configuration()
class Rows(GeneratingCommand):
    """The rows of rows.json."""

    def generate(self):
        for row in ROWS:
            yield {name: row.get(name) for name in ("a", "b", "c")}


@Configuration()
class Flags(GeneratingCommand):
    """An option of each spelling of a boolean; an unknown one is an error."""

    flag = Option(validate=validators.Boolean())

    def generate(self):
        yield {"flag": self.flag}


class Binary(io.BytesIO):
    """The SDK wants a stream with a `buffer`, as sys.stdin and sys.stdout are."""

    @property
    def buffer(self):
        return self


def modular_input():
    """The scheme and the events of modular-input.json as the SDK writes them: a line each."""
    scheme = Scheme(INPUT["title"])
    scheme.description = INPUT["description"]
    scheme.use_external_validation = True
    scheme.use_single_instance = False
    for arg in INPUT["args"]:
        scheme.add_argument(
            Argument(arg["name"], title=arg["title"], description=arg["description"])
        )
    yield ElementTree.tostring(scheme.to_xml(), encoding="unicode")
    for event in INPUT["events"]:
        written = io.StringIO()
        data = json.dumps(event["data"], ensure_ascii=False, separators=(",", ":"))
        fields = {name: event[name] for name in ("host", "source", "sourcetype")}
        Event(data=data, time=f'{int(event["time"]):.3f}', **fields).write_to(written)
        yield written.getvalue()


def definition(xml):
    """What the SDK reads of the XML that starts a modular input."""
    read = InputDefinition.parse(io.BytesIO(xml))
    return json.dumps({**read.metadata, "inputs": read.inputs}, indent=2, sort_keys=True) + "\n"


COMMANDS = {"echo": Echo, "rows": Rows, "flag-yes": Flags, "flag-no": Flags, "flag-bad": Flags}


def main(folder, writer):
    for name, command in COMMANDS.items():
        given = subprocess.run([*writer, name], check=True, stdout=subprocess.PIPE).stdout
        answered = Binary()
        try:
            command().process([name], Binary(given), answered)
        except SystemExit:
            pass
        for ending, content in (("input", given), ("output", answered.getvalue())):
            with open(os.path.join(folder, f"{name}.{ending}"), "wb") as file:
                file.write(content)
    with open(os.path.join(folder, "modular-input.output"), "w", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in modular_input()))
    with open(os.path.join(folder, "definition.output"), "w", encoding="utf-8") as file:
        given = subprocess.run([*writer, "definition"], check=True, stdout=subprocess.PIPE).stdout
        file.write(definition(given))


main(sys.argv[1], sys.argv[2:])
