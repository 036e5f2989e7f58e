"""Fifty browser sessions at once on one server: what each sees, and how long a change of filters takes.

Usage: sessions.py [--sessions 50] [--changes 5] [--pause 10]

Each session speaks to the server as a browser does, over its web socket: it opens the page, adds an article of its own
whose speaker nobody else has, then changes filters again and again, with a pause to look at the page between changes
(of PAUSE seconds in the mean; 0 has all of them change at the same moment). Exits 1 where a session sees the article of
another, or does not see its own.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import time
from pathlib import Path

from live_dashboard import served
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

NAMES = [f"{first}{end}" for first in ("Bran", "Dor", "Fel", "Hal", "Kor", "Mar", "Nor", "Pel", "Tor", "Wil")
         for end in ("dana", "esta", "igga", "oska", "unda")]  # fmt: skip
ROLES = ("mayor of Elm", "director of the Quay Trust", "head of the union")


class Session:
    """One visitor's connection."""

    def __init__(self, address: str, name: str) -> None:
        self.address, self.name = address, name
        self.said = b""
        self.states: dict[str, dict] = {}

    async def open(self) -> None:
        """Connect and run the page once."""
        url = self.address.replace("http", "ws") + "/_stcore/stream"
        request = HTTPRequest(url, headers={"Sec-WebSocket-Protocol": "streamlit, xsrf"}, connect_timeout=60)
        # Every message is taken at once, as else the server's pings would wait behind it and the server hang up.
        self.messages: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.socket = await websocket_connect(
            request,
            subprotocols=["streamlit"],
            max_message_size=1 << 28,
            on_message_callback=self.messages.put_nowait,
        )
        await self.run("")

    async def run(self, page: str, query: str = "", states: list | None = None) -> float:
        """Ask for a run of the script; its seconds. ``said`` then holds all that the server sent."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        for state in states or ():
            message.rerun_script.widget_states.widgets.append(state)
        while not self.messages.empty():
            self.messages.get_nowait()
        begun = time.perf_counter()
        await self.socket.write_message(message.SerializeToString(), binary=True)
        said: list[bytes] = []
        while True:
            data = await asyncio.wait_for(self.messages.get(), 120)
            if data is None:
                raise ConnectionError("the server closed the connection")
            said.append(data)
            if len(data) < 200:  # the last message is short; to take the others apart would cost what is measured
                forward = ForwardMsg()
                forward.ParseFromString(data)
                if forward.WhichOneof("type") == "script_finished":
                    break
        self.said = b"".join(said)
        return time.perf_counter() - begun

    def sees(self, name: str) -> bool:
        """Whether a name stands anywhere on the page."""
        return name.encode() in self.said

    def widget(self, key: str) -> str:
        """The id that the page gave to the widget with a key."""
        found = re.search(rb"\$\$ID-[0-9a-f]+-" + key.encode() + rb"(?![\w-])", self.said)
        if found is None:
            raise LookupError(f"no widget {key} on the page")
        return found.group().decode()


def state(identifier: str, **value: object) -> object:
    """A widget's state as a browser sends it."""
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    held = WidgetState(id=identifier)
    for name, given in value.items():
        setattr(held, name, given)
    return held


async def visit(address: str, names: list[str], changes: int, pause: float) -> tuple[list[float], list[str]]:
    """Open all sessions, add an article in each, change filters in all at once; seconds, and what was wrong."""
    sessions = [Session(address, name) for name in names]
    for session in sessions:
        await session.open()
    wrong: list[str] = []
    for number, session in enumerate(sessions):
        await session.run("articles")
        article = (
            f"Bridge {number} opens\n\nAnna {session.name}, {ROLES[number % 3]}, said that privacy matters to all."
        )
        states = [state(session.widget("or_add_text"), string_value=article)]
        button = re.search(rb"\$\$ID-[0-9a-f]+-FormSubmitter:or_paste-Add the article", session.said)
        states.append(state(button.group().decode() if button else "", trigger_value=True))
        await session.run("articles", states=states)
    times: list[float] = []
    draw = random.Random(7)

    async def look(session: Session, number: int, waits: list[float]) -> None:
        for change, wait in enumerate(waits):
            await asyncio.sleep(wait)
            speaker = f"anna-{session.name.casefold()}"
            times.append(await session.run("", "" if (number + change) % 2 else f"speaker={speaker}"))
            if not session.sees(session.name):
                wrong.append(f"{session.name} does not see their own article")
            others = [name for name in names if name != session.name and session.sees(name)]
            wrong.extend(f"{session.name} sees {other}" for other in others)

    waits = [[draw.uniform(0, 2 * pause) for _ in range(changes)] for _ in sessions]
    await asyncio.gather(*(look(session, number, waits[number]) for number, session in enumerate(sessions)))
    for session in sessions:
        session.socket.close()
    return times, wrong


def main() -> int:
    """Start a server, visit it, print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sessions", type=int, default=50, choices=range(1, len(NAMES) + 1), metavar="N")
    arguments.add_argument("--changes", type=int, default=5)
    arguments.add_argument("--pause", type=float, default=10.0)
    options = arguments.parse_args()
    with served(["onrecord", "app"]) as (address, process):
        times, wrong = asyncio.run(visit(address, NAMES[: options.sessions], options.changes, options.pause))
        memory = Path(f"/proc/{process}/status")
        held = re.search(r"VmRSS:\s+(\d+)", memory.read_text()) if memory.exists() else None
    print(f"{options.sessions} sessions, {len(times)} changes of filters, a pause of {options.pause} s in the mean")
    print(f"median {statistics.median(times):.2f} s, slowest {max(times):.2f} s")
    if held:
        print(f"the server takes {int(held.group(1)) / 1000:,.0f} MB")
    for problem in wrong[:10]:
        print("PROBLEM:", problem)
    print(f"{len(wrong)} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
