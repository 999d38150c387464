"""Make prims.json: values and partial derivatives of the f64 methods, from mpmath.

    python3 make_prims.py        (needs mpmath)

Arguments are f64 numbers taken exactly; results are computed with 50 digits and rounded once to f64.
Each closed-form partial is checked against mpmath's own numerical differentiation.
"""

import json
import math
import pathlib

from mpmath import mp, mpf

mp.dps = 50

LINE = [-20.25, -7.5, -3.0, -1.6, -0.7, -0.01, 1e-6, 0.3, 1.0, 2.5, 6.0, 31.0]
MODERATE = [-12.5, -5.0, -2.0, -1.0, -0.3, -1e-7, 1e-4, 0.25, 0.9, 1.7, 4.0, 15.5]
POSITIVE = [1e-12, 0.001, 0.07, 0.3, 0.7, 0.999, 1.0001, 1.5, 3.0, 12.0, 1234.5, 3e10]
ABOVE_ONE = [1.0001, 1.01, 1.1, 1.3, 1.75, 2.0, 2.7, 4.0, 9.5, 33.0, 1000.25, 2e8]
INSIDE_ONE = [-0.9999, -0.95, -0.75, -0.5, -0.2, -0.001, 1e-7, 0.1, 0.4, 0.6, 0.875, 0.999]
ABOVE_MINUS_ONE = [-0.9999, -0.9, -0.5, -0.1, -1e-9, 1e-10, 0.01, 0.3, 1.0, 2.5, 40.0, 1e7]
NONZERO = [-1e5, -17.0, -3.2, -1.0, -0.4, -0.003, 1e-5, 0.125, 0.8, 1.9, 7.0, 512.5]


def sech2(x):
    return 1 / mp.cosh(x) ** 2


LN2, LN10 = mp.log(2), mp.log(10)
PER_RADIAN = 180 / mp.pi

# name: (value, derivative, points)
UNARY = {
    "sin": (mp.sin, mp.cos, LINE),
    "cos": (mp.cos, lambda x: -mp.sin(x), LINE),
    "tan": (mp.tan, lambda x: 1 / mp.cos(x) ** 2, LINE),
    "asin": (mp.asin, lambda x: 1 / mp.sqrt(1 - x * x), INSIDE_ONE),
    "acos": (mp.acos, lambda x: -1 / mp.sqrt(1 - x * x), INSIDE_ONE),
    "atan": (mp.atan, lambda x: 1 / (1 + x * x), LINE),
    "sinh": (mp.sinh, mp.cosh, MODERATE),
    "cosh": (mp.cosh, mp.sinh, MODERATE),
    "tanh": (mp.tanh, sech2, MODERATE),
    "asinh": (mp.asinh, lambda x: 1 / mp.sqrt(x * x + 1), NONZERO),
    "acosh": (mp.acosh, lambda x: 1 / mp.sqrt(x * x - 1), ABOVE_ONE),
    "atanh": (mp.atanh, lambda x: 1 / (1 - x * x), INSIDE_ONE),
    "exp": (mp.exp, mp.exp, MODERATE),
    "exp2": (lambda x: mpf(2) ** x, lambda x: LN2 * mpf(2) ** x, MODERATE),
    "exp_m1": (mp.expm1, mp.exp, MODERATE),
    "ln": (mp.log, lambda x: 1 / x, POSITIVE),
    "ln_1p": (mp.log1p, lambda x: 1 / (1 + x), ABOVE_MINUS_ONE),
    "log2": (lambda x: mp.log(x) / LN2, lambda x: 1 / (x * LN2), POSITIVE),
    "log10": (lambda x: mp.log(x) / LN10, lambda x: 1 / (x * LN10), POSITIVE),
    "sqrt": (mp.sqrt, lambda x: 1 / (2 * mp.sqrt(x)), POSITIVE),
    "cbrt": (
        lambda x: mp.sign(x) * mp.cbrt(abs(x)),
        lambda x: 1 / (3 * mp.cbrt(abs(x)) ** 2),
        NONZERO,
    ),
    "recip": (lambda x: 1 / x, lambda x: -1 / (x * x), NONZERO),
    "abs": (abs, mp.sign, NONZERO),
    "to_degrees": (lambda x: x * PER_RADIAN, lambda x: PER_RADIAN, LINE),
    "to_radians": (lambda x: x / PER_RADIAN, lambda x: 1 / PER_RADIAN, LINE),
}

