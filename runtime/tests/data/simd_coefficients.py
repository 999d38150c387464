"""Minimax polynomials behind the vectorised exp, tanh, sigmoid and softplus.

Remez's exchange algorithm (E. Remez, 1934) in 60 digits. Each polynomial p minimises the largest
weighted error |w(t) (p(t) - f(t))| on an interval; the weight makes that the relative error of the
function which is built from p. Prints Rust constants, lowest power first. Needs mpmath.

    python3 simd_coefficients.py
"""

from mpmath import mp, mpf, cos, expm1, lu_solve, matrix, nstr, pi, polyval, sqrt, log, log1p

mp.dps = 60


def remez(f, w, low, high, degree, rounds=12, grid=4000):
    """Coefficients, lowest first, and the weighted error they reach."""
    n = degree + 2
    middle, half = (low + high) / 2, (high - low) / 2
    nodes = [middle - half * cos(pi * (2 * i + 1) / (2 * n)) for i in range(n)]
    points = [middle - half * cos(pi * i / grid) for i in range(grid + 1)]
    targets = [(t, f(t), w(t)) for t in points]
    for _ in range(rounds):
        system, right = matrix(n, n), matrix(n, 1)
        for i, t in enumerate(nodes):
            for j in range(degree + 1):
                system[i, j] = t**j
            system[i, n - 1] = (-1) ** i / w(t)
            right[i] = f(t)
        solution = lu_solve(system, right)
        coefficients = [solution[j] for j in range(degree + 1)]
        errors = [(t, wt * (polyval(coefficients[::-1], t) - ft)) for t, ft, wt in targets]
        nodes = extrema(errors, n)
    return coefficients, max(abs(e) for _, e in errors)


def extrema(errors, n):
    """The `n` neighbouring points of largest error and alternating sign."""
    peaks = []
    for t, e in errors:
        if peaks and (peaks[-1][1] > 0) == (e > 0):
            if abs(e) > abs(peaks[-1][1]):
                peaks[-1] = (t, e)
        else:
            peaks.append((t, e))
    while len(peaks) > n:
        peaks.pop(0 if abs(peaks[0][1]) < abs(peaks[-1][1]) else -1)
    assert len(peaks) == n, "the error does not alternate: more digits or another start needed"
    return [t for t, _ in peaks]


def exp_tail(r):
    """(e^r - 1 - r) / r^2."""
    if abs(r) > mpf("1e-8"):
        return (expm1(r) - r) / r**2
    return mpf(1) / 2 + r / 6 + r**2 / 24 + r**3 / 120 + r**4 / 720 + r**5 / 5040


def log_tail(z):
    """(ln((1 + s) / (1 - s)) - 2 s) / s^3, where z = s^2."""
    if z > mpf("1e-12"):
        s = sqrt(z)
        return (log1p(s) - log1p(-s) - 2 * s) / (s * z)
    return mpf(2) / 3 + 2 * z / 5 + 2 * z**2 / 7 + 2 * z**3 / 9 + 2 * z**4 / 11


def exp_weight(r):
    """The error of r^2 p(r) relative to e^r - 1."""
    return r if abs(r) < mpf("1e-30") else abs(r**2 / expm1(r))


def show(name, found):
    coefficients, error = found
    print(f"{name}: relative error 2^{nstr(log(error, 2), 5)}")
    print("    [" + ", ".join(nstr(c, 18) for c in coefficients) + "]")


def main():
    # A hair more than ln(2)/2: the rounded quotient may fall on the far side of a tie.
    half = log(2) / 2 * (1 + mpf("1e-4"))
    tiny = lambda weight: lambda t: max(abs(weight(t)), mpf("1e-6"))
    for bits, exp_degree, log_degree in [(32, 5, 3), (64, 10, 9)]:
        show(f"exp f{bits}", remez(exp_tail, tiny(exp_weight), -half, half, exp_degree))
        show(f"log f{bits}", remez(log_tail, tiny(lambda z: z / 2), mpf(0), mpf(1) / 9, log_degree))


main()
