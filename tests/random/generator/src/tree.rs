//! Programs as trees: what is written, and what may take the place of what.

use std::fmt::{self, Write};

/// What a node stands for, and so what may take its place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sort {
    /// A number that may carry a derivative.
    Number,
    /// A truth value.
    Condition,
    /// A statement.
    Statement,
}

/// Part of a node.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Piece {
    /// Rust, as it stands.
    Text(String),
    /// An expression.
    Node(Node),
    /// Statements in braces.
    Block(Vec<Node>),
}

/// A name that holds inside a node, and what may stand in its place where the node is taken away.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Bound {
    /// The name; `break` and `continue` are names that loops bind.
    pub name: String,
    /// What it may be replaced by.
    pub instead: Option<String>,
}

/// An expression or a statement.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    /// What it stands for.
    pub sort: Sort,
    /// What it is made of.
    pub pieces: Vec<Piece>,
    /// Names that hold inside.
    pub binds: Vec<Bound>,
    /// Names that hold in the statements behind it.
    pub declares: Vec<String>,
    /// Whether it stays where it is, since the loop around would not end without it.
    pub fixed: bool,
}

impl Node {
    /// A node by its text, in which each `$` stands for the next of the parts.
    pub fn new(sort: Sort, text: &str, parts: Vec<Piece>) -> Node {
        let mut pieces = Vec::new();
        let mut parts = parts.into_iter();
        for (i, text) in text.split('$').enumerate() {
            if i > 0 {
                pieces.push(parts.next().expect("as many parts as there are places for them"));
            }
            if !text.is_empty() {
                pieces.push(Piece::Text(text.to_owned()));
            }
        }
        assert!(parts.next().is_none(), "more parts than places in {text}");
        Node { sort, pieces, binds: Vec::new(), declares: Vec::new(), fixed: false }
    }

    /// The same, with a name that holds inside.
    pub fn binding(mut self, name: &str, instead: Option<&str>) -> Node {
        self.binds.push(Bound { name: name.to_owned(), instead: instead.map(str::to_owned) });
        self
    }

    /// The same, with a name that holds behind it.
    pub fn declaring(mut self, name: &str) -> Node {
        self.declares.push(name.to_owned());
        self
    }

    /// The same, which stays where it is.
    pub fn fixed(self) -> Node {
        Node { fixed: true, ..self }
    }

    /// The same as a loop, which may be left.
    pub fn looping(self) -> Node {
        self.binding("break", None).binding("continue", None)
    }

    fn write(&self, to: &mut String, indent: usize) -> fmt::Result {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => to.write_str(text)?,
                Piece::Node(node) => node.write(to, indent)?,
                Piece::Block(statements) => {
                    to.write_str("{\n")?;
                    for statement in statements {
                        write!(to, "{:1$}", "", indent + 4)?;
                        statement.write(to, indent + 4)?;
                        to.write_char('\n')?;
                    }
                    write!(to, "{:1$}}}", "", indent)?;
                }
            }
        }
        Ok(())
    }
}

impl From<Node> for Piece {
    fn from(node: Node) -> Piece {
        Piece::Node(node)
    }
}

impl From<Vec<Node>> for Piece {
    fn from(statements: Vec<Node>) -> Piece {
        Piece::Block(statements)
    }
}

impl From<&str> for Piece {
    fn from(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Piece {
        Piece::Text(text)
    }
}

/// What a program is besides its statements.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Options {
    /// Whether second derivatives are written, too.
    pub hessian: bool,
    /// Whether `backward` computes everything again.
    pub checkpoint: bool,
    /// Whether its numbers are `f32`.
    pub single: bool,
    /// Whether they are of any type that is a float.
    pub generic: bool,
}

impl Options {
    fn named(&mut self) -> [(&'static str, &mut bool); 4] {
        [
            ("hessian", &mut self.hessian),
            ("checkpoint", &mut self.checkpoint),
            ("single", &mut self.single),
            ("generic", &mut self.generic),
        ]
    }

    /// The names of those that hold.
    pub fn names(mut self) -> Vec<&'static str> {
        self.named().into_iter().filter(|(_, on)| **on).map(|(name, _)| name).collect()
    }

    /// Those of these names.
    pub fn of(text: &str) -> Options {
        let mut options = Options::default();
        for (name, on) in options.named() {
            *on = text.split_whitespace().any(|word| word == name);
        }
        options
    }

    /// All with one option less.
    pub(crate) fn fewer(self) -> Vec<Options> {
        let without = |name: &&str| {
            let mut fewer = self;
            for (other, on) in fewer.named() {
                *on &= other != *name;
            }
            fewer
        };
        self.names().iter().map(without).collect()
    }
}

/// A function `fn(x: &[f64], n: usize) -> f64`, whose last statement is its value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Program {
    /// Its statements.
    pub body: Vec<Node>,
    /// What else it is.
    pub options: Options,
}

impl Program {
    /// As Rust, under a name.
    pub fn source(&self, name: &str) -> String {
        let body = Node::new(Sort::Statement, "$", vec![self.body.clone().into()]);
        let mut text = format!("fn {name}(x: &[f64], n: usize) -> f64 ");
        body.write(&mut text, 0).expect("a string can be written to");
        text
    }

    /// The same, below a line with its options.
    pub fn text(&self, name: &str) -> String {
        format!("// options: {}\n{}", self.options.names().join(" "), self.source(name))
    }
}
