"""Frozen states: small, complete, bound to their model, good in another process."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from operator import itemgetter
from pathlib import Path

import orjson
import pytest

from engine.runtime import (
    ItemCompleted,
    JobCompleted,
    ProcessSource,
    StateRefused,
    UnknownToken,
    advance,
    compile_model,
    start,
)
from engine.runtime.scopes import Variables
from tests.engine.runtime import models as m
from tests.engine.runtime.frozen import picture
from tests.engine.runtime.models import NOW, path


@pytest.fixture(scope="module")
def sources():
    called = m.document(
        "called",
        m.start(),
        m.user("see"),
        m.job("note"),
        m.end(),
        m.chain("start", "see", "note", "end"),
    )
    loop = m.many("=people", inputElement="person", outputCollection="out", outputElement="=said")
    main = m.document(
        "main", m.start(), m.xor("again"), m.sub(
            "s", m.start("s1"), m.call("c", "called", m.mapping(outputs={"said": "=said"}), loop=loop),
            m.end("s2"), m.chain("s1", "c", "s2")),
        m.xor("x", default="x-again"), m.end(),
        m.chain("start", "again", "s", "x"), m.flow("x", "end", "=enough"), m.flow("x", "again"),
    )  # fmt: skip
    return {"main": ProcessSource(main), "called": ProcessSource(called)}


@pytest.fixture(scope="module")
def model(sources):
    return compile_model("main", sources, "digest")


def test_state_holds_no_model_and_only_what_lives(model):
    step = start(model, {"people": [1, 2], "enough": False}, now=NOW)
    frozen = orjson.loads(step.state)
    assert b"bpmn" not in step.state
    assert frozen["format"] == 2
    live = sum(len(tokens) for _, _, _, tokens, _ in frozen["workflows"])
    assert live == 1 + 1 + 2 + 2


def test_hundred_interleaved_cases_share_one_model_that_never_changes(model):
    before = snapshot(model)
    steps = [start(model, {"people": [n, n + 1], "enough": True}, now=NOW) for n in range(100)]
    pending = {n: [i.token for i in step.opened] for n, step in enumerate(steps)}
    for turn in range(2):
        for n in range(100):
            said = ItemCompleted(pending[n][turn], {"said": f"{n}.{turn}"})
            step = advance(model, steps[n].state, said, now=NOW)
            steps[n] = advance(model, step.state, JobCompleted(step.jobs[0].token), now=NOW)
    assert all(step.finished for step in steps)
    assert [step.variables["out"] for step in steps] == [[f"{n}.0", f"{n}.1"] for n in range(100)]
    assert snapshot(model) == before


def snapshot(model):
    return {
        (key, name): {k: repr(v) for k, v in vars(spec).items() if not k.endswith("_event")}
        for key, process in model.specs.items()
        for name, spec in process.task_specs.items()
    }


def test_bytes_do_not_grow_with_rounds_through_sub_process_and_calls(model):
    step = start(model, {"people": [1], "enough": False}, now=NOW)
    sizes = []
    for _ in range(50):
        step = advance(
            model, step.state, ItemCompleted(step.opened[0].token, {"said": "x"}), now=NOW
        )
        step = advance(model, step.state, JobCompleted(step.jobs[0].token), now=NOW)
        assert path(step)[-1] == "see"
        sizes.append(len(step.state))
    # The numbers of tokens and scopes have three digits by then.
    assert len(set(sizes[30:])) == 1


def test_same_job_twice_is_an_unknown_token(model):
    step = start(model, {"people": [1], "enough": True}, now=NOW)
    first = advance(model, step.state, ItemCompleted(step.opened[0].token), now=NOW)
    with pytest.raises(UnknownToken):
        advance(model, first.state, ItemCompleted(step.opened[0].token), now=NOW)


@pytest.mark.parametrize("token", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_tokens_from_nowhere_are_unknown(model, token):
    step = start(model, {"people": [1], "enough": True}, now=NOW)
    with pytest.raises(UnknownToken):
        advance(model, step.state, JobCompleted(token), now=NOW)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda s: s[:-5], "state-unreadable"),
        (lambda s: s.replace(b'"format":2', b'"format":99'), "state-format"),
        (lambda s: s.replace(b'"digest":"digest"', b'"digest":"other"'), "state-digest"),
    ],
    ids=["broken", "format", "digest"],
)
def test_states_that_do_not_belong_are_refused(model, change, code):
    step = start(model, {"people": [1], "enough": True}, now=NOW)
    with pytest.raises(StateRefused) as caught:
        advance(model, change(step.state), JobCompleted(step.opened[0].token), now=NOW)
    assert caught.value.code == code


SCRIPT = """
import sys
from datetime import datetime
from pathlib import Path
from engine.runtime import ItemCompleted, ProcessSource, advance, compile_model
folder, token, now = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
sources = {f.stem: ProcessSource(f.read_bytes()) for f in folder.glob("*.bpmn")}
model = compile_model("main", sources, "digest")
step = advance(model, (folder / "state").read_bytes(), ItemCompleted(token, {"said": 1}), now=now)
print(step.jobs[0].element_id, step.jobs[0].variables["person"], step.jobs[0].token)
(folder / "state").write_bytes(step.state)
"""


def test_state_thaws_in_a_fresh_process(model, sources, tmp_path):
    step = start(model, {"people": [Decimal("1.5")], "enough": True}, now=NOW)
    for name, source in sources.items():
        (tmp_path / f"{name}.bpmn").write_bytes(source.bpmn)
    (tmp_path / "state").write_bytes(step.state)
    arguments = [str(tmp_path), step.opened[0].token, NOW.isoformat()]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], capture_output=True, text=True, check=True
    )
    element, person, token = done.stdout.split()
    assert (element, person) == ("note", "1.5")
    step = advance(model, (tmp_path / "state").read_bytes(), JobCompleted(token), now=NOW)
    assert step.finished
    assert step.variables["out"] == [Decimal(1)]


def test_states_of_every_released_format_run_to_their_end():
    for file in sorted((Path(__file__).parent / "frozen").glob("*.json")):
        case = picture.frozen_case()
        case.last = replace(case.last, state=file.read_bytes())
        case.complete("item", seen=True)
        assert case.last.cancelled
        case.complete("job")
        case.complete("see", said="late")
        case.occur("mail", paid=True)
        case.complete("look")
        case.occur("time")
        case.complete("unbook")
        assert case.finished, file.name
        assert case.variables == {
            "radicado": "2026-1",
            "people": ["Ana", "Luis"],
            "out": ["early", "late"],
            "seen": True,
            "paid": True,
        }


def test_this_release_still_writes_the_format_it_says():
    newest = max((Path(__file__).parent / "frozen").glob("*.json"))
    assert ordered(picture.frozen_case().last.state) == ordered(newest.read_bytes())


def ordered(state):
    frozen = orjson.loads(state)
    return frozen | {
        name: sorted(frozen[name], key=itemgetter(0)) for name in ("scopes", "workflows")
    }


def test_variable_that_is_taken_out_does_not_come_back():
    variables = Variables(stored={"a": 1, "b": 2})
    variables["b"] = Decimal(3)
    del variables["a"]
    del variables["b"]
    assert dict(variables) == {}
    with pytest.raises(KeyError):
        del variables["a"]
    assert variables.freeze() == {}
