//! Random expressions over `x`, the arrays `y`, `z` and `w`, and the numbers `s` and `t`.

use rand::RngExt;

use crate::statements::Writer;

/// The arrays, with their lengths.
const ARRAYS: [(&str, usize); 3] = [("y", 4), ("z", 4), ("w", 3)];

impl Writer {
    /// One of several.
    pub fn any<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())].clone()
    }

    /// Whether something of this probability happens.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.random.random_bool(probability)
    }

    /// A number below.
    pub fn below(&mut self, bound: usize) -> usize {
        self.random.random_range(0..bound)
    }

    /// A literal.
    pub fn literal(&mut self) -> String {
        format!("{:.2}_f64", self.random.random_range(0.2..1.5))
    }

    /// An element of one of the arrays, as a place.
    pub fn element(&mut self) -> String {
        let (array, length) = self.any(&ARRAYS);
        let mut indices = vec![self.below(length).to_string()];
        for (index, bound) in self.loops.clone() {
            if bound <= length {
                indices.extend([index.clone(), index.clone()]);
            }
            indices.push(format!("({index} + {}) % {length}", self.below(3)));
        }
        format!("{array}[{}]", self.any(&indices))
    }

    fn leaf(&mut self) -> String {
        match self.below(10) {
            0..3 => self.element(),
            3..5 => format!("x[{}]", self.below(4)),
            5..8 => self.any(&["s", "t"]).to_owned(),
            _ => self.literal(),
        }
    }

    /// An expression; `depth` is how far it lies inside another.
    pub fn expression(&mut self, depth: usize) -> String {
        if depth > 2 || self.chance(0.3) {
            return self.leaf();
        }
        let mut inner = || self.expression(depth + 1);
        let (a, b) = (inner(), inner());
        match self.below(12) {
            0..3 => format!("({a} + {b})"),
            3..5 => format!("({a} - {b})"),
            5..8 => format!("({a} * {b})"),
            8 => format!("({a}).sin()"),
            9 => format!("({a}).tanh()"),
            10 => format!("folded({a}, {})", self.below(3)),
            _ => {
                let part = self.any(&["y", "z[1..]", "y[..2]", "z[1..3]", "x", "x[..3]", "w"]);
                format!("{part}.iter().map(|v| v * {a}).sum::<f64>()")
            }
        }
    }

    /// A condition, on active values or on an index.
    pub fn condition(&mut self) -> String {
        let index = self.loops.last().map(|(index, _)| index.clone());
        match index.filter(|_| self.chance(0.3)) {
            Some(index) => format!("{index} % 2 == {}", self.below(2)),
            None => {
                let (a, b) = (self.expression(1), self.literal());
                format!("{a} {} {b}", self.any(&["<", ">"]))
            }
        }
    }
}
