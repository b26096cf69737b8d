#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes synthetic transcripts of Chip Authentication (ICAO 9303-11 section 6.2). See SOURCE.md."""
import hashlib
import pathlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
try:
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
except ImportError:  # before version 43
    from cryptography.hazmat.primitives.ciphers.algorithms import TripleDES

FILE_START = bytes.fromhex("615B5F1F58") + b"P<UTOERIKSSON"  # of a data group 1
ID_CA_ECDH = bytes.fromhex("04007F000702020302")  # 0.4.0.127.0.7.2.2.3.2, its last number follows
PROTOCOLS = {"ECDH_3DES": (1, 16), "ECDH_AES_128": (2, 16), "ECDH_AES_256": (4, 32)}

# Sessions that are open before: 9303-11 appendix D.3 (BAC), appendix G.1 (PACE) and one command.
APPENDIX_D = ("appendix-d", "3DES", "979EC13B1CBFE9DCD01AB0FED307EAE5",
              "F1CB1F1FB5ADF208806B89DC579DC1F8", 0x887022120C06C226)
PACE_G1 = ("pace-g1", "AES", "F5F0E35C0D7161EE6724EE513A0D9A7F",
           "FE251C7858B356B24514B3BD5F4297D1", 2)
# File, curve, protocol, key identifier, session before, shared secret with a leading zero byte.
CASES = (
    ("3des-secp192r1", ec.SECP192R1(), "ECDH_3DES", None, APPENDIX_D, False),
    ("3des-brainpoolp256r1", ec.BrainpoolP256R1(), "ECDH_3DES", 1, APPENDIX_D, False),
    ("aes128-secp256r1", ec.SECP256R1(), "ECDH_AES_128", None, APPENDIX_D, True),
    ("aes256-brainpoolp384r1", ec.BrainpoolP384R1(), "ECDH_AES_256", 2, PACE_G1, False))


def tlv(tag, value):
    assert len(value) < 128
    return bytes([tag, len(value)]) + value


def pad(message, block):  # ISO/IEC 9797-1, method 2
    return message + b"\x80" + bytes(-(len(message) + 1) % block)


def kdf(secret, counter, cipher, size):  # section 9.7.1; parity of DES keys is left as it falls
    digest = hashlib.sha1 if size == 16 else hashlib.sha256
    return digest(secret + counter.to_bytes(4, "big")).digest()[:size]


def run(algorithm, mode, data, decrypt=False):
    cipher = Cipher(algorithm, mode)
    context = cipher.decryptor() if decrypt else cipher.encryptor()
    return context.update(data) + context.finalize()


class Session:
    """Secure messaging (section 9.8): both sides of it, one counter."""

    def __init__(self, cipher, ks_enc, ks_mac, ssc):
        self.cipher, self.ks_enc, self.ks_mac, self.ssc = cipher, ks_enc, ks_mac, ssc
        self.block = 8 if cipher == "3DES" else 16

    def counter(self):
        return self.ssc.to_bytes(self.block, "big")

    def encrypt(self, data):
        if self.cipher == "3DES":
            key = TripleDES(self.ks_enc + self.ks_enc[:8])
            return run(key, modes.CBC(bytes(8)), pad(data, 8))
        iv = run(AES(self.ks_enc), modes.ECB(), self.counter())
        return run(AES(self.ks_enc), modes.CBC(iv), pad(data, 16))

    def mac(self, objects):
        message = pad(self.counter() + objects, self.block)
        if self.cipher == "AES":
            cmac = CMAC(AES(self.ks_mac))
            cmac.update(message)
            return cmac.finalize()[:8]
        first, second = (TripleDES(half * 3) for half in (self.ks_mac[:8], self.ks_mac[8:]))
        last = run(first, modes.CBC(bytes(8)), message)[-8:]  # ISO/IEC 9797-1, MAC algorithm 3
        return run(first, modes.ECB(), run(second, modes.ECB(), last, decrypt=True))

    def sealed(self, data):
        return tlv(0x87, b"\x01" + self.encrypt(data)) if data else b""

    def command(self, header, data, le):
        self.ssc += 1
        header = bytes([header[0] | 0x0C]) + header[1:]
        objects = self.sealed(data) + (b"" if le is None else tlv(0x97, bytes([le])))
        objects += tlv(0x8E, self.mac(pad(header, self.block) + objects))
        return header + bytes([len(objects)]) + objects + b"\x00"

    def response(self, data):
        self.ssc += 1
        objects = self.sealed(data) + tlv(0x99, b"\x90\x00")
        return objects + tlv(0x8E, self.mac(objects)) + b"\x90\x00"


def secret_key(seed, curve):  # the first bits of SHA-512, one fewer than the order has
    number = int.from_bytes(hashlib.sha512(seed.encode()).digest(), "big")
    return ec.derive_private_key(number >> (512 - curve.key_size + 1), curve)


def secret_bytes(key):
    return key.private_numbers().private_value.to_bytes(key.curve.key_size // 8, "big")


def agreement(name, curve, leading_zero):
    chip = secret_key(f"urna chip authentication {name} chip", curve)
    for attempt in range(100_000):
        reader = secret_key(f"urna chip authentication {name} reader {attempt}", curve)
        shared = reader.exchange(ec.ECDH(), chip.public_key())
        if (shared[0] == 0) == leading_zero:
            return chip, reader, shared


def transcript(name, curve, protocol, key_id, before, leading_zero):
    chip, reader, shared = agreement(name, curve, leading_zero)
    arc, size = PROTOCOLS[protocol]
    cipher = "3DES" if arc == 1 else "AES"
    point = reader.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    reference = b"" if key_id is None else tlv(0x84, bytes([key_id]))
    old = Session(before[1], bytes.fromhex(before[2]), bytes.fromhex(before[3]), before[4])
    new = Session(cipher, kdf(shared, 1, cipher, size), kdf(shared, 2, cipher, size), 0)
    if arc == 1:
        steps = [(old, "002241A6", tlv(0x91, point) + reference, None, b"")]
    else:
        steps = [(old, "002241A4", tlv(0x80, ID_CA_ECDH + bytes([arc])) + reference, None, b""),
                 (old, "00860000", tlv(0x7C, tlv(0x80, point)), 0, tlv(0x7C, b""))]
    steps += [(new, "00A4020C", b"\x01\x01", None, b""),
              (new, "00B00000", b"", len(FILE_START), FILE_START)]
    spki = chip.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    lines = [f"# {name}, by make.py; see SOURCE.md", f"protocol={protocol}", f"curve={curve.name}"]
    lines += [] if key_id is None else [f"key.id={key_id:02X}"]
    values = {"subject.public.key.info": spki, "chip.secret": secret_bytes(chip),
              "random": secret_bytes(reader), "shared.secret": shared, "ks.enc": new.ks_enc,
              "ks.mac": new.ks_mac, "file.start": FILE_START}
    lines += [f"before={before[0]}", f"before.cipher={before[1]}", f"before.ks.enc={before[2]}",
              f"before.ks.mac={before[3]}", f"before.ssc={before[4]:016X}"]
    lines += [f"{key}={value.hex().upper()}" for key, value in values.items()]
    for i, (session, header, data, le, answer) in enumerate(steps, 1):
        command = session.command(bytes.fromhex(header), data, le)
        lines += [f"command.{i}={command.hex().upper()}",
                  f"response.{i}={session.response(answer).hex().upper()}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for case in CASES:
        pathlib.Path(__file__).with_name(case[0] + ".properties").write_text(transcript(*case))
