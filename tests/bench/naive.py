"""The two yardsticks, without Django: stock SpiffWorkflow saved whole at each step, and no engine at all.

`docs/benchmarks.md` says what each does. Both hold one connection, as a worker does.
"""

import sqlite3
from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise
from typing import Any, Protocol
from uuid import uuid4

import psycopg
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.bench.procedure import DECIDES, TASKS, TIMED, answers

FLOOR_BYTES = 12_000
_NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:b" id="d" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


class Store(Protocol):
    """One row for each case, locked while it is changed."""

    def begin(self) -> None: ...
    def add(self, key: str, state: str) -> None: ...
    def lock(self, key: str) -> str: ...
    def save(self, key: str, state: str) -> None: ...
    def commit(self) -> None: ...


class PostgresStore:
    """`SELECT ... FOR UPDATE`, `UPDATE`, `COMMIT`; psycopg prepares both after five times."""

    def __init__(self, url: str) -> None:
        self._on = psycopg.connect(url)
        self._on.execute("CREATE TABLE IF NOT EXISTS naive (id uuid PRIMARY KEY, state text)")
        self._on.commit()

    def begin(self) -> None:
        """psycopg begins by itself."""

    def add(self, key: str, state: str) -> None:
        self._on.execute("INSERT INTO naive VALUES (%s, %s)", (key, state))

    def lock(self, key: str) -> str:
        found = self._on.execute("SELECT state FROM naive WHERE id = %s FOR UPDATE", (key,))
        row = found.fetchone()
        assert row is not None
        return str(row[0])

    def save(self, key: str, state: str) -> None:
        self._on.execute("UPDATE naive SET state = %s WHERE id = %s", (state, key))

    def commit(self) -> None:
        self._on.commit()


class SqliteStore:
    """`BEGIN IMMEDIATE`, as the window does it: WAL, synchronous FULL."""

    def __init__(self, path: str) -> None:
        self._on = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self._on.execute(f"PRAGMA {pragma}")
        self._on.execute("CREATE TABLE IF NOT EXISTS naive (id text PRIMARY KEY, state text)")

    def begin(self) -> None:
        self._on.execute("BEGIN IMMEDIATE")

    def add(self, key: str, state: str) -> None:
        self._on.execute("INSERT INTO naive VALUES (?, ?)", (key, state))

    def lock(self, key: str) -> str:
        row = self._on.execute("SELECT state FROM naive WHERE id = ?", (key,)).fetchone()
        return str(row[0])

    def save(self, key: str, state: str) -> None:
        self._on.execute("UPDATE naive SET state = ? WHERE id = ?", (state, key))

    def commit(self) -> None:
        self._on.execute("COMMIT")


class Naive:
    """Load JSON, restore with the stock serializer, run, serialise all, save only that."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._serializer = BpmnWorkflowSerializer()
        parser = BpmnParser()
        parser.add_bpmn_io(BytesIO(_diagram()))
        self._spec = parser.get_spec("doce")

    def begin(self) -> str:
        """A new case, saved; its serialisation."""
        workflow = BpmnWorkflow(self._spec)
        workflow.do_engine_steps()
        return str(self._serializer.serialize_json(workflow))

    def step(self, state: str, given: Mapping[str, Any]) -> str:
        """One completion in memory."""
        workflow = self._serializer.deserialize_json(state)
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        task.data.update(given)
        task.run()
        workflow.do_engine_steps()
        return str(self._serializer.serialize_json(workflow))

    def keep(self, state: str) -> str:
        """Put a case into the store; its key."""
        key = str(uuid4())
        self._store.begin()
        self._store.add(key, state)
        self._store.commit()
        return key

    def complete(self, key: str, given: Mapping[str, Any]) -> None:
        """The whole command, the naive way: one transaction with a row lock."""
        self._store.begin()
        self._store.save(key, self.step(self._store.lock(key), given))
        self._store.commit()

    def corrected(self, corrections: int) -> str:
        """The serialisation of a case with corrections behind it, waiting at `t02`."""
        workflow, done = self._correct(corrections)
        assert done == corrections, f"lost after {done}"
        return str(self._serializer.serialize_json(workflow))

    def last_correction(self, at_most: int) -> int:
        """How many corrections a case takes before no task of it is ready any more."""
        return self._correct(at_most)[1]

    def _correct(self, corrections: int) -> tuple[BpmnWorkflow, int]:
        """In memory, without saving in between, which would only be slower."""
        workflow = BpmnWorkflow(self._spec)
        workflow.do_engine_steps()
        for done in range(corrections):
            for element in TASKS[1:8] if done else TASKS[:8]:
                ready = workflow.get_tasks(state=TaskState.READY, manual=True)
                if not ready:
                    return workflow, done
                ready[0].data.update(answers(element, corrects=True))
                ready[0].run()
                workflow.do_engine_steps()
        return workflow, corrections


class Floor:
    """Lock, read 12 kB, write 12 kB, commit: what no engine can save."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.key = str(uuid4())
        store.begin()
        store.add(self.key, "x" * FLOOR_BYTES)
        store.commit()
        self._turn = 0

    def complete(self) -> None:
        self._turn += 1
        self._store.begin()
        read = self._store.lock(self.key)
        self._store.save(self.key, f"{self._turn:08}"[-8:] + read[8:])
        self._store.commit()


def _diagram() -> bytes:
    flow = [("s", "t01"), *pairwise(TASKS[:8]), (DECIDES, "decide")]
    flow += [*pairwise(TASKS[8:]), ("t12", "fin"), ("vence", "vencido")]
    parts = ['<startEvent id="s"/>', '<endEvent id="fin"/>', '<endEvent id="vencido"/>']
    parts += [f'<userTask id="{e}" name="Tarea {e}"/>' for e in TASKS]
    parts += ['<exclusiveGateway id="decide" default="decide-t09"/>']
    parts += [f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flow]
    parts += ['<sequenceFlow id="decide-t09" sourceRef="decide" targetRef="t09"/>']
    parts += [
        '<sequenceFlow id="decide-t02" sourceRef="decide" targetRef="t02">',
        '<conditionExpression xsi:type="tFormalExpression">decision == "corregir"',
        "</conditionExpression></sequenceFlow>",
        f'<boundaryEvent id="vence" attachedToRef="{TIMED}"><timerEventDefinition>',
        '<timeDuration xsi:type="tFormalExpression">"P30D"</timeDuration>',
        "</timerEventDefinition></boundaryEvent>",
    ]
    text = f'<definitions {_NAMESPACES}><process id="doce" isExecutable="true">'
    whole = f"{text}{''.join(parts)}</process></definitions>".encode()
    return etree.tostring(etree.fromstring(whole))
