//! Computational graphs of straight-line functions, and four ways of drawing them.
//!
//! `#[differentiate(graph)]` generates an associated function `graph` that builds a [`Graph`]. Values and
//! cotangents are added with [`Graph::with_values`] and [`Graph::with_cotangents`]; the drawings are
//! [`Graph::to_text`] (a terminal), [`Graph::to_svg`], [`Graph::to_dot`] (Graphviz) and
//! [`Graph::to_mermaid`].
//!
//! ```
//! use chainrule::Graph;
//!
//! let graph = Graph::new("r")
//!     .input("x")
//!     .input("y")
//!     .input("z")
//!     .node("u", "x * x", &["x"])
//!     .node("v", "u + y", &["u", "y"])
//!     .node("w", "z * v", &["z", "v"])
//!     .node("r", "w * w", &["w"])
//!     .output("r")
//!     .with_values(&[("x", 1.0), ("y", 2.0), ("z", 4.0)])
//!     .with_values(&[("u", 1.0), ("v", 3.0), ("w", 12.0), ("r", 144.0)])
//!     .with_cotangents(&[("r", 1.0), ("w", 24.0), ("v", 96.0), ("z", 72.0)])
//!     .with_cotangents(&[("u", 96.0), ("y", 96.0), ("x", 192.0)]);
//!
//! let drawing = "\
//! r(x, y, z) → r
//!
//! layer                    value  cotangent
//! 0      ○      x              1        192
//!        │ ○    y              2         96
//!        │ │ ○  z              4         72
//! 1      ● │ │  u = x * x      1         96
//! 2      ●─╯ │  v = u + y      3         96
//! 3      ●───╯  w = z * v     12         24
//! 4      ◆      r = w * w    144          1
//! ";
//! assert_eq!(graph.to_string(), drawing);
//! ```

mod build;
mod dot;
mod label;
mod layout;
mod mermaid;
mod palette;
mod svg;
mod text;

use std::fmt;

/// The computational graph of a function: inputs, named steps, outputs.
///
/// Names are unique; an operand stands before the step that uses it, so the graph has no cycles.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    name: String,
    nodes: Vec<Node>,
}

/// An input or a step of a [`Graph`].
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    name: String,
    formula: Option<String>,
    operands: Vec<Operand>,
    value: Option<f64>,
    cotangent: Option<f64>,
    output: bool,
}

/// The end of an edge at the step that uses a value.
#[derive(Clone, Debug, PartialEq)]
struct Operand {
    node: usize,
    partial: Option<String>,
}

impl Graph {
    /// The name of the function.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The inputs and steps, in the order in which they were added.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// A drawing for a terminal: one line a node, at most 80 columns, the edges as rails on its left.
    ///
    /// Inputs are `○`, steps `●`, outputs `◆`. A rail runs down from the node that makes a value to
    /// its last use; a horizontal line leads from the operands to the node, and passes beneath the rails that it does
    /// not join. Lines are in the order of their layer, which is the longest path from an input.
    /// Where more than twelve values live at once the rails are left out. Formulas that don't fit end in `…`;
    /// partials are listed below the drawing.
    pub fn to_text(&self) -> String {
        text::draw(self)
    }

    /// The graph in the DOT language of Graphviz.
    pub fn to_dot(&self) -> String {
        dot::draw(self)
    }

    /// The graph as a Mermaid flow chart, as GitHub and many documentation tools render it.
    pub fn to_mermaid(&self) -> String {
        mermaid::draw(self)
    }

    /// A drawing as a stand-alone SVG image, without styles or fonts from elsewhere.
    ///
    /// Values are blue and on the left of a box, cotangents red and on the right. The image is laid out in layers:
    /// Sugiyama, Tagawa and Toda, *Methods for Visual Understanding of Hierarchical System
    /// Structures*, 1981.
    pub fn to_svg(&self) -> String {
        svg::draw(self)
    }

    fn has_values(&self) -> bool {
        self.nodes.iter().any(|node| node.value.is_some())
    }

    fn has_cotangents(&self) -> bool {
        self.nodes.iter().any(|node| node.cotangent.is_some())
    }

    fn edges(&self) -> impl Iterator<Item = Edge<'_>> {
        self.nodes.iter().enumerate().flat_map(|(to, node)| {
            let edge = move |operand| Edge {
                from: Operand::node(operand),
                to,
                partial: operand.partial(),
            };
            node.operands.iter().map(edge)
        })
    }
}

impl Node {
    /// The unique name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the step computes; `None` for an input.
    pub fn formula(&self) -> Option<&str> {
        self.formula.as_deref()
    }

    /// The places of the operands in [`Graph::nodes`], each once.
    pub fn operands(&self) -> impl Iterator<Item = usize> {
        self.operands.iter().map(Operand::node)
    }

    /// The value, where one was given.
    pub fn value(&self) -> Option<f64> {
        self.value
    }

    /// The derivative of the output with respect to this node, where one was given.
    pub fn cotangent(&self) -> Option<f64> {
        self.cotangent
    }

    /// Whether the function returns this node.
    pub fn is_output(&self) -> bool {
        self.output
    }

    fn role(&self) -> Role {
        match (self.output, &self.formula) {
            (true, _) => Role::Output,
            (false, None) => Role::Input,
            (false, Some(_)) => Role::Step,
        }
    }
}

impl Operand {
    fn node(&self) -> usize {
        self.node
    }

    fn partial(&self) -> Option<&str> {
        self.partial.as_deref()
    }
}

/// What the drawings tell apart by shape or colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Input,
    Step,
    Output,
}

/// From a value to a step that uses it, with the derivative of the step by the value.
#[derive(Clone, Copy, Debug)]
struct Edge<'a> {
    from: usize,
    to: usize,
    partial: Option<&'a str>,
}

/// The terminal drawing of [`Graph::to_text`].
impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}
