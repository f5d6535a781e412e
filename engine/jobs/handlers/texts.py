"""Text messages to telephones, by whatever operator the settings name."""

from engine.jobs import workshop
from engine.jobs.contract import Done, HandlerRefused, Task
from signatures.electronic import Channel, Letter, carriers_from_settings

_SHOWN = 3


def send(task: Task) -> Done:
    """Send variable `text` to the mobile of variable `to`; one that is not taken is tried again.

    Raises:
        HandlerRefused: this window sends no text messages.
        DeliveryFailed: the operator did not take it.
    """
    carrier = carriers_from_settings().get(Channel.SMS)
    if carrier is None:
        raise HandlerRefused("no-text-messages")
    to, text = (str(task.variables.get(name) or "") for name in ("to", "text"))
    held = task.workshop.held_letters
    if held is not None:
        held.append(workshop.Letter((to,), "Mensaje de texto", text))
    else:
        carrier.send(to, Letter(subject="", text=text))
    return Done(events=(("text.sent", {"to": f"***{to[-_SHOWN:]}"}),))
