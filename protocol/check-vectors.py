#!/usr/bin/env python3
"""Holds the example client against vectors/: messages, JSON, frame headers, conversations.

Of what only a server can judge it says how many cases there are. Exit code 0 when all others hold.
Python 3.9 or later, standard library only.
"""
import sys

sys.dont_write_bytecode = True
import json, os, re, socket, time, zlib

from messages import HERE, Malformed, read_json, schema_at
from tendril import (CALL, COMPRESSED, CRC, END, GOAWAY, HELLO, NO_MESSAGE, PING, PONG, PREFACE,
                     WIRE, Failed, Link, check_hello, expand, frame, greeting, insist,
                     split_frame, split_header)


def cases(*path):
    """The cases of a file, each a list of keys and values; a key that is cut in lines is one."""
    case = []
    with open(os.path.join(HERE, "vectors", *path), encoding="utf-8", newline="\n") as file:
        for line in [*file.read().split("\n"), ""]:
            if line.startswith("#"):
                continue
            key, value = re.fullmatch(r"([\w-]*):? ?(.*)", line).groups()
            if not key and case:
                yield case
                case = []
            elif key in ("feed", "answer") and case[-1][0] == key:
                case[-1] = (key, case[-1][1] + value)
            elif key:
                case.append((key, value))


def outcome(work, *arguments):
    """What `work` gives, or the reason or the code with which it refuses."""
    try:
        return work(*arguments)
    except Malformed as why:
        return why.reason
    except Failed as why:
        return why.code


# ---- What a client says to a server, and hears ------------------------------------------------

# What only a server can judge: which calls are open, its own credit, and the preface.
SERVER_ALONE = ("even stream", "2^30", "twice", "lower", "never opened", "connection credit",
                "an END", "preface")


def frames(data):
    """Sections 2 and 3 on recorded bytes: all whole frames, HELLO first."""
    found, most = [], 16384
    while split := split_frame(data, most):
        parts, data, most = split[0], data[split[1]:], 65536
        insist(found or parts[0] == HELLO, 16, "no HELLO")
        if parts[0] == HELLO:
            insist(not found, 3, "a second HELLO")
            check_hello(parts[3])
        found.append(parts)
    return found


def conversation(case):
    """Whether both sides of it read as the text says; None when only a server can tell."""
    case = dict(case)
    feed, answer = bytes.fromhex(case["feed"]), frames(bytes.fromhex(case.get("answer", "")))
    asked = outcome(frames, feed[8:])
    if feed[:8] != PREFACE or "goaway" in case:
        is_alone = any(part in case["name"] for part in SERVER_ALONE)
        return None if is_alone else asked == int(case["goaway"])
    ends = {stream: (flags, WIRE.decode("EndMeta", meta), message)
            for kind, flags, stream, meta, message in answer if kind == END}
    pings = [parts[4] for parts in asked if parts[0] == PING]
    right = pings == [parts[4] for parts in answer if parts[0] == PONG]
    for kind, flags, stream, meta, message in asked:
        if kind < 0x80 and not flags & CRC:                         # our writer makes these bytes
            right &= frame(kind, stream, meta, message, flags) in feed
        if kind == CALL:
            again = outcome(WIRE.decode, "Meta", meta)
            right &= isinstance(again, str) or meta.startswith(WIRE.encode("Meta", again))
            mark, end, reply = ends.pop(stream, (0, {}, None))      # exactly one END for a CALL
            plain = outcome(expand, message) if flags & COMPRESSED else message
            code = end.get("code", 0)
            failed = mark & NO_MESSAGE > 0 and plain in (code, message, b"")
            right &= failed if code else plain == reply
    return right and not ends


# ---- What a server says to a client -----------------------------------------------------------

