"""Transcripts of Splunk's Python SDK: what it answers to bytes that our protocol writes.

    transcripts.py FOLDER WRITER...   WRITER prints our bytes for the name given to it (requests of splunkd)

Writes FOLDER/<name>.input and FOLDER/<name>.output.
"""

import io
import json
import os
import subprocess
import sys

from splunklib.searchcommands import (
    Configuration,
    GeneratingCommand,
    Option,
    StreamingCommand,
    validators,
)

ROWS = json.load(open(os.path.join(os.path.dirname(__file__), "rows.json"), encoding="utf-8"))


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


main(sys.argv[1], sys.argv[2:])
