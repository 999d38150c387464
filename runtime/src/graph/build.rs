//! The builder: every name is checked as it comes in.

use super::{Graph, Node, Operand};

impl Graph {
    /// An empty graph of the function `name`.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), nodes: Vec::new() }
    }

    /// Adds an input.
    ///
    /// # Panics
    ///
    /// If the name is taken.
    pub fn input(self, name: &str) -> Self {
        self.push(name, None, Vec::new())
    }

    /// Adds a step that computes `formula` from `operands`, which are inputs and earlier steps. An
    /// operand that is given twice counts once.
    ///
    /// # Panics
    ///
    /// If the name is taken or an operand is unknown.
    pub fn node(self, name: &str, formula: &str, operands: &[&str]) -> Self {
        let mut found: Vec<Operand> = Vec::with_capacity(operands.len());
        for operand in operands {
            let node = self.find(operand, &format!("operand of `{name}`"));
            if found.iter().all(|earlier| earlier.node != node) {
                found.push(Operand { node, partial: None });
            }
        }
        let formula = formula.split_whitespace().collect::<Vec<_>>().join(" ");
        self.push(name, Some(formula), found)
    }

    /// Marks a node as returned by the function; several may be.
    ///
    /// # Panics
    ///
    /// If the name is unknown or is an output already.
    pub fn output(mut self, name: &str) -> Self {
        let node = self.find(name, "output");
        if self.nodes[node].output {
            self.refuse(&format!("duplicate output `{name}`"));
        }
        self.nodes[node].output = true;
        self
    }

    /// Gives the derivative of `node` by its operand `operand`, as text for the edge between them.
    ///
    /// # Panics
    ///
    /// If a name is unknown, if `operand` is no operand of `node`, or if the edge has a partial already.
    pub fn partial(mut self, node: &str, operand: &str, partial: &str) -> Self {
        let to = self.find(node, "node of a partial");
        let from = self.find(operand, "operand of a partial");
        match self.nodes[to].operands.iter().position(|edge| edge.node == from) {
            None => {
                let known = quoted(self.nodes[to].operands().map(|i| &*self.nodes[i].name));
                panic!(
                    "graph `{}`: `{operand}` is no operand of `{node}`, whose operands are {known}",
                    self.name
                )
            }
            Some(edge) if self.nodes[to].operands[edge].partial.is_some() => {
                self.refuse(&format!("duplicate partial of `{node}` by `{operand}`"))
            }
            Some(edge) => self.nodes[to].operands[edge].partial = Some(partial.to_owned()),
        }
        self
    }

    /// Gives nodes their values; those that aren't named keep theirs.
    ///
    /// # Panics
    ///
    /// If a name is unknown or given twice.
    pub fn with_values(mut self, values: &[(&str, f64)]) -> Self {
        for (node, value) in self.resolve(values, "value") {
            self.nodes[node].value = Some(value);
        }
        self
    }

    /// Gives nodes their cotangents; those that aren't named keep theirs.
    ///
    /// # Panics
    ///
    /// If a name is unknown or given twice.
    pub fn with_cotangents(mut self, cotangents: &[(&str, f64)]) -> Self {
        for (node, cotangent) in self.resolve(cotangents, "cotangent") {
            self.nodes[node].cotangent = Some(cotangent);
        }
        self
    }

    fn push(mut self, name: &str, formula: Option<String>, operands: Vec<Operand>) -> Self {
        if self.position(name).is_some() {
            self.refuse(&format!("duplicate node `{name}`"));
        }
        let name = name.to_owned();
        self.nodes.push(Node {
            name,
            formula,
            operands,
            value: None,
            cotangent: None,
            output: false,
        });
        self
    }

    fn resolve(&self, pairs: &[(&str, f64)], what: &str) -> Vec<(usize, f64)> {
        let mut given = vec![false; self.nodes.len()];
        let mut resolve_one = |&(name, number): &(&str, f64)| {
            let node = self.find(name, what);
            if std::mem::replace(&mut given[node], true) {
                self.refuse(&format!("duplicate {what} of `{name}`"));
            }
            (node, number)
        };
        pairs.iter().map(&mut resolve_one).collect()
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.name == name)
    }

    fn find(&self, name: &str, what: &str) -> usize {
        self.position(name).unwrap_or_else(|| self.refuse(&format!("unknown {what} `{name}`")))
    }

    fn refuse(&self, complaint: &str) -> ! {
        let known = quoted(self.nodes.iter().map(|node| &*node.name));
        panic!("graph `{}`: {complaint}; its nodes are {known}", self.name)
    }
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