def playing(case):
    """What our client makes of a server's bytes: lines as in the case."""
    ours, theirs = socket.socketpair()
    theirs.sendall(b"".join(bytes.fromhex(value) for key, value in case if key == "feed"))
    theirs.shutdown(socket.SHUT_WR)
    calls = [value for key, value in case if key == "call"]
    try:
        link = Link(ours, None)
    except Failed as why:                                           # turned away
        return {1: []}, {1: end_of(why)}, [], None
    meta = WIRE.encode("Meta", {"method": 0x7721ce82})
    opened = {link.open(meta, b"", kind == "stream"): None for kind in calls}
    opened = {number: link.calls[number] for number in opened}
    for key, value in case:
        if key == "give-up":
            link.give_up(int(value))
            del opened[int(value)]
    try:
        while True:
            link.step(time.monotonic() + 5)
    except Failed:                                                  # no more bytes, or a fault
        pass
    said, theirs_data = [], b""
    theirs.settimeout(5)
    ours.close()
    while chunk := theirs.recv(65536):
        theirs_data += chunk
    theirs.close()
    for kind, flags, stream, meta, message in frames(theirs_data[8:]):
        if kind == PONG:
            said.append(frame(kind, stream, meta, message).hex())
        if kind == GOAWAY:
            insist(WIRE.decode("GoAway", meta)["code"] == link.fault, 3, "another code")
    items = {number: [plain.hex() for plain, _ in call["items"] if plain is not None]
             for number, call in opened.items()}
    ends = {number: end_of(call["end"]) for number, call in opened.items()
            if call["end"] and not link.fault}
    return items, ends, said, link.fault


def end_of(why):
    """How a call ended, as in the case: the code, milliseconds to wait, details."""
    if why is True:
        return "0"
    return f"{why.code} {why.wait * 1000:.0f} {why.details.hex()}"


def heard(case):
    items, ends, said, fault = playing(case)
    told = [(key, value) for key, value in case if key in ("item", "end", "answer", "goaway")]
    right = fault == next((int(value) for key, value in told if key == "goaway"), None)
    right &= said == [value for key, value in told if key == "answer"]
    if fault:
        return right
    for number in items:
        lines = [value.split(" ", 1) for key, value in told if key == "item"]
        wanted = [(line + [""])[1] for line in lines if int(line[0]) == number]
        right &= items[number] == wanted
        wanted = [value.split(" ", 1)[1] for key, value in told
                  if key == "end" and int(value.split(" ")[0]) == number]
        got = ends.get(number)
        right &= (got is None) if not wanted else f"{got} ".startswith(wanted[0] + " ")
    return right


# ---- All of them ------------------------------------------------------------------------------

def messages(schema):
    for case in map(dict, [*cases("messages.txt"), *cases("messages-hostile.txt")]):
        value = outcome(schema.decode, case["type"], bytes.fromhex(case["bytes"]))
        right = value == case.get("refuse")
        if "accept" in case:
            text = json.dumps(value).replace(" NaN", '"NaN"')
            right = json.loads(text) == json.loads(case["json"])
            right &= schema.encode(case["type"], value) == bytes.fromhex(case["accept"])
        yield case["name"], right
    for case in map(dict, cases("json.txt")):                       # of a refusal: that it is one
        got = outcome(lambda: schema.encode(case["type"], read_json(case["text"])))
        right = isinstance(got, str) if "refuse" in case else got == bytes.fromhex(case["accept"])
        yield case["name"], right


def results():
    for name, (*_, note) in schema_at("tend", "v1", "tend.proto").methods.items():
        yield name, f"0x{zlib.crc32(name.encode()):08x}" in note    # WIRE.md, 4.1
    yield from messages(schema_at("vectors", "vectors.proto", closed=("Mood",)))
    for case in map(dict, cases("frame-headers.txt")):
        data = bytes.fromhex(case["bytes"])
        got = outcome(split_header, data) if len(data) == 16 else "more"
        want = {"more": "more", "check": 15}.get(case.get("refuse"))
        want = want or tuple(map(int, case["accept"].split()[1::2]))
        yield case["name"], got == want
    first = dict(next(cases("wire", "golden.txt")))
    yield "our own greeting", greeting(None).hex() == first["feed"]
    for case in [*cases("wire", "golden.txt"), *cases("wire", "hostile.txt")]:
        yield dict(case)["name"], conversation(case)
    for case in cases("wire", "client.txt"):
        yield dict(case)["name"], heard(case)


def main():
    count = {True: 0, False: 0, None: 0}
    for name, right in results():
        count[right] += 1
        if right is False:
            print(f"does not hold: {name}", file=sys.stderr)
    print(f"{count[True]} held, {count[False]} did not, {count[None]} are about a server alone.")
    return 1 if count[False] else 0


if __name__ == "__main__":
    sys.exit(main())
