//! Random statements.

use rand::rngs::Xoshiro256PlusPlus;

/// Writes one program.
pub struct Writer {
    /// Where choices come from.
    pub random: Xoshiro256PlusPlus,
    /// The indices of the loops around, with their bounds.
    pub loops: Vec<(String, usize)>,
    lines: Vec<String>,
    depth: usize,
    names: usize,
}

/// What may be overwritten, and the array that it is a part of.
const TARGETS: [(&str, char); 5] = [
    ("&mut y", 'y'),
    ("&mut z[1..]", 'z'),
    ("&mut y[..2]", 'y'),
    ("&mut w[..]", 'w'),
    ("&mut z", 'z'),
];

impl Writer {
    /// A writer of one program.
    pub fn new(random: Xoshiro256PlusPlus) -> Writer {
        Writer { random, loops: Vec::new(), lines: Vec::new(), depth: 0, names: 0 }
    }

    /// A function of an array and a count.
    pub fn program(mut self, name: &str) -> String {
        for _ in 0..3 + self.below(4) {
            self.statement();
        }
        let body = self.lines.join("\n");
        format!(
            "fn {name}(x: &[f64], n: usize) -> f64 {{
    let mut y = x.to_vec();
    let mut z = [0.3_f64; 4];
    let mut w = vec![0.5_f64; 3];
    let mut s = 0.4_f64;
    let mut t = x[0] * 0.5;
{body}
    s + t * y[0] + y[3] * z[1] + z[2] + total(&w) + y[1] * y[2] + z[3] * z[0]
}}"
        )
    }

    fn line(&mut self, text: &str) {
        self.lines.push(format!("{}{text}", "    ".repeat(self.depth + 1)));
    }

    fn statement(&mut self) {
        match self.below(if self.depth < 3 { 20 } else { 14 }) {
            0..4 => self.assignment(),
            4..7 => {
                let (number, value) = (self.any(&["s", "t"]), self.expression(0));
                let operator = self.any(&["=", "+=", "-="]);
                self.line(&format!("{number} {operator} {value} * 0.6;"));
            }
            7..9 => self.method(),
            9..12 => self.call(),
            12 => self.exit(),
            13 => self.elements(),
            14..17 => self.counted(),
            17..19 => self.branch(),
            _ => self.conditional(),
        }
    }

    fn assignment(&mut self) {
        let (place, value) = (self.element(), self.expression(0));
        let operator = self.any(&["=", "+=", "*=", "-="]);
        self.line(&format!("{place} {operator} {value};"));
    }

    fn method(&mut self) {
        let parts = ["..2", "1..3", "2.."];
        let (a, b) = (self.below(4), self.below(4));
        let text = match self.below(3) {
            0 => format!("{}.swap({a}, {b});", self.any(&["y", "z"])),
            1 => {
                let (to, from) = (self.any(&parts), self.any(&parts));
                format!("z[{to}].copy_from_slice(&x[{from}]);")
            }
            _ => {
                let target = self.any(&["y[1..]", "z[..2]", "w"]);
                format!("{target}.fill({} * x[{a}]);", self.any(&["s", "t"]))
            }
        };
        self.line(&text);
    }

    fn call(&mut self) {
        let (target, whole) = self.any(&TARGETS);
        let sources = ["x", "&y", "&z[1..]", "&w", "&z"];
        let apart: Vec<&str> = sources.into_iter().filter(|s| !s.contains(whole)).collect();
        let source = self.any(&apart);
        let (number, other) = self.any(&[("s", "t"), ("t", "s")]);
        let text = match self.below(4) {
            0 => format!("mixed({source}, {}, {target});", self.expression(2)),
            1 => format!("{number} += overwritten({source}, {target}) * 0.3;"),
            2 => format!("{other} += bumped(&mut {number}, x[{}] * 0.8);", self.below(4)),
            _ => format!("{number} += total({source}) * 0.2;"),
        };
        self.line(&text);
    }

    fn elements(&mut self) {
        let (target, value) = (self.any(&["y", "z[1..]", "w"]), self.below(4));
        let number = self.any(&["s", "t"]);
        self.line(&format!(
            "for v in {target}.iter_mut() {{ *v = *v * 0.8 + {number} * x[{value}]; }}"
        ));
    }

    fn exit(&mut self) {
        let condition = self.condition();
        let exits = match self.loops.is_empty() {
            true => vec!["return s * t"],
            false => vec!["continue", "continue", "break", "return s + y[1]"],
        };
        let exit = self.any(&exits);
        self.line(&format!("if {condition} {{ {exit}; }}"));
    }

    fn counted(&mut self) {
        let (index, bound) = (self.fresh("i"), self.any(&[2, 3, 4]));
        let range = match self.below(3) {
            0 => format!("0..{bound}"),
            1 => format!("0..n.min({bound})"),
            _ => format!("(0..{bound}).rev()"),
        };
        self.line(&format!("for {index} in {range} {{"));
        self.loops.push((index, bound));
        self.body();
        self.loops.pop();
        self.line("}");
    }

    fn branch(&mut self) {
        let condition = self.condition();
        self.line(&format!("if {condition} {{"));
        self.body();
        if self.chance(0.5) {
            self.line("} else {");
            self.body();
        }
        self.line("}");
    }

    /// A loop that a condition on active values ends, after three rounds at the latest.
    fn conditional(&mut self) {
        let (count, condition) = (self.fresh("c"), self.condition());
        self.line(&format!("let mut {count} = 0;"));
        self.line(&format!("while {count} < 3 && {condition} {{"));
        self.line(&format!("    {count} += 1;"));
        let outer = std::mem::take(&mut self.loops);
        self.loops = vec![(format!("({count} - 1)"), 3)];
        self.body();
        self.loops = outer;
        self.line("}");
    }

    fn body(&mut self) {
        self.depth += 1;
        for _ in 0..1 + self.below(3) {
            self.statement();
        }
        self.depth -= 1;
    }

    fn fresh(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }
}
