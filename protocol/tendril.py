"""Tendril, version 1, from the client's end: frames, one connection, and calls that are repeated.

The companion to WIRE.md, whose sections the comments name. Part of the example client, for whoever
writes one. Python 3.9 or later, standard library only.
"""
import random, secrets, socket, struct, time, zlib

from messages import Malformed, Schema, from_base64

# ---- Frames (section 2) -----------------------------------------------------------------------

PREFACE = b"TDL\x01\r\n\x1a\x00"
TYPES = 1, 2, 3, 4, 5, 0x10, 0x12, 0x13, 0x14
HELLO, PING, PONG, GOAWAY, WINDOW, CALL, DATA, END, CANCEL = TYPES
END_STREAM, COMPRESSED, CRC, NO_MESSAGE = 1, 4, 8, 16
CODES = """OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS
    PERMISSION_DENIED RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED
    INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED""".split()
# The framing's own messages: WIRE.md has them as tables (sections 3, 4.1, 4.2 and 7).
WIRE = Schema("""
message Hello { uint32 version_min = 1; uint32 version_max = 2; uint32 frame_bytes_max = 3;
  uint32 message_bytes_max = 4; uint32 connection_window = 5; uint32 stream_window = 6;
  uint32 streams_max = 7; uint32 compressions = 8; uint32 keepalive_ms = 9;
  fixed32 schema = 10; optional Auth auth = 11; }
message Auth { fixed64 device_id = 1; bytes device_secret = 2; }
message Meta { fixed32 method = 1; optional int64 timeout_us = 2; fixed64 key_hi = 3;
  fixed64 key_lo = 4; uint32 attempt = 5; uint32 priority = 6; }
message EndMeta { uint32 code = 1; string message = 2; uint64 retry_after = 3; bytes details = 4; }
message GoAway { uint32 last_stream_id = 1; uint32 code = 2; uint32 retry_after_ms = 3;
  string debug = 4; }
""")
OURS = {"version_min": 1, "version_max": 1, "frame_bytes_max": 65536, "message_bytes_max": 65536,
        "connection_window": 1 << 20, "stream_window": 32768, "compressions": 1}


class Failed(Exception):
    """How a call ended (4.2), or a connection (section 7). `wait` is in seconds."""

    def __init__(self, code, words, wait=0, details=b"", unreachable=False, silence=None):
        super().__init__(words)
        self.code, self.wait, self.details = code if code < len(CODES) else 2, wait, details
        self.unreachable, self.silent = unreachable, isinstance(silence, socket.timeout)


def insist(right, code, words):
    if not right:
        raise Failed(code, words)


def frame(kind, stream=0, meta=b"", message=b"", flags=0):
    head = struct.pack(">IBBHI", len(meta) + len(message), kind, flags, len(meta), stream)
    return head + struct.pack(">I", zlib.crc32(head)) + meta + message


def split_header(data):
    length, kind, flags, meta, stream, check = struct.unpack(">IBBHII", data[:16])
    insist(zlib.crc32(data[:12]) == check, 15, "a header's check is wrong")
    return length, kind, flags, meta, stream


def split_frame(data, most):
    """The first frame of `data` as (type, flags, stream, Meta, message), and its size, if whole."""
    if len(data) < 16:
        return None
    length, kind, flags, meta, stream = split_header(data)
    insist(length <= most, 8, "a frame is too large")               # before it is waited for
    if len(data) < 16 + length:
        return None
    payload, size = data[16:16 + length], 16 + length
    if kind >= 0x80:                                                # unknown, to be skipped
        return (kind, 0, 0, b"", b""), size
    insist(kind in TYPES, 3, "an unknown frame")
    insist(not flags & ~(END_STREAM | COMPRESSED | CRC | NO_MESSAGE), 3, "an unknown flag")
    if flags & CRC:
        check = struct.pack(">I", zlib.crc32(payload[:-4]))
        insist(length > 3 and payload[-4:] == check, 15, "a CRC is wrong")
        payload = payload[:-4]
    insist(meta <= len(payload), 3, "Meta is longer than its frame")
    insist(not flags & NO_MESSAGE or meta == len(payload), 3, "a message where there is none")
    is_placed = kind == WINDOW or (stream == 0) == (kind < CALL)
    insist(stream < 1 << 31 and is_placed, 3, "a wrong stream")
    size_of = {PING: 8, PONG: 8, WINDOW: 4, CANCEL: 4}.get(kind, len(payload))
    insist(len(payload) == size_of, 3, "a wrong size")
    return (kind, flags, stream, payload[:meta], payload[meta:]), size


