#!/usr/bin/env python3
"""Checks an exported case: python3 verify.py [FOLDER]

Needs nothing but this interpreter (3.6 or later), and asks no other machine for anything.
It ends with 0 when all holds, with 1 when something does not, with 2 when it could not look.
"""

import csv
import hashlib
import io
import json
import os
import sys
from datetime import datetime, timedelta, timezone

SIGNATURE_LABEL = b"postern/v1/event-signature"
HASH_LABEL = b"postern/v1/event-hash"
EVENT_VERSION = 2
COPIES = ["cleaned", "original", "sealed-for-two"]
ACTS = ["taken", "hash-checked", "hash-differs", "viewed", "derived", "exported", "disclosed"]


# --- Ed25519, RFC 8032, section 5.1.7: checks a signature; holds no secret, so it need not be fast.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def point_add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        scalar >>= 1
    return result


def point_equal(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % P == 0


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0 or (x == 0 and sign):
        return None
    return P - x if (x & 1) != sign else x


def point_of(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)


def signature_holds(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    public, noise = point_of(key), point_of(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or noise is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return point_equal(
        point_times(scalar, BASE), point_add(noise, point_times(challenge, public))
    )


# --- Events of the custody log, spec/casework.md.


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, length):
        piece = self.data[self.at : self.at + length]
        if len(piece) != length:
            raise ValueError("too short")
        self.at += length
        return piece

    def number(self, length):
        return int.from_bytes(self.take(length), "big")

    def text(self):
        return self.take(self.number(4)).decode("utf-8")

    def end(self):
        if self.at != len(self.data):
            raise ValueError("too long")


def read_body(kind, body):
    facts = {}
    if kind == 29:
        facts = {"kind": "recalled", "target": body.take(16).hex(), "detail": body.text()}
    elif kind == 38:
        facts = {
            "kind": "item-taken",
            "item": body.take(16).hex(),
            "report": body.take(16).hex(),
            "name": body.text(),
            "mediaType": body.text(),
            "bytes": body.number(8),
            "sha256": body.take(32).hex(),
            "copy": COPIES[body.number(1)],
        }
    elif kind == 39:
        facts = {
            "kind": "derivative-made",
            "derivative": body.take(16).hex(),
            "item": body.take(16).hex(),
            "how": body.text(),
            "sha256": body.take(32).hex(),
            "bytes": body.number(8),
        }
    elif kind == 40:
        facts = {
            "kind": "custody",
            "item": body.take(16).hex(),
            "act": ACTS[body.number(1)],
            "detail": body.text(),
        }
        facts["sha256"] = body.take(32).hex() if body.number(2) == 1 else None
    else:
        raise ValueError("no event of a custody log")
    body.end()
    return facts


def read_event(event):
    head = Reader(event[:-64])
    if head.number(1) != EVENT_VERSION:
        raise ValueError("of another version")
    kind = head.number(2)
    head.take(16)
    author = head.take(32)
    head.take(8 + 4 + 32 + 8 + 32)
    at_ms = head.number(8)
    if head.number(8) != 0:
        raise ValueError("sealed")
    facts = read_body(kind, Reader(head.data[head.at :]))
    at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=at_ms)
    facts["at"] = at.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (at.microsecond // 1000)
    facts["byKey"] = author.hex()
    return author, facts


# --- Merkle trees, RFC 6962, section 2.1, and RFC 9162, section 2.1.3.2.


def sha256(*pieces):
    return hashlib.sha256(b"".join(pieces)).digest()


def merkle_root(leaves):
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return sha256(b"\x00", leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01", merkle_root(leaves[:split]), merkle_root(leaves[split:]))


def root_by_path(data, index, count, path):
    at, last, node = index, count - 1, sha256(b"\x00", data)
    for beside in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            node = sha256(b"\x01", beside, node)
            while at != 0 and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            node = sha256(b"\x01", node, beside)
        at, last = at >> 1, last >> 1
    return node if last == 0 and 0 <= index < count else None


# --- What a time-stamp says, RFC 3161, section 2.4.2; its signature is for openssl to check.


def der_parts(data):
    at = 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(data[at : at + size], "big"), at + size
        if at + length > len(data):
            raise ValueError("cut short")
        yield tag, data[at : at + length]
        at += length


def stamp_info(answer):
    (_, response), = der_parts(answer)
    status, token = list(der_parts(response))[:2]
    granted = next(der_parts(status[1]))[1]
    if granted not in (b"\x00", b"\x01"):
        raise ValueError("the authority has refused")
    signed = list(der_parts(list(der_parts(token[1]))[1][1]))[0][1]
    content = list(der_parts(signed))[2][1]
    wrapped = list(der_parts(content))[1][1]
    info = next(der_parts(next(der_parts(wrapped))[1]))[1]
    fields = list(der_parts(info))
    imprint = list(der_parts(fields[2][1]))[1][1]
    times = [value for tag, value in fields if tag == 0x18]
    return imprint, times[0].decode("ascii")


# --- The checks.


class Checks:
    def __init__(self, folder):
        self.folder, self.wrong = folder, 0

    def say(self, holds, line):
        print(("ok     " if holds else "WRONG  ") + line)
        self.wrong += 0 if holds else 1

    def path(self, name):
        return os.path.join(self.folder, *name.split("/"))

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def lines(self, name):
        return [json.loads(line) for line in self.read(name).decode("utf-8").splitlines()]

    def digest(self, name):
        total, digest = 0, hashlib.sha256()
        with open(self.path(name), "rb") as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                digest.update(piece)
                total += len(piece)
        return digest.hexdigest(), total


def manifest(checks, name):
    listed = {}
    for line in checks.read(name).decode("utf-8").splitlines():
        digest, path = line.split(None, 1)
        path = path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        if path.startswith("/") or ".." in path.split("/") or path in listed:
            raise ValueError("%s names a path that it must not: %r" % (name, path))
        listed[path] = digest
    return listed


def check_bag(checks):
    declared = checks.read("bagit.txt").decode("utf-8").splitlines()
    checks.say(declared[:1] == ["BagIt-Version: 1.0"], "bagit.txt: a bag of version 1.0")
    payload = manifest(checks, "manifest-sha256.txt")
    tags = manifest(checks, "tagmanifest-sha256.txt")
    octets, wrong = 0, []
    for path, digest in list(payload.items()) + list(tags.items()):
        if not os.path.isfile(checks.path(path)):
            wrong.append(path + " is missing")
            continue
        found, size = checks.digest(path)
        octets += size if path in payload else 0
        if found != digest:
            wrong.append(path + " was changed")
    present = set()
    for root, _, names in os.walk(checks.folder):
        for name in names:
            path = os.path.relpath(os.path.join(root, name), checks.folder)
            present.add(path.replace(os.sep, "/"))
    for path in sorted(present - set(payload) - set(tags) - {"tagmanifest-sha256.txt"}):
        if path.startswith("data/"):
            wrong.append(path + " is in no manifest")
        else:
            print("note   %s is beside the bag and proves nothing" % path)
    for line in wrong:
        checks.say(False, line)
    count = len(payload) + len(tags)
    checks.say(not wrong, "%d files have the hashes that the manifests name" % count)
    info = checks.read("bag-info.txt").decode("utf-8").splitlines()
    oxum = "Payload-Oxum: %d.%d" % (octets, len(payload))
    checks.say(oxum in info, "the payload is of the size that bag-info.txt names")


def check_items(checks):
    items = checks.lines("data/items.jsonl")
    for number, item in enumerate(items, 1):
        if item["state"] == "absent":
            print("note   item %d: its bytes were not at hand when the case was exported" % number)
            continue
        if not os.path.isfile(checks.path(item["file"])):
            checks.say(False, "item %d: its file is missing" % number)
            continue
        found, size = checks.digest(item["file"])
        if item["state"] == "sealed":
            print("note   item %d: an original that is still sealed for two" % number)
            continue
        holds = item["state"] == "whole" and found == item["sha256"] and size == item["bytes"]
        checks.say(holds, "item %d: the bytes that its source's browser hashed" % number)
    return {item["item"]: item for item in items}


def check_custody(checks, case, items):
    context = bytes.fromhex(case["organisation"] + case["desk"] + case["compartment"])
    lines = checks.lines("data/custody.jsonl")
    hashes, wrong, taken = [], [], {}
    for number, line in enumerate(lines, 1):
        try:
            event = bytes.fromhex(line["event"])
            author, facts = read_event(event)
            message = SIGNATURE_LABEL + b"\x00" + context + event[:-64]
            if not signature_holds(author, message, event[-64:]):
                wrong.append("event %d was not signed by %s" % (number, line["byKey"][:16]))
            if line["number"] != number:
                wrong.append("event %d stands in the place of another" % line["number"])
            for name, value in facts.items():
                if line.get(name) != value:
                    wrong.append("event %d: %s is not what was signed" % (number, name))
            digest = sha256(HASH_LABEL, event)
            if line["eventHash"] != digest.hex():
                wrong.append("event %d has another hash" % number)
            hashes.append(digest)
            if facts["kind"] == "item-taken":
                taken[facts["item"]] = facts
        except (ValueError, IndexError, KeyError) as error:
            wrong.append("event %d cannot be read (%s)" % (number, error))
    for item, facts in taken.items():
        listed = items.get(item, {})
        if any(listed.get(name) != facts[name] for name in ("name", "bytes", "sha256", "copy")):
            wrong.append("items.jsonl says other things of an item than its signed event")
    if set(items) - set(taken):
        wrong.append("items.jsonl has an item that no signed event took")
    for line in wrong:
        checks.say(False, line)
    signers = len(set(line.get("byKey") for line in lines))
    checks.say(not wrong, "%d events of custody, signed by %d keys" % (len(lines), signers))
    checks.say(merkle_root(hashes).hex() == case["custodyRoot"], "no event is missing or moved")
    return hashes, lines


def check_table(checks, lines):
    table = checks.read("data/custody.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    same = len(rows) == len(lines) and all(
        row["eventHash"] == line["eventHash"] for row, line in zip(rows, lines)
    )
    checks.say(same, "custody.csv has the same events")


def check_stamps(checks, hashes):
    folder = checks.path("data/time-stamps")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    stamps = [name[:-5] for name in names if name.endswith(".json")]
    for name in stamps:
        stamp = json.loads(checks.read("data/time-stamps/%s.json" % name).decode("utf-8"))
        try:
            leaf = bytes.fromhex(stamp["salt"]) + merkle_root(hashes[: stamp["events"]])
            path = [bytes.fromhex(one) for one in stamp["path"]]
            root = root_by_path(leaf, stamp["index"], stamp["leaves"], path)
            imprint, time = stamp_info(checks.read("data/time-stamps/%s.tsr" % name))
            holds = root is not None and root == imprint and root.hex() == stamp["root"]
            holds = holds and stamp["events"] <= len(hashes)
            line = "time-stamp of %s: events 1 to %d stood at %s" % (
                stamp["date"], stamp["events"], time,
            )
            checks.say(holds, line)
            print("       openssl ts -verify -digest %s \\" % stamp["root"])
            print("         -in data/time-stamps/%s.tsr -CAfile authority.pem" % name)
        except (ValueError, IndexError, KeyError, StopIteration) as error:
            checks.say(False, "time-stamp %s cannot be read (%s)" % (name, error))
    if not stamps:
        print("note   no time-stamp is in this export")


def main():
    if len(sys.argv) > 2 or sys.argv[1:2] in (["-h"], ["--help"]):
        print(__doc__)
        return 2
    here = os.path.dirname(os.path.abspath(__file__))
    checks = Checks(sys.argv[1] if len(sys.argv) == 2 else here)
    try:
        check_bag(checks)
        case = json.loads(checks.read("data/case.json").decode("utf-8"))
        items = check_items(checks)
        hashes, lines = check_custody(checks, case, items)
        check_table(checks, lines)
        check_stamps(checks, hashes)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print("This is not an exported case, or not all of it: %s" % error)
        return 2
    if checks.wrong:
        print("%d of the checks failed: do not rely on this export." % checks.wrong)
        return 1
    print("All checks hold. The signatures of the time-stamps are for openssl, as above.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
