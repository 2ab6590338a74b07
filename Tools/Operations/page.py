"""docs/operations.md: every operation with its fields, and how it looks in each language."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Sequence
from typing import Any

from catalogue import Operation, separated, with_paths
from clouds import BY_NUMBER
from layout import WIDTH, bracketed, sentence, wrapped
from modules import argument
from values import example

PROSE = 120

HEAD = """\
# Operations

Every operation that the library knows, with all its fields: generated from the library's own
tables, which are also what it checks calls against. `crec_operations()` hands them out as JSON;
`make operations` writes this page anew.

* Wrong fields are refused before anything is sent, all at once. A fault names its field by the path
  in the tables below, with its place in a list: `SubscribeParams.SubscribeUserIdList[3].UserId`.
  What is required inside of an object is so if the object is given.
* Idempotent operations are retried even if the outcome is unknown, the others only if they
  certainly were not executed; within the call's time limit.
* A call waits for its turn where a rate limit is documented; a client's `rates` change it.
* `version` in C and Python, `--version` on the command line, asks for another version of the API.
* Any other action goes through `crec_request_new` in C, `crec.Request` in Python, and `crec call`
  on the command line: its fields are not checked.
* There is no UpdateWebcast at Volcengine, and nothing that asks about a whiteboard's recording.
  Alibaba cannot list tasks: it is asked by a task's id. Nor can Tencent list those of
  CreateLiveRecord, or be asked about one: DescribeRecordTask is for those of CreateRecordTask.
* The values in the examples satisfy the rules; they are nobody's, and their times are in 2030.

In C, an operation is a request, to be performed, submitted or signed:

```
crec_request *request;
crec_outcome *outcome;
crec_status status = crec_request_new_operation(&params, &request, &outcome);

if (status == CREC_STATUS_OK)
    status = crec_client_perform(client, request, &outcome);
```

In Python it is a function of the cloud's module, which makes a request for `client.perform`,
`client.sign`, or `await client.perform` of an `AsyncClient`. `crec.Request.operation` makes the
same of the cloud's own names.
"""


def page(operations: Sequence[Operation]) -> str:
    """The whole page."""
    parts = [HEAD]
    for number, cloud in BY_NUMBER.items():
        own = [operation for operation in operations if operation.cloud == number]
        links = ", ".join(f"[{one.action}](#{one.action.lower()})" for one in own)
        parts.append("\n".join([f"## {cloud.product}", "", *wrapped(links, width=PROSE), ""]))
        parts += ["\n".join(_section(operation)) for operation in own]
    return "\n".join(parts)


def _section(operation: Operation) -> list[str]:
    fields = example(operation)
    return [
        f"### {operation.action}",
        "",
        *wrapped(sentence(operation.summary), width=PROSE),
        "",
        f"* Version {operation.version}, {operation.method}",
        f"* {operation.repeating}",
        *(f"* {limit}" for limit in operation.limits),
        *_life(operation),
        f"* Source: {_link(operation.source)}",
        *_conditions(operation),
        "",
        *_table(operation),
        "",
        "```c",
        *_in_c(operation, fields),
        "```",
        "",
        "```python",
        *_in_python(operation, fields),
        "```",
        "",
        "```sh",
        *_on_the_command_line(operation, fields),
        "```",
        "",
        *_struct(operation),
    ]


def _life(operation: Operation) -> Iterable[str]:
    if not (life := operation.life):
        return
    stop, query = life["stop"], life["query"]
    reply = [f"{name} of the reply" for name in stop["reply"]]
    yield f"* Stopped by {stop['action']}, with {', '.join([*stop['fields'], *reply])}"
    if query:
        how = ", which lists tasks of some time" if query["search"] else ""
        yield f"* Asked about by {query['action']}{how}"
    else:
        yield "* Nothing asks about it"
    yield f"* If nobody stops it: {life['bound']['words']}"


def _link(source: str) -> str:
    return source if " " in source else f"<https://{source}>"


def _conditions(operation: Operation) -> Iterable[str]:
    for condition in operation.conditions:
        yield f"* {sentence(condition)}"
    for path, _, kind in with_paths(operation.whole):
        for condition in kind.conditions:
            yield f"* In {path}: {condition}."


def _table(operation: Operation) -> Iterable[str]:
    yield "| field | required | rule | note |"
    yield "|---|---|---|---|"
    for path, field, kind in with_paths(operation.whole):
        required = "yes" if field and field.is_required else ""
        note = field.note if field else ""
        yield f"| {path} | {required} | {_cell(kind.rule)} | {_cell(note)} |"


def _cell(text: str) -> str:
    for character in "\\|*_<":
        text = text.replace(character, f"\\{character}")
    return text


def _in_c(operation: Operation, fields: dict[str, Any]) -> list[str]:
    cloud = BY_NUMBER[operation.cloud]
    texts = _literals(fields)
    head = "params.fields = "
    return [
        "crec_operation_params params = CREC_OPERATION_PARAMS_INIT;",
        "",
        f"params.cloud = CREC_CLOUD_{cloud.member};",
        f'params.action = "{operation.action}";',
        *(f"{' ' * len(head) if place else head}{text}" for place, text in enumerate(texts)),
    ]


def _literals(fields: dict[str, Any]) -> list[str]:
    """The fields as JSON in C, in one literal or in one for each."""
    members = [
        json.dumps({name: value}, separators=(",", ":"), ensure_ascii=False)[1:-1]
        for name, value in fields.items()
    ]
    whole = "{" + ",".join(members) + "}"
    if len(_c_text(whole)) <= WIDTH - 17:
        return [f"{_c_text(whole)};"]
    parts = [f"{member}," for member in members[:-1]] + [f"{members[-1]}}}"]
    parts[0] = "{" + parts[0]
    return [*map(_c_text, parts[:-1]), f"{_c_text(parts[-1])};"]


def _c_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _in_python(operation: Operation, fields: dict[str, Any]) -> list[str]:
    given = {field.name: argument(field) for field in operation.fields}
    items = [f"{given[name]}={_python(value)}" for name, value in fields.items()]
    module = BY_NUMBER[operation.cloud].module
    made = bracketed(f"request = crec.{module}.{operation.function}(", items, ")")
    return [*made, "outcome = client.perform(request)"]


def _python(value: Any) -> str:
    if isinstance(value, dict):
        members = (f"{_python(name)}: {_python(inner)}" for name, inner in value.items())
        return f"{{{', '.join(members)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_python, value))}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _on_the_command_line(operation: Operation, fields: dict[str, Any]) -> list[str]:
    options = [f"--{separated(name, '-')} {_word(value)}" for name, value in fields.items()]
    command = f"crec {separated(operation.action, '-')}"
    one = " ".join([command, *options])
    if len(one) <= WIDTH:
        return [one]
    lines = [command, *(f"    {option}" for option in options)]
    return [*(f"{line} \\" for line in lines[:-1]), lines[-1]]


def _word(value: Any) -> str:
    if isinstance(value, str):
        return shlex.quote(value)
    return shlex.quote(json.dumps(value, separators=(",", ":"), ensure_ascii=False))


def _struct(operation: Operation) -> list[str]:
    if not operation.has_struct:
        return []
    name = operation.function
    text = (
        f"It has a struct of its own in C, for `crec_{name}` and `crec_request_new_{name}`, and a "
        f"method `{name}` of Python's clients."
    )
    return [*wrapped(text, width=PROSE), ""]