def greeting(identity):
    """Section 3: preface and HELLO. Without identity the client is anonymous."""
    hello = dict(OURS)
    if identity:
        hello["auth"] = {field: identity[field] for field in ("device_id", "device_secret")}
    return PREFACE + frame(HELLO, meta=WIRE.encode("Hello", hello), flags=NO_MESSAGE)


def read_meta(kind, meta):
    """The Meta of a HELLO or a GOAWAY, which must be one."""
    try:
        return WIRE.decode(kind, meta)
    except Malformed:
        raise Failed(3, f"a malformed {kind}")


def check_hello(meta):
    hello = read_meta("Hello", meta)
    common = hello.get("version_min", 1) <= 1 <= hello.get("version_max", 1)
    insist(common, 9, "no common version")
    for field, high in (("frame_bytes_max", 1 << 20), ("message_bytes_max", 1 << 32),
                        ("connection_window", (1 << 31) - 1), ("stream_window", (1 << 31) - 1)):
        insist(16384 <= hello.get(field, 0) <= high, 3, f"{field} is out of range")
    return hello


def expand(message):
    """Section 8: exactly one whole zlib stream, within bounds."""
    most = min(OURS["message_bytes_max"], max(65536, 100 * len(message)))
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(message, most + 1)
    except zlib.error:
        raise Failed(13, "a message is no zlib")
    insist(len(plain) <= most, 8, "a message is too large")
    insist(stream.eof and not stream.unused_data, 13, "a message is not one whole zlib stream")
    return plain


# ---- One connection (sections 3 to 7) ---------------------------------------------------------

def dial(gateway, identity):
    """A connection to HOST:PORT, on which calls can be made."""
    host, _, port = gateway.rpartition(":")
    try:
        found = socket.create_connection((host.strip("[]"), int(port)), timeout=5)
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Link(found, identity)
    except (OSError, OverflowError) as why:
        raise Failed(14, f"{gateway} does not answer", unreachable=True, silence=why)


