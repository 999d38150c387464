"""Random programs over the accepted language, each with its check against differences.

python3 generate.py SEED COUNT > ../tests/random_programs.rs, then cargo fmt
python3 generate.py SEED COUNT exits > ../tests/random_exits.rs, with while, loop, break, continue, return and match

The programs mix assignment, tuple swaps, shadowing, branches, loops in both directions, and arrays
whose elements are overwritten. All functions in them are smooth and tame except `max` and the
branches; a point next to a kink shows in the differences, and is left out there.
"""

import random
import sys

HEADER = """//! Random programs against finite differences. Made by programs/generate.py with seed {seed};
//! run that for more.
#![allow(clippy::all, unused, missing_docs)]

use chainrule::differentiate;

type Arguments = (f64, f64, [f64; 3], [f64; 3], usize);

const POINTS: [Arguments; 3] = [
    (0.37, 1.21, [0.3, -0.8, 1.4], [0.9, 0.2, -0.6], 3),
    (-1.37, 0.61, [1.3, 0.38, -1.1], [-0.4, 1.2, 0.7], 2),
    (0.9, -0.4, [0.2, 1.8, 0.6], [0.5, -1.2, 0.1], 0),
];

/// The slope at 0, and how far two step sizes disagree about it.
fn slope(f: &dyn Fn(f64) -> f64) -> (f64, f64) {{
    let d = |h: f64| (f(-2.0 * h) - 8.0 * f(-h) + 8.0 * f(h) - f(2.0 * h)) / (12.0 * h);
    let (a, b) = (d(1e-4), d(2.5e-5));
    (b, (a - b).abs())
}}

/// Compares the eight components of a gradient; yields how many could be compared.
fn compare(name: &str, at: Arguments, ours: [f64; 8], f: &dyn Fn(Arguments) -> f64) -> usize {{
    let mut compared = 0;
    for (i, g) in ours.into_iter().enumerate() {{
        let along = |t: f64| {{
            let (mut x, mut y, mut p, mut q, n) = at;
            *[&mut x, &mut y].into_iter().chain(&mut p).chain(&mut q).nth(i).unwrap() += t;
            f((x, y, p, q, n))
        }};
        let (d, spread) = slope(&along);
        if spread < 1e-6 * (1.0 + d.abs()) {{
            compared += 1;
            assert!((g - d).abs() < 1e-5 * (1.0 + d.abs()), "{{name}}, component {{i}}: {{g}} against {{d}}");
        }}
    }}
    compared
}}
"""

CHECK = """
#[test]
fn {name}_against_differences() {{
    let mut compared = 0;
    for at in POINTS {{
        let (x, y, p, q, n) = at;
        let (value, g) = {name}::value_and_gradient(x, y, p, &q, n);
        assert_eq!(value.to_bits(), {name}(x, y, p, &q, n).to_bits());
        let ours = [g.0, g.1, g.2[0], g.2[1], g.2[2], g.3[0], g.3[1], g.3[2]];
        compared += compare("{name}", at, ours, &|(x, y, p, q, n)| {name}(x, y, p, &q, n));
    }}
    assert!(compared > 12, "only {{compared}} components could be compared");
}}
"""


