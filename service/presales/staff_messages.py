"""The local provider of messages: staff reach the client themselves. The notice that is stored with each message tells
them to. An insurer with a gateway for short messages or mail puts it behind the same port."""

from handlers.ports import ClientMessage


class StaffMessages:
    """Sends nothing itself, so it may be asked any number of times; satisfies `handlers.ports.MessageProvider`."""

    def send(self, message: ClientMessage) -> str:  # noqa: ARG002 - what the port gives; nothing of it is needed
        """The channel: whoever sells."""
        return "STAFF"
