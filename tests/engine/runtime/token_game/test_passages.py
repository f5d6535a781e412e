"""What a case reports to have passed where a token waits at several places, or a gateway twice."""

from collections import Counter

from engine.runtime import ItemCompleted, MessageReceived, advance, start
from tests.engine.runtime.models import NOW
from tests.engine.runtime.token_game.drawing import compiled
from tests.engine.runtime.token_game.sketch import Sketch


def test_event_that_lost_the_race_at_a_gateway_was_not_passed():
    sketch = Sketch()
    gateway = sketch.add("event", "gateway")
    sketch.chain(sketch.add("start", "begin"), gateway)
    for name in ("won", "lost"):
        sketch.chain(gateway, sketch.add("message", name), sketch.add("end"))
    model = compiled(sketch.graph())
    step = start(model, {}, now=NOW)
    assert [passage.element_id for passage in step.passed] == ["begin", "gateway"]
    token = next(s.token for s in step.subscribed if s.element_id == "won")
    step = advance(model, step.state, MessageReceived(token), now=NOW)
    assert step.passed[0].element_id == "won"
    assert step.finished


def test_complex_join_that_only_begins_a_new_round_is_not_passed_again():
    sketch = Sketch()
    fork, join = sketch.add("and", "fork"), sketch.add("complex", "join", needed=1)
    sketch.chain(sketch.add("start", "begin"), fork)
    for name in ("a", "b"):
        sketch.chain(fork, sketch.add("user", name), join)
    sketch.chain(join, sketch.add("end", "finish"))
    model = compiled(sketch.graph())
    step = start(model, {}, now=NOW)
    passed = Counter(passage.element_id for passage in step.passed)
    for item in step.opened:
        step = advance(model, step.state, ItemCompleted(item.token), now=NOW)
        passed.update(passage.element_id for passage in step.passed)
    assert step.finished
    assert passed["join"] == passed["finish"] == 1