class Link:
    """One connection, in one thread: a call that waits reads the frames of all calls."""
    def __init__(self, connected, identity):
        self.socket, self.data, self.calls, self.next = connected, b"", {}, 1
        self.owed, self.closing, self.fault, self.theirs = 0, False, None, None
        self.heard, self.pinged = time.monotonic(), 0   # when the other end spoke, was asked
        try:
            self.socket.settimeout(5)
            self.socket.sendall(greeting(identity))
            self.shake_hands(time.monotonic() + 5)
        except (OSError, Failed) as why:            # lost or silent, turned away, or no Tendril
            self.socket.close()
            code = 13 if self.fault else getattr(why, "code", 14)
            lost = code == 14 and self.theirs is None
            words, wait = str(why) or "the gateway is silent", getattr(why, "wait", 0)
            raise Failed(code, words, wait, unreachable=lost, silence=why)

    def shake_hands(self, until):
        kind = 0x80
        while kind >= 0x80:
            kind, _, _, meta, _ = self.read(until, 16384)
        try:
            insist(kind in (HELLO, GOAWAY), 16, "the gateway did not begin with HELLO")
            self.theirs = check_hello(meta) if kind == HELLO else read_meta("GoAway", meta)
        except Failed as why:
            self.fail(why)
        if kind == GOAWAY:                          # it turns this client away
            wait = self.theirs.get("retry_after_ms", 0) / 1000
            raise Failed(self.theirs.get("code", 14), self.theirs.get("debug", ""), wait)

    def send(self, *parts, **more):
        try:
            self.socket.settimeout(10)
            self.socket.sendall(frame(*parts, **more))
        except OSError:
            self.closing = True
            raise Failed(14, "the connection was lost")

    def fail(self, why):
        """A connection error (section 7): tell the other end, close, and end the calls."""
        self.fault = why.code
        word = WIRE.encode("GoAway", {"code": why.code, "debug": str(why)})
        try:
            self.send(GOAWAY, meta=word, flags=NO_MESSAGE)
        except Failed:
            pass
        self.closing = True
        self.socket.close()
        lost = Failed(14, f"the gateway does not keep to the protocol: {why}")
        for call in self.calls.values():
            call["end"] = call["end"] or lost
        raise lost

    def read(self, until, most):
        """The next frame; a timeout when `until` has passed. 15 s of silence are followed by a
        PING, and 5 s after that the connection is lost (section 9)."""
        while True:
            try:
                found = split_frame(self.data, most)
            except Failed as why:
                self.fail(why)
            if found:
                self.data = self.data[found[1]:]
                return found[0]
            now = time.monotonic()
            patience = self.pinged + 5 if self.pinged else self.heard + 15
            if until and now >= until:
                raise socket.timeout
            try:
                self.socket.settimeout(max(0.001, min(patience, until or patience) - now))
                chunk = self.socket.recv(65536)
            except socket.timeout:
                if time.monotonic() < patience:
                    continue
                if not self.pinged:
                    self.send(PING, message=secrets.token_bytes(8))
                    self.pinged = time.monotonic()
                    continue
                chunk = b""
            except OSError:
                chunk = b""
            if not chunk:
                self.closing = True
                raise Failed(14, "the connection was lost")
            self.data, self.heard, self.pinged = self.data + chunk, time.monotonic(), 0

    def step(self, until):
        """Reads one frame and does what it asks for."""
        kind, flags, number, meta, message = self.read(until, OURS["frame_bytes_max"])
        try:
            if kind == PING:
                self.send(PONG, message=message)
            elif kind == GOAWAY:
                self.go_away(read_meta("GoAway", meta))
            elif kind in (DATA, END):
                insist(number % 2 and number < self.next, 3, "a stream that was never opened")
                size = len(meta) + len(message) + (4 if flags & CRC else 0)
                call = self.calls.get(number)
                if kind == DATA:
                    self.take_data(call, flags, message, size + 64)
                elif call and not call["end"]:
                    self.take_end(call, flags, meta, message)
            elif kind < 0x80 and kind not in (PONG, WINDOW):    # WINDOW is for who sends DATA
                raise Failed(3, "a frame out of place")
        except Failed as why:
            if why.code == 14:                      # lost already
                raise
            self.fail(why)

    def go_away(self, away):
        """Section 7: a drain (code 0), or an error. Calls above the last id never ran."""
        self.closing = True
        last, wait = away.get("last_stream_id", 0), away.get("retry_after_ms", 0) / 1000
        for number, call in self.calls.items():
            if (number > last or away.get("code")) and not call["end"]:
                call["end"] = Failed(14, away.get("debug") or "the gateway goes away", wait)

    def take_data(self, call, flags, message, cost):
        """Section 6: a DATA frame costs its length plus 64, on two accounts. The connection's goes
        back now, whatever becomes of the item."""
        self.owed += cost
        if self.owed >= OURS["connection_window"] // 2:
            self.send(WINDOW, message=struct.pack(">I", self.owed))
            self.owed = 0
        if not call:                                # it was given up, or has ended
            return
        insist(call["credit"] > 0, 3, "DATA without credit")
        call["credit"] -= cost
        if call["end"]:
            return
        call["empty"] += bool(flags & NO_MESSAGE)
        insist(call["empty"] <= 100, 8, "too many frames without a message")
        plain, call["end"] = plain_of(flags, message)
        call["items"].append((plain if call["streams"] else None, cost))

    def take_end(self, call, flags, meta, message):
        """Section 4.2."""
        try:
            end = WIRE.decode("EndMeta", meta)
        except Malformed:
            call["end"] = Failed(13, "the status is not understood")
            return
        if end.get("code"):
            wait = max(0, int(end.get("retry_after", 0)) - 1) / 1000        # said plus one
            details = from_base64(end.get("details", ""))
            call["end"] = Failed(end["code"], end.get("message", ""), wait, details)
        elif call["streams"]:
            call["end"] = True
        elif flags & NO_MESSAGE:
            call["end"] = Failed(13, "a reply without a message")
        else:
            plain, failure = plain_of(flags, message)
            call["items"].append((plain, 0))
            call["end"] = failure or True

    def open(self, meta, message, streams=False):
        """Makes a call (section 4) and answers its stream id."""
        room = min(self.theirs["frame_bytes_max"] - len(meta), self.theirs["message_bytes_max"])
        insist(len(message) <= room, 8, "the request is too large")     # section 5: nothing is sent
        number, self.next = self.next, self.next + 2
        self.calls[number] = {"items": [], "end": None, "credit": OURS["stream_window"],
                              "empty": 0, "streams": streams}
        self.send(CALL, number, meta, message, END_STREAM)
        return number

    def give_up(self, number):
        if not self.calls[number]["end"] and not self.closing:
            self.send(CANCEL, number, message=struct.pack(">I", 1))
        del self.calls[number]                      # what still comes for it is dropped
        if self.closing and not self.calls:
            self.socket.close()

    def results(self, number, until):
        """The reply of a call, or the items of its stream; raises Failed."""
        call, owed = self.calls[number], 0
        try:
            while call["items"] or not call["end"]:
                if not call["items"]:
                    self.step(until)
                    continue
                plain, cost = call["items"].pop(0)
                if plain is not None:
                    yield plain
                owed += cost                        # consumed: the stream's credit goes back
                if owed >= OURS["stream_window"] // 2 and not call["end"]:
                    self.send(WINDOW, number, message=struct.pack(">I", owed))
                    call["credit"], owed = call["credit"] + owed, 0
            if call["end"] is not True:
                raise call["end"]
        except socket.timeout:                      # the server knows the time too: no CANCEL
            call["end"] = Failed(4, "the time passed; the change may have happened")
            raise call["end"]
        finally:
            self.give_up(number)


