"""A TCP proxy before each node: passes, resets, stalls or slows what goes through. One thread of its own."""
import asyncio
import socket
import struct
import threading

CHUNK_BYTES = 65536
SLOW_SECONDS = 0.05
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Proxy:
    MODES = ("pass", "reset", "stall", "slow")

    def __init__(self, count: int):
        self.modes = ["pass"] * count
        self.targets = [0] * count
        self.ports = [0] * count
        self.open = [set() for _ in range(count)]
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait()

    def set(self, number: int, mode: str):
        """What becomes of the connections to a node from now on. `reset` cuts those that stand and refuses new ones."""
        self.modes[number] = mode
        if mode == "reset":
            self.loop.call_soon_threadsafe(self._cut, number)

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def _run(self, ready):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._listen())
        ready.set()
        self.loop.run_forever()

    async def _listen(self):
        for number in range(len(self.ports)):
            server = await asyncio.start_server(
                lambda reader, writer, number=number: self._serve(number, reader, writer), "127.0.0.1", 0)
            self.ports[number] = server.sockets[0].getsockname()[1]

    def _cut(self, number: int):
        for writer in list(self.open[number]):
            linger = writer.get_extra_info("socket")
            linger.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            writer.transport.abort()

    async def _serve(self, number: int, reader, writer):
        if self.modes[number] == "reset":
            writer.transport.abort()
            return
        try:
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self.targets[number])
        except OSError:
            writer.transport.abort()
            return
        self.open[number] |= {writer, to_writer}
        try:
            await asyncio.gather(self._copy(number, reader, to_writer), self._copy(number, to_reader, writer))
        except OSError:
            pass
        finally:
            for each in (writer, to_writer):
                self.open[number].discard(each)
                each.transport.abort()

    async def _copy(self, number: int, reader, writer):
        while data := await reader.read(CHUNK_BYTES):
            while self.modes[number] == "stall":
                await asyncio.sleep(SLOW_SECONDS)
            if self.modes[number] == "slow":
                await asyncio.sleep(SLOW_SECONDS)
            writer.write(data)
            await writer.drain()
        raise ConnectionResetError  # one side closed: close the other one
