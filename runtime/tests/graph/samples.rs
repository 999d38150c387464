//! Graphs that several tests draw.

use chainrule::Graph;

/// `r = (z * (x * x + y))^2` at `(1, 2, 4)`. By hand: `u = 1`, `v = 3`, `w = 12`, `r = 144`, and backwards
/// `w_bar = 2 w = 24`, `v_bar = z w_bar = 96`, `z_bar = v w_bar = 72`, `u_bar = y_bar = v_bar`, `x_bar = 2 x u_bar`.
pub fn exercise() -> Graph {
    bare_exercise()
        .with_values(&[("x", 1.0), ("y", 2.0), ("z", 4.0)])
        .with_values(&[("u", 1.0), ("v", 3.0), ("w", 12.0), ("r", 144.0)])
        .with_cotangents(&[("r", 1.0), ("w", 24.0), ("v", 96.0), ("z", 72.0)])
        .with_cotangents(&[("u", 96.0), ("y", 96.0), ("x", 192.0)])
}

pub fn bare_exercise() -> Graph {
    Graph::new("r")
        .input("x")
        .input("y")
        .input("z")
        .node("u", "x * x", &["x"])
        .node("v", "u + y", &["u", "y"])
        .node("w", "z * v", &["z", "v"])
        .node("r", "w * w", &["w"])
        .output("r")
}

/// Names, formulas and partials with every character that some format treats specially.
pub fn hostile() -> Graph {
    Graph::new("f<\"T\">")
        .input("a\"]; b")
        .input("end")
        .node("<b>&amp;\\", "if a < b && 'c' > \"d\" { #1 } else { `\\` }", &["a\"]; b", "end"])
        .partial("<b>&amp;\\", "end", "<i>\"&\"</i>\u{0}|--> #35;")
        .output("<b>&amp;\\")
}

/// A graph of `inputs` inputs and `steps` steps of two operands each.
pub fn random(seed: u64, inputs: usize, steps: usize) -> Graph {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut draw = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    let mut graph = Graph::new("f");
    for index in 0..inputs {
        graph = graph.input(&format!("n{index}"));
    }
    for index in inputs..inputs + steps {
        let recent = index.min(5);
        let back = if draw(4) == 0 { draw(index) } else { draw(recent) };
        let [a, b] = [back, draw(recent)].map(|back| format!("n{}", index - 1 - back));
        graph = graph.node(&format!("n{index}"), &format!("{a} * {b}"), &[&a, &b]);
    }
    graph.output(&format!("n{}", inputs + steps - 1))
}