PLANE = list(zip(LINE, [2.0, -3.5, 0.25, 1.0, -1e-3, 4.0, -0.5, 7.5, 1.25, -6.0, 0.1, -11.0]))
POWERS = list(
    zip(
        [0.01, 0.2, 0.5, 0.9, 1.0, 1.1, 1.5, 2.0, 3.0, 5.5, 10.0, 42.0],
        [2.5, -3.0, 0.5, 10.0, 3.3, -7.25, 1.0, 0.1, 4.0, -0.75, 2.0, 1.5],
    )
)
BASES = list(zip(POSITIVE, [2.0, 10.0, 0.5, 3.0, 1.5, 7.0, 0.1, 2.5, 16.0, 0.9, 5.0, 100.0]))
TRIPLES = [(x, y, z) for (x, y), z in zip(PLANE, reversed(NONZERO))]
INTEGER_POWERS = [(x, n) for n in range(-3, 6) for x in (-2.5, -0.7, 0.3, 1.9)]


def hypot(x, y):
    return mp.sqrt(x * x + y * y)


# name: (value, partials, points); the receiver of the method is the first argument
MANY = {
    "powf": (
        lambda x, y: x**y,
        [lambda x, y: y * x ** (y - 1), lambda x, y: x**y * mp.log(x)],
        POWERS,
    ),
    "hypot": (
        hypot,
        [lambda x, y: x / hypot(x, y), lambda x, y: y / hypot(x, y)],
        PLANE,
    ),
    "atan2": (
        lambda y, x: mp.atan2(y, x),
        [lambda y, x: x / (x * x + y * y), lambda y, x: -y / (x * x + y * y)],
        PLANE,
    ),
    "log": (
        lambda x, b: mp.log(x) / mp.log(b),
        [lambda x, b: 1 / (x * mp.log(b)), lambda x, b: -mp.log(x) / (b * mp.log(b) ** 2)],
        BASES,
    ),
    "div": (lambda x, y: x / y, [lambda x, y: 1 / y, lambda x, y: -x / (y * y)], PLANE),
    "mul": (lambda x, y: x * y, [lambda x, y: y, lambda x, y: x], PLANE),
    "mul_add": (
        lambda x, y, z: x * y + z,
        [lambda x, y, z: y, lambda x, y, z: x, lambda x, y, z: mpf(1)],
        TRIPLES,
    ),
}


def check(name, value, args, index, partial):
    """Fails unless mpmath's numerical derivative agrees with the closed form."""
    order = tuple(int(i == index) for i in range(len(args)))
    with mp.workdps(80):
        numeric = mp.diff(value, args, order, h=mpf(10) ** -45 * max(1, abs(args[index])))
    error = abs(numeric - partial)
    assert error <= mpf(10) ** -18 * max(abs(partial), mpf(10) ** -12), (name, args, numeric, partial)


def row(name, value, partials, point):
    args = tuple(mpf(a) for a in point)
    results = []
    for index, partial in enumerate(partials):
        result = partial(*args)
        check(name, value, args, index, result)
        results.append(float(result))
    return {"args": list(point), "value": float(value(*args)), "partials": results}


def powi_row(point):
    """The exponent is an integer and has no partial."""
    x, n = mpf(point[0]), point[1]
    partial = n * x ** (n - 1) if n != 0 else mpf(0)
    check("powi", lambda t: t**n, (x,), 0, partial)
    return {"args": list(point), "value": float(x**n), "partials": [float(partial)]}


def main():
    table = {}
    for name, (value, derivative, points) in UNARY.items():
        table[name] = [row(name, value, [derivative], (x,)) for x in points]
    for name, (value, partials, points) in MANY.items():
        table[name] = [row(name, value, partials, point) for point in points]
    table["powi"] = [powi_row(point) for point in INTEGER_POWERS]
    numbers = [n for rows in table.values() for r in rows for n in (r["value"], *r["partials"])]
    assert all(math.isfinite(n) for n in numbers)
    lines = [
        json.dumps(name) + ": [\n  " + ",\n  ".join(json.dumps(r) for r in rows) + "\n]"
        for name, rows in table.items()
    ]
    path = pathlib.Path(__file__).with_name("prims.json")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{path.name}: {len(table)} methods, {sum(map(len, table.values()))} points")


if __name__ == "__main__":
    main()
