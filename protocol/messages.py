"""Tend's messages for a program: protobuf both ways, driven by the .proto text that it reads.

A message is a dict as in JSON (METHODS.md, section 5): 64-bit numbers are strings, bytes base64,
enumerations go by their names in lower case, and what has its default is left out. Part of the
example client, for whoever writes one. Python 3.9 or later, standard library only.
"""
import base64, json, math, os, re, struct

HERE = os.path.dirname(os.path.abspath(__file__))


class Malformed(Exception):
    """Bytes or JSON that do not fit: a sentence, and the reason as vectors/README.md calls it."""

    def __init__(self, reason, sentence=None):
        super().__init__(sentence or f"The message is malformed ({reason}).")
        self.reason = reason


# ---- Single values ----------------------------------------------------------------------------

def whole(low, high):
    def number(value):
        digits = isinstance(value, str) and re.fullmatch("-?[0-9]+", value)
        value = int(value) if digits else value
        if type(value) is not int or not low <= value < high:
            raise ValueError
        return value
    return number


def signed(number, bits):
    number &= (1 << bits) - 1
    return number - (1 << bits) if number >> bits - 1 else number


def flag(value):
    return {True: 1, False: 0}[value if value is True or value is False else None]


def double(value):
    words = isinstance(value, str) and re.fullmatch(r"-?(\d[-+.eE\d]*|Infinity)|NaN", value)
    if not words and (type(value) not in (int, float) or math.isinf(value)):
        raise ValueError
    return int.from_bytes(struct.pack("<d", float(value)), "little")


def shown_double(number):
    value = struct.unpack("<d", number.to_bytes(8, "little"))[0]
    return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, value)


def zigzag(value):
    number = whole(-1 << 63, 1 << 63)(value)
    return number << 1 ^ number >> 63


def from_base64(value):                             # of either alphabet, padded or not
    plain = value.replace("-", "+").replace("_", "/").rstrip("=")
    data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    if base64.b64encode(data).decode().rstrip("=") != plain:
        raise ValueError
    return data


SCALARS = {                                         # wire type, from JSON, to JSON
    "bool": (0, flag, bool),
    "int32": (0, whole(-1 << 31, 1 << 31), lambda number: signed(number, 32)),
    "int64": (0, whole(-1 << 63, 1 << 63), lambda number: str(signed(number, 64))),
    "uint32": (0, whole(0, 1 << 32), lambda number: number & 0xFFFFFFFF),
    "uint64": (0, whole(0, 1 << 64), str),
    "sint64": (0, zigzag, lambda number: str(number >> 1 ^ -(number & 1))),
    "fixed32": (5, whole(0, 1 << 32), int),
    "fixed64": (1, whole(0, 1 << 64), str),
    "double": (1, double, shown_double),
    "string": (2, str.encode, bytes.decode),
    "bytes": (2, from_base64, lambda data: base64.b64encode(data).decode()),
}


# ---- The wire ---------------------------------------------------------------------------------

def varint(value):
    value, out = value & (1 << 64) - 1, b""
    while value > 127:
        value, out = value >> 7, out + bytes([value & 127 | 128])
    return out + bytes([value])


def read_varint(data, pos, most=10, reason="number"):
    value = 0
    for index in range(most):
        if pos + index >= len(data):
            raise Malformed("truncated")
        value |= (data[pos + index] & 127) << 7 * index
        if data[pos + index] < 128:
            return value & (1 << 64) - 1, pos + index + 1
    # A length whose first five bytes already say more than is left.
    too_long = most == 5 and reason == "number" and value > len(data) - pos - 5
    raise Malformed("truncated" if too_long else reason)


def read_tag(data, pos):
    tag, pos = read_varint(data, pos, 5, "tag")
    if not 8 <= tag < 1 << 32 or tag & 7 > 5:
        raise Malformed("tag")
    return tag >> 3, tag & 7, pos


def read_value(number, wire, data, pos, depth=0):
    """What stands behind a tag: a number, bytes, or None for a group, which is always skipped."""
    if wire == 0:
        return read_varint(data, pos)
    if wire == 3 and depth < 100:
        while pos < len(data):
            inner, kind, pos = read_tag(data, pos)
            if (inner, kind) == (number, 4):
                return None, pos
            pos = read_value(inner, kind, data, pos, depth + 1)[1]
    if wire in (3, 4):
        raise Malformed("depth" if depth >= 100 else "group")
    size, pos = read_varint(data, pos, 5) if wire == 2 else (8 if wire == 1 else 4, pos)
    if size > len(data) - pos:
        raise Malformed("truncated")
    chunk = data[pos:pos + size]
    return chunk if wire == 2 else int.from_bytes(chunk, "little"), pos + size


def write_value(wire, value):
    if wire == 2:
        return varint(len(value)) + value
    return varint(value) if wire == 0 else value.to_bytes(8 if wire == 1 else 4, "little")


# ---- Messages ---------------------------------------------------------------------------------

FIELD = re.compile(r"(?://(.*)\n\s*)?(optional |repeated |)(\w+) (\w+) = (\d+);")
METHOD = re.compile(r"// (.*)\n\s*rpc (\w+)\(\S*?(\w+)\) returns \((stream )?\S*?(\w+)\);")