class Program:
    def __init__(self, rnd, exits=False):
        self.rnd = rnd
        self.exits = exits
        # The loops that exits may name, innermost last: None where a `break` needs a value.
        self.labels = []
        self.blocks = []
        self.valued = 0
        self.count = 0
        self.scalars = ["x", "y"]
        self.mutable = []
        self.arrays = ["p", "q"]
        self.mutable_arrays = []
        self.indices = []

    def literal(self):
        return self.rnd.choice(["0.5", "1.5", "0.3", "1.1", "-0.7", "2.0"])

    def name(self, stem):
        self.count += 1
        return f"{stem}{self.count}" if self.rnd.random() < 0.7 else self.rnd.choice("abc")

    def index(self):
        choices = ["0", "1", "2"] + [f"{i} % 3" for i in self.indices] * 2
        return self.rnd.choice(choices + [f"({i} + 1) % 3" for i in self.indices])

    def condition(self):
        if self.indices and self.rnd.random() < 0.4:
            return f"{self.rnd.choice(self.indices)} % 2 == {self.rnd.randrange(2)}"
        return f"{self.expression(2)} > {self.literal()}"

    def leaf(self):
        which = self.rnd.random()
        if which < 0.6:
            return self.rnd.choice(self.scalars)
        if which < 0.85:
            return f"{self.rnd.choice(self.arrays)}[{self.index()}]"
        return self.literal()

    def expression(self, depth=0):
        if depth > 2 or self.rnd.random() < 0.3:
            return self.leaf()
        e = [self.expression(depth + 1) for _ in range(3)]
        forms = [
            f"({e[0]} * {e[1]})", f"({e[0]} * {e[1]})", f"({e[0]} + {e[1]})", f"({e[0]} - {e[1]})",
            f"(x * {e[0]}).sin()", f"(y + {e[0]}).tanh()", f"(({e[0]}) / (2.0 + (x - {e[1]}).cos()))",
            f"(y * {e[0]}).max({e[1]})", f"-({e[0]})",
            f"(if {self.condition()} {{ {e[0]} }} else {{ {e[1]} }})",
        ]
        return self.rnd.choice(forms)

    def block(self, depth, size):
        saved = [list(names) for names in
                 (self.scalars, self.mutable, self.arrays, self.mutable_arrays)]
        lines = [line for _ in range(size) for line in self.statement(depth)]
        self.scalars, self.mutable, self.arrays, self.mutable_arrays = saved
        return ["    " + line for line in lines]

    def statement(self, depth):
        if self.exits and self.rnd.random() < 0.35:
            return self.exiting(depth)
        roll = self.rnd.random()
        if roll < 0.15:
            return self.let()
        if roll < 0.27:
            return self.let_mut()
        if roll < 0.32:
            return self.array()
        if roll < 0.55 and self.mutable:
            return self.assignment()
        if roll < 0.68 and self.mutable_arrays:
            operator = self.rnd.choice(["=", "=", "+=", "*=", "-="])
            place = f"{self.rnd.choice(self.mutable_arrays)}[{self.index()}]"
            return [f"{place} {operator} (x - {self.expression()}).sin();"]
        if depth >= 3:
            return []
        return self.branch(depth) if roll < 0.82 else self.loop(depth)

    def exiting(self, depth):
        """A statement that leaves something early, or a loop or match that others leave."""
        forms = [self.exit, self.exit, self.let_or_exit]
        if depth < 3:
            forms += [self.while_loop, self.while_loop, self.endless, self.block_value, self.match]
        return self.rnd.choice(forms)(depth)

    def way_out(self):
        ways = [f"return {self.expression(1)};"]
        for position, (label, valued) in enumerate(self.labels[-2:]):
            innermost = position == len(self.labels[-2:]) - 1
            plain = innermost and not self.blocks and self.rnd.random() < 0.5
            name = "" if plain else " " + label
            ways += [f"continue{name};", f"break{name}{' ' + self.expression(1) if valued else ''};"] * 2
        if self.blocks:
            ways.append(f"break {self.blocks[-1]} {self.expression(1)};")
        return self.rnd.choice(ways)

    def exit(self, depth):
        lines = [f"if {self.condition()} {{"]
        if self.rnd.random() < 0.4:
            lines += self.block(max(depth, 2) + 1, 1)
        lines += ["    " + self.way_out()]
        if self.rnd.random() < 0.3:
            lines += ["} else {"] + self.block(max(depth, 2) + 1, 2)
        return lines + ["}"]

    def let_or_exit(self, depth):
        condition, value, way = self.condition(), self.expression(1), self.way_out()
        name = self.name("v")
        self.scalars.append(name)
        self.mutable = [other for other in self.mutable if other != name]
        return [f"let {name} = if {condition} {{ {value} }} else {{ {way} }};"]

    def rounds(self, depth, head, first):
        """A loop over a counter that is increased first, so that `continue` does not skip it."""
        self.count += 1
        counter, label = f"k{self.count}", f"'l{self.count}"
        self.indices.append(counter)
        valued, self.valued = self.valued, 0
        self.labels.append((label, valued > 0))
        body = self.block(depth + 1, self.rnd.randrange(1, 5))
        self.labels.pop()
        self.indices.pop()
        self.valued = valued
        head = head.replace("{}", counter)
        lines = [f"let mut {counter} = 0;", f"{label}: {head} {{", f"    {counter} += 1;"]
        return lines + [f"    {line}" for line in first(counter)] + body + ["}"]

    def while_loop(self, depth):
        head = f"while {{}} < {self.rnd.randrange(1, 5)}"
        if self.rnd.random() < 0.5:
            head += f" && {self.condition()}"
        return self.rounds(depth, head, lambda counter: [])

    def endless(self, depth):
        last = self.rnd.randrange(1, 4)
        if self.rnd.random() < 0.5:
            return self.rounds(depth, "loop", lambda k: [f"if {k} > {last} {{", "    break;", "}"])
        # The loop's own `break`s have a value, so none of the body's may be one of them.
        value = self.expression(1)
        first = lambda k: [f"if {k} > {last} {{", f"    break {value};", "}"]
        self.valued += 1
        lines = self.rounds(depth, "loop", first)
        self.valued -= 1
        name = self.name("w")
        self.scalars.append(name)
        self.mutable = [other for other in self.mutable if other != name]
        return [lines[0], f"let {name} = {lines[1]}"] + lines[2:-1] + ["};"]

    def block_value(self, depth):
        self.count += 1
        label = f"'b{self.count}"
        self.blocks.append(label)
        lines = self.block(depth + 1, self.rnd.randrange(1, 4))
        self.blocks.pop()
        value, name = self.expression(1), self.name("u")
        self.scalars.append(name)
        self.mutable = [other for other in self.mutable if other != name]
        return [f"let {name} = {label}: {{"] + lines + [f"    {value}", "};"]

    def match(self, depth):
        subject = self.rnd.choice([f"{i} % 4" for i in self.indices] + ["n"])
        arms = ["0 => {", f"1 | 2 if {self.condition()} => {{", "k @ 1..=2 => {", "_ => {"]
        lines = [f"match {subject} {{"]
        for arm in arms:
            lines.append("    " + arm)
            if arm.startswith("k"):
                self.indices.append("k")
            lines += ["    " + line for line in self.block(depth + 1, self.rnd.randrange(1, 3))]
            if arm.startswith("k"):
                self.indices.pop()
            lines.append("    }")
        return lines + ["}"]

    def let(self):
        value, name = self.expression(), self.name("v")
        self.scalars.append(name)
        self.mutable = [other for other in self.mutable if other != name]
        return [f"let {name} = (x + {value}).sin();"]

    def let_mut(self):
        value, name = self.expression(), self.name("m")
        self.scalars.append(name)
        self.mutable.append(name)
        return [f"let mut {name} = (y - {value}).tanh();"]

    def array(self):
        self.count += 1
        name, first, last = f"r{self.count}", self.expression(2), self.expression(2)
        self.arrays.append(name)
        self.mutable_arrays.append(name)
        values = self.rnd.choice(["[0.0; 3]", f"[{first}, {self.literal()}, {last}]"])
        return [f"let mut {name} = {values};"]

    def assignment(self):
        name, other = self.rnd.choice(self.mutable), self.rnd.choice(self.mutable)
        if name != other and self.rnd.random() < 0.3:
            return [f"({name}, {other}) = ({self.expression(1)}, {name});"]
        return [f"{name} {self.rnd.choice(['=', '+=', '*=', '-='])} {self.expression(1)};"]

    def branch(self, depth):
        lines = [f"if {self.condition()} {{"] + self.block(depth + 1, self.rnd.randrange(1, 4))
        if self.rnd.random() < 0.6:
            lines += ["} else {"] + self.block(depth + 1, self.rnd.randrange(1, 4))
        return lines + ["}"]

    def loop(self, depth):
        self.count += self.exits
        index = f"i{depth}"
        label = f"'l{self.count}"
        mark = f"{label}: " if self.exits else ""
        self.labels.append((label, False))
        ranges = ["0..3", "0..n", "1..n", "(0..3).rev()", "(1..4).rev()", "(0..5).step_by(2)"]
        self.indices.append(index)
        if self.rnd.random() < 0.2:
            self.scalars.append(f"e{depth}")
            head = [f"{mark}for ({index}, e{depth}) in q.iter().enumerate() {{", f"    let e{depth} = *e{depth};"]
            lines = head + self.block(depth + 1, self.rnd.randrange(1, 5))
            self.scalars.remove(f"e{depth}")
        else:
            head = [f"{mark}for {index} in {self.rnd.choice(ranges)} {{"]
            lines = head + self.block(depth + 1, self.rnd.randrange(1, 5))
        self.indices.remove(index)
        self.labels.pop()
        return lines + ["}"]

    def text(self, name):
        body = [line for _ in range(self.rnd.randrange(4, 8)) for line in self.statement(0)]
        terms = sorted(set(self.scalars)) + [f"{a}[{i}]" for a in self.arrays for i in range(3)]
        self.rnd.shuffle(terms)
        body.append(" + ".join(terms[:5]))
        lines = "\n".join("    " + line for line in body)
        head = f"fn {name}(x: f64, y: f64, p: [f64; 3], q: &[f64], n: usize) -> f64"
        return f"\n#[differentiate]\n{head} {{\n{lines}\n}}\n"


def main():
    seed, count, exits = int(sys.argv[1]), int(sys.argv[2]), "exits" in sys.argv
    rnd = random.Random(seed)
    parts = [HEADER.format(seed=seed)]
    for number in range(count):
        name = f"program_{number}"
        parts += [Program(rnd, exits).text(name), CHECK.format(name=name)]
    print("".join(parts), end="")


main()