def plain_of(flags, message):
    """The message of a frame, and how it fails its call: that is not the connection's end."""
    if flags & NO_MESSAGE:
        return None, None
    try:
        return (expand(message) if flags & COMPRESSED else message), None
    except Failed as why:
        return None, why


# ---- Calls by name ----------------------------------------------------------------------------

class Session:
    """Calls methods by name; dials when it must, and repeats what may be repeated (4.3). Requests
    are never compressed, which is always allowed (section 8)."""

    def __init__(self, gateway, identity, schema):
        self.gateway, self.identity, self.schema = gateway, identity, schema
        self.link, self.last_key = None, 0

    def key(self):
        """4.1: 48 bits of Unix milliseconds, 80 random bits; each greater than the one before."""
        key = int(time.time() * 1000) << 80 | secrets.randbits(80)
        if key >> 80 <= self.last_key >> 80:
            key = self.last_key + 1 + secrets.randbits(48)
        self.last_key = key
        return key

    def call(self, name, request, timeout=None):
        ask, reply, streams, needs_key, _ = self.schema.methods[name]
        message = self.schema.encode(ask, request)
        until = timeout and time.monotonic() + timeout
        meta, tries = {"method": zlib.crc32(name.encode())}, 0
        key = self.key() if needs_key else 0
        meta.update(key_hi=key >> 64, key_lo=key & (1 << 64) - 1)
        while True:
            if until:                               # what is left of the time
                meta["timeout_us"] = int((until - time.monotonic()) * 1e6)
            began = time.monotonic()
            try:
                if not self.link or self.link.closing:
                    self.link = dial(self.gateway, self.identity)
                meta["attempt"] = min(tries, 2)
                number = self.link.open(WIRE.encode("Meta", meta), message, streams)
                for item in self.link.results(number, until):
                    tries = 0
                    yield self.schema.decode(reply, item)
                return
            except Malformed as why:
                raise Failed(13, f"the answer is not understood: {why}")
            except Failed as why:                   # a method without a key is safe to repeat
                if streams and time.monotonic() - began >= 30:
                    tries = 0
                bound = min(30, 0.2 * 2 ** min(tries, 8)) if streams else 0.1 * 4 ** (tries + 1)
                pause = max(min(30, why.wait), random.uniform(0.1, bound))
                last = (tries == 2 or why.silent) and not (streams and self.link)
                passes = why.code in ((4, 8, 14) if streams else (14,))
                over = until and time.monotonic() + pause > until
                if not passes or over or last:
                    raise
                time.sleep(pause)
                tries += 1

    def one(self, name, request, timeout):
        """A unary call of tend.v1."""
        return list(self.call("tend.v1." + name, request, timeout))[0]