class Schema:
    """Messages, enumerations and methods of a .proto text, with the limits in its comments."""

    def __init__(self, text, closed=()):
        self.messages, self.methods, self.enums, self.closed = {}, {}, {}, closed
        package = (re.findall(r"package (\S+);", text) or [""])[0]
        blocks = re.findall(r"(service|message|enum) (\w+) \{(.*?)\}", text, re.S)
        for kind, name, body in blocks:
            if kind == "enum":                      # TIE_KIND_CHOSEN_FAMILY is chosen_family
                cut = len(re.sub(r"(?<=.)([A-Z])", r"_\1", name)) + 1
                values = re.findall(r"(\w+) = (-?\d+);", body)
                self.enums[name] = {value[cut:].lower(): int(number) for value, number in values}
            elif kind == "message":
                self.messages[name] = fields = {}
                for note, label, type_, field, number in FIELD.findall(body):
                    limits = re.findall(r"at most (\d+) (bytes|items)", note)
                    limit = {unit: int(most) for most, unit in limits}
                    fields[int(number)] = (field, type_, label.strip(), limit)
            else:                                   # the comment says whether a key is needed
                for note, rpc, ask, stream, reply in METHOD.findall(body):
                    key = "idempotency key" in note
                    method = (ask, reply, bool(stream), key, note)
                    self.methods[f"{package}.{name}/{rpc}"] = method

    def wire(self, kind):
        return 2 if kind in self.messages else 0 if kind in self.enums else SCALARS[kind][0]

    def to_raw(self, kind, value, field, limit, depth):
        """A JSON value as the number or the bytes that stand for it."""
        if kind in self.messages:
            return self.encode(kind, value, depth + 1)
        try:
            if kind in self.enums:
                names = self.enums[kind]
                raw = names[value] if isinstance(value, str) else SCALARS["int32"][1](value)
                if kind in self.closed and raw not in names.values():
                    raise ValueError
            else:
                raw = SCALARS[kind][1](value)
        except (ValueError, KeyError, TypeError, AttributeError):
            is_enum = kind in self.enums
            wanted = "one of " + ", ".join(self.enums[kind]) if is_enum else f"a valid {kind}"
            raise Malformed("type", f"{field} must be {wanted}.")
        if isinstance(raw, bytes) and len(raw) > limit.get("bytes", len(raw)):
            raise Malformed("length", f"{field} is longer than {limit['bytes']} bytes.")
        return raw

    def encode(self, type_, value, depth=0):
        """The bytes of a message: ascending numbers, defaults left out, lists of numbers packed."""
        if not isinstance(value, dict) or depth > 100:
            words = f"{type_} must be an object, at most 100 deep."
            raise Malformed("depth" if depth > 100 else "type", words)
        for name in set(value) - {field for field, *_ in self.messages[type_].values()}:
            raise Malformed("unknown", f"{type_} has no field {name}.")
        out = b""
        for number, (field, kind, label, limit) in sorted(self.messages[type_].items()):
            given, wire = value.get(field), self.wire(kind)
            if field not in value or (given is None and kind in self.messages):
                continue
            if label == "repeated" and not isinstance(given, list):
                raise Malformed("type", f"{field} must be a list.")
            if label == "repeated" and len(given) > limit.get("items", len(given)):
                raise Malformed("items", f"{field} has more than {limit['items']} items.")
            items = given if label == "repeated" else [given]
            raws = [self.to_raw(kind, item, field, limit, depth) for item in items]
            if label == "repeated" and wire != 2 and raws:
                wire, raws = 2, [b"".join(write_value(wire, raw) for raw in raws)]
            for raw in raws:
                if raw or label:
                    out += varint(number << 3 | wire) + write_value(wire, raw)
        return out

    def decode(self, type_, data, into=None, depth=0):
        """The message of some bytes. Unknown fields are skipped, limits are held to."""
        if depth > 100:
            raise Malformed("depth")
        into, pos = {} if into is None else into, 0
        while pos < len(data):
            number, wire, pos = read_tag(data, pos)
            raw, pos = read_value(number, wire, data, pos, depth)
            field, kind, label, limit = self.messages[type_].get(number, ("", "bytes", "", {}))
            own, raws, at = self.wire(kind), [raw], 0
            if label == "repeated" and wire == 2 and own != 2:
                wire, raws = own, []
                while at < len(raw):
                    item, at = read_value(number, own, raw, at)
                    raws.append(item)
            if field and wire == own:               # an unknown number or wire type is skipped
                for raw in raws:
                    self.put(into, field, kind, label, limit, raw, depth)
        return into

    def put(self, into, field, kind, label, limit, raw, depth):
        """Takes one value of a field into a message."""
        if isinstance(raw, bytes) and len(raw) > limit.get("bytes", len(raw)):
            raise Malformed("length")
        if kind in self.messages:                   # a message given twice is merged
            before = None if label == "repeated" else into.get(field)
            value = self.decode(kind, raw, before, depth + 1)
        elif kind in self.enums:                    # a number without a name stays a number
            value = signed(raw, 32)
            value = {number: name for name, number in self.enums[kind].items()}.get(value, value)
            if kind in self.closed and isinstance(value, int):
                return
        else:
            try:
                value = SCALARS[kind][2](raw)
            except UnicodeDecodeError:
                raise Malformed("text")
        if label == "repeated":
            into.setdefault(field, []).append(value)
            if len(into[field]) > limit.get("items", len(into[field])):
                raise Malformed("items")
        else:                                       # the last counts; defaults are left out
            into[field] = value
            if not label and not self.to_raw(kind, value, field, limit, depth):
                del into[field]


def schema_at(*path, closed=()):
    """The schema of a file beside this one."""
    with open(os.path.join(HERE, *path), encoding="utf-8") as file:
        return Schema(file.read(), closed)


def read_json(source):
    """JSON as dicts; a key given twice is refused."""
    def once(items):
        if len(dict(items)) < len(items):
            raise Malformed("duplicate", "A field is given twice.")
        return dict(items)
    try:
        return json.loads(source, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Malformed("json", "This is not JSON.")
