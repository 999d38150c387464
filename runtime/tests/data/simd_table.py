"""Correctly rounded exp, sigmoid, tanh and softplus in double precision.

Prints a line for each argument: its bits and those of the four results, in hexadecimal. The results
come from 80 digits; an argument whose result is too close to a tie for that to decide is refused.
Needs mpmath.

    python3 simd_table.py > simd_f64.txt
"""

import random
import struct
import sys

from mpmath import mp, mpf, exp, floor, frexp, ldexp, log1p, tanh

mp.dps = 80
LOWEST, DIGITS = -1074, 53


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def from_bits(b):
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def nearest(y):
    """`y` rounded to a double, half to even; subnormal numbers and overflow included."""
    if y == 0:
        return 0.0
    sign = -1 if y < 0 else 1
    _, exponent = frexp(abs(y))
    unit = max(exponent - DIGITS, LOWEST)
    scaled = ldexp(abs(y), -unit)
    whole = floor(scaled)
    rest = scaled - whole
    assert abs(rest - mpf(1) / 2) > mpf(10) ** -25, "closer to a tie than expected"
    whole = int(whole) + (1 if rest > mpf(1) / 2 else 0)
    if whole * mpf(2) ** unit >= mpf(2) ** 1024:
        return sign * float("inf")
    return sign * float(ldexp(mpf(whole), unit))


def results(x):
    x = mpf(x)
    # Further out nothing changes: e^-800 is far below half the least double.
    e = exp(max(min(x, mpf(800)), mpf(-800)))
    # 1 - tanh(25) is far below half a unit of 1.
    t = tanh(max(min(x, mpf(25)), mpf(-25)))
    s = x + log1p(1 / e) if x > 0 else log1p(e)
    return [nearest(y) for y in (e, e / (1 + e), t, s)]


def arguments(count):
    """`count` of each kind: over the functions' range, over all exponents, and near the bounds."""
    rng = random.Random(20)
    for bound in (1.0, 40.0, 760.0):
        for _ in range(count):
            yield rng.uniform(-bound, bound)
    for _ in range(count):
        exponent = rng.randrange(1023 - 60, 1023 + 12)
        yield from_bits(rng.getrandbits(1) << 63 | exponent << 52 | rng.getrandbits(52))
    for exponent in range(0, 0x7FF, 67):
        for sign in (0, 1):
            yield from_bits(sign << 63 | exponent << 52 | rng.getrandbits(52))
    for bound in (709.782712893384, -708.3964185322641, -745.1332191019412, 19.0615, 36.7368, -36.7368):
        for step in range(-20, 21):
            yield from_bits(bits(bound) + step)
            yield bound * (1 + step * 1e-4)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 250
    for x in arguments(count):
        print(" ".join(f"{bits(y):016x}" for y in (x, *results(x))))


main()
