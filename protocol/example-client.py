#!/usr/bin/env python3
"""A small client of Tend: joins with a code, calls methods, watches reminders, answers a question.

For whoever writes a client: WIRE.md is how it speaks (tendril.py), METHODS.md what it says, and the
messages are those of tend/v1/tend.proto (messages.py), which it reads. It shares no code with the
server. Python 3.9 or later, standard library only; `example-client.py --help` tells the commands.
Exit code 1 for a refused request, 2 for bad usage, 3 when the gateway cannot be reached.
"""
import sys

sys.dont_write_bytecode = True
import argparse, base64, json, os, re, secrets

from messages import Malformed, read_json, schema_at
from tendril import CODES, WIRE, Failed, Session


# ---- Commands ---------------------------------------------------------------------------------

def show(value):
    """Prints JSON; whatever a terminal might obey is escaped."""
    lines = json.dumps(value, indent=2, ensure_ascii=False)
    plain = (c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in lines)
    print("".join(plain), flush=True)


def join(session, options):
    secret = base64.b64encode(secrets.token_bytes(32)).decode()
    # The file is made first: whoever cannot keep the secret must not use up the code.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(options.identity, flags, 0o600), "w") as file:
        try:
            joined = session.one("Devices/Join", {
                "code": options.code, "name": options.name, "zone": options.zone,
                "device_name": "example client", "device_secret": secret}, options.timeout)
            json.dump({"device_id": joined["device"]["id"], "device_secret": secret,
                       "zone": options.zone}, file)
        except BaseException:
            os.unlink(options.identity)
            raise
    show(joined)


def call(session, options):
    name = options.method.replace("tend.v1.", "", 1)
    if session.schema.methods.get("tend.v1." + name, (0, 0, True))[2]:
        raise Malformed("method", f"There is no unary method {name}.")
    show(session.one(name, read_json(options.json), options.timeout))


def watch(session, options):
    request = {"zone": (session.identity or {}).get("zone", "")}
    deliveries = session.call("tend.v1.Reminders/Watch", request)
    for number, delivery in enumerate(deliveries, 1):
        show(delivery)
        shown = {"occurrences": [delivery["occurrence"]]}
        session.one("Reminders/Shown", shown, options.timeout)
        if number == options.count:
            deliveries.close()


def evening(session, options):
    words = sys.stdin.buffer.read().decode().rstrip("\n") if options.words == "-" else options.words
    questions = session.one("Questions/List", {}, options.timeout)
    show(questions)
    revealed = [question["id"] for question in questions.get("revealed", [])]
    asked = [one for one in questions.get("open", []) if one.get("mine", "none") == "none"]
    if words is not None and asked:
        answer = {"question_id": asked[0]["id"], **answer_to(asked[0], words)}
        sealed = session.one("Questions/Seal", answer, options.timeout)
        show(sealed)
        revealed += [sealed["id"]] if sealed.get("state") == "revealed" else []
    for question in revealed:
        show(session.one("Questions/Read", {"id": question}, options.timeout))


def answer_to(question, words):
    """The fields of an answer: words, the place of an option, or a number from 1 to 7."""
    kind, options = question.get("type", "written"), question.get("options", [])
    if kind in ("written", "spoken"):
        return {"text": words}
    if kind == "scale":
        if not re.fullmatch("[1-7]", words):
            raise Malformed("words", "The answer must be a number from 1 to 7, "
                            + " to ".join(options) + ".")
        return {"choices": [int(words)]}
    if words not in options:
        raise Malformed("words", "The answer must be one of: " + ", ".join(options) + ".")
    return {"choices": [options.index(words)]}


# ---- The command line -------------------------------------------------------------------------

def read_identity(path):
    try:
        with open(path, encoding="utf-8") as file:
            found = read_json(file.read())
        WIRE.encode("Auth", {field: found[field] for field in ("device_id", "device_secret")})
    except (Malformed, KeyError, TypeError, ValueError):
        raise Malformed("identity", f"{path} is not an identity.")
    return found


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"{message[:1].upper()}{message[1:]}.\n")


def seconds(given):
    if not 0 < float(given) <= 300:                 # WIRE.md, 4.1: a unary call gets 5 min at most
        raise ValueError
    return float(given)


def parser():
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--gateway", metavar="HOST:PORT")
    common.add_argument("--identity", metavar="FILE", help="who this device is; join makes it")
    common.add_argument("--timeout", metavar="SECONDS", type=seconds,
                        help="of a unary call; 30 when not given")
    whole = Parser(description="A small client of Tend.", parents=[common])
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(run, words, *arguments):
        command = commands.add_parser(run.__name__, help=words, parents=[common])
        command.set_defaults(run=run)
        for name, more in arguments:
            command.add_argument(name, **more)

    add(join, "join with a code and write the identity to FILE",
        ("code", {}), ("name", {}), ("zone", {}))
    add(call, "one unary call, such as: call People/Me",
        ("method", {}), ("json", {"nargs": "?", "default": "{}"}))
    add(watch, "print reminders when they are due, and report them as shown",
        ("--count", {"type": int, "metavar": "N", "help": "end after so many"}))
    add(evening, "list the questions, answer the first open one, print what is revealed",
        ("--words", {"metavar": "TEXT", "help": "the answer: words, the option that is chosen, "
                     "or a number from 1 to 7; - reads it from standard input"}))
    return whole


def main():
    parse = parser()
    options = parse.parse_args()
    defaults = {"timeout": 30, "identity": None, "gateway": ""}
    options = argparse.Namespace(**{**defaults, **vars(options)})
    if not re.fullmatch(r"\S+:[0-9]{1,5}", options.gateway):
        parse.error("--gateway HOST:PORT is needed")
    if options.run is join and not options.identity:
        parse.error("--identity FILE is needed")
    identity, schema = None, schema_at("tend", "v1", "tend.proto")
    try:
        if options.identity and options.run is not join:
            identity = read_identity(options.identity)
        options.run(Session(options.gateway, identity, schema), options)
        return 0
    except Failed as why:
        said = [f"{CODES[why.code]}: {why}"]
        if why.details:                             # METHODS.md, section 3
            refusal = schema.decode("Refusal", why.details)
            said += [f"{field} {value}" for field, value in refusal.items()]
        code, words = 3 if why.unreachable else 1, ", ".join(said).rstrip(".: ") + "."
    except Malformed as why:
        code, words = 2, str(why)
    except OSError as why:
        code, words = 1, f"{why.filename or 'Output'}: {why.strerror}."
    except UnicodeDecodeError:
        code, words = 2, "Standard input is not UTF-8."
    except KeyError as why:
        code, words = 1, f"The gateway left out {why}."
    except KeyboardInterrupt:
        return 130
    print("".join(c if c.isprintable() else "?" for c in words), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
