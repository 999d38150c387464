//! Expressions of numbers as a graph in which each is there once.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use proc_macro2::Span;

use crate::ir::{Kind, Literal, Num, Op};
use crate::prims::{self, Prim, Shape};

/// A node: operands come before what is computed of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Id(pub u32);

/// What a number is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Term {
    /// A number of an argument.
    Leaf(usize),
    /// A constant of the function's, by its text.
    Given(String),
    /// What code in the user's words has yielded there: it runs once for each time that the function runs it.
    Code(usize),
    /// A number that a rule brought, by its bits.
    Number(u64),
    /// A whole number that is known.
    Int(i64),
    /// A truth value that is known.
    Bool(bool),
    /// A primitive applied.
    Prim(Prim, Vec<Id>),
    /// `if cond { yes } else { no }`
    Select(Id, Id, Id),
}

impl Term {
    /// What it is computed of.
    pub fn operands(&self) -> Vec<Id> {
        match self {
            Term::Prim(_, args) => args.clone(),
            Term::Select(cond, yes, no) => vec![*cond, *yes, *no],
            Term::Leaf(_)
            | Term::Given(_)
            | Term::Code(_)
            | Term::Number(_)
            | Term::Int(_)
            | Term::Bool(_) => Vec::new(),
        }
    }
}

/// The type of a number.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Scalar {
    /// A differentiable number.
    Real(Num),
    /// An integer.
    Int(Num),
    /// A truth value.
    Bool,
}

impl Scalar {
    /// The type as a kind has it, if it is that of one number.
    pub fn of(kind: &Kind) -> Option<Scalar> {
        match kind {
            Kind::Real(num) => Some(Scalar::Real(num.clone())),
            Kind::Int(num) => Some(Scalar::Int(num.clone())),
            Kind::Bool => Some(Scalar::Bool),
            Kind::Unit
            | Kind::Tuple(_)
            | Kind::Array(..)
            | Kind::Slice(_)
            | Kind::Vec(_)
            | Kind::Nd { .. }
            | Kind::Struct(_)
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. }
            | Kind::Option(_) => None,
        }
    }

    /// The same as a kind.
    pub fn kind(&self) -> Kind {
        match self {
            Scalar::Real(num) => Kind::Real(num.clone()),
            Scalar::Int(num) => Kind::Int(num.clone()),
            Scalar::Bool => Kind::Bool,
        }
    }
}

/// A node and what is known of it.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub term: Term,
    /// Its type.
    pub scalar: Scalar,
    /// What the user calls it.
    pub name: Option<String>,
    /// The source it comes from.
    pub span: Span,
    /// Whether it is a term of derivatives: else it is computed as the function computes it.
    pub derived: bool,
    /// The conditions of the branches that it depends on.
    pub under: Rc<BTreeSet<Id>>,
    /// The arms of branches in which alone the function computes it.
    pub within: Vec<(Id, bool)>,
}

/// All nodes.
#[derive(Clone, Debug)]
pub struct Graph {
    nodes: Vec<Node>,
    ids: HashMap<(Term, Scalar), Id>,
    /// The constants of the function.
    pub given: HashMap<String, Op>,
    /// Its code that is in the user's words.
    pub code: Vec<Op>,
    /// The numbers that the function has as literals.
    pub written: HashMap<(u64, Scalar), Id>,
    /// The source of what comes next.
    pub span: Span,
    /// The arms of branches in which what comes next is computed.
    pub within: Vec<(Id, bool)>,
    /// Nodes that may be infinite where what is computed of them levels off: a product of such a one and 0 is 0.
    pub boundless: HashSet<Id>,
    /// Nodes that are 0 where such a one is infinite.
    pub vanishing: HashSet<Id>,
}

impl Graph {
    /// A graph without nodes.
    pub fn new(span: Span) -> Graph {
        Graph {
            nodes: Vec::new(),
            ids: HashMap::new(),
            given: HashMap::new(),
            code: Vec::new(),
            written: HashMap::new(),
            span,
            within: Vec::new(),
            boundless: HashSet::new(),
            vanishing: HashSet::new(),
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The node of a name in this graph.
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// What the user calls a node; the first name stays.
    pub fn call(&mut self, id: Id, name: &str, span: Span) {
        let node = &mut self.nodes[id.0 as usize];
        if node.name.is_none() && !node.derived {
            node.name = Some(name.to_owned());
            node.span = span;
        }
    }

    /// The node that is this.
    pub fn intern(&mut self, term: Term, scalar: Scalar, derived: bool) -> Id {
        let key = (term, scalar);
        if let Some(known) = self.ids.get(&key).copied() {
            // What is computed in two places may be computed wherever either may.
            if !self.node(known).within.is_empty() {
                let arms = self.arms_of(&key.0);
                self.nodes[known.0 as usize].within.retain(|arm| arms.contains(arm));
            }
            return known;
        }
        let id = Id(self.nodes.len() as u32);
        let (term, scalar) = key.clone();
        let under = self.conditions(&term);
        let within = self.arms_of(&term);
        self.nodes.push(Node { term, scalar, name: None, span: self.span, derived, under, within });
        self.ids.insert(key, id);
        id
    }

    /// The arms within which a term may be computed: those of what it is computed of, and those that are being read.
    fn arms_of(&self, term: &Term) -> Vec<(Id, bool)> {
        if let Term::Leaf(_) | Term::Given(_) | Term::Number(_) | Term::Int(_) | Term::Bool(_) =
            term
        {
            return Vec::new();
        }
        let mut arms = self.within.clone();
        let mut add = |id: Id, but: Option<(Id, bool)>| {
            for arm in self.node(id).within.iter().filter(|arm| Some(**arm) != but) {
                if !arms.contains(arm) {
                    arms.push(*arm);
                }
            }
        };
        match term {
            Term::Select(cond, yes, no) => {
                add(*cond, None);
                add(*yes, Some((*cond, true)));
                add(*no, Some((*cond, false)));
            }
            other => other.operands().into_iter().for_each(|id| add(id, None)),
        }
        arms
    }

    fn conditions(&self, term: &Term) -> Rc<BTreeSet<Id>> {
        let operands = term.operands();
        let mut of: Vec<&Rc<BTreeSet<Id>>> =
            operands.iter().map(|id| &self.node(*id).under).filter(|set| !set.is_empty()).collect();
        of.dedup_by(|a, b| Rc::ptr_eq(a, b));
        match (term, of.as_slice()) {
            (Term::Select(cond, ..), of) => {
                Rc::new(of.iter().flat_map(|set| set.iter()).chain([cond]).copied().collect())
            }
            (_, []) => Rc::default(),
            (_, [single]) => Rc::clone(single),
            (_, of) => Rc::new(of.iter().flat_map(|set| set.iter()).copied().collect()),
        }
    }

    /// The node that is this, if there is one.
    pub fn known(&self, term: Term, scalar: &Scalar) -> Option<Id> {
        self.ids.get(&(term, scalar.clone())).copied()
    }

    /// A number that a rule brings.
    pub fn number(&mut self, value: f64, scalar: &Scalar) -> Id {
        if let Some(given) = self.written.get(&(value.to_bits(), scalar.clone())) {
            return *given;
        }
        self.intern(Term::Number(value.to_bits()), scalar.clone(), true)
    }

    /// A primitive as the function computes it.
    pub fn primal(&mut self, prim: Prim, args: Vec<Id>, scalar: Scalar) -> Id {
        self.intern(Term::Prim(prim, args), scalar, false)
    }

    /// The type of a primitive's result.
    pub fn result(&self, prim: Prim, args: &[Id], of: &Scalar) -> Scalar {
        match prim.shape {
            Shape::Bool => Scalar::Bool,
            _ if prim == prims::CAST_REAL => of.clone(),
            _ => self.node(args[0]).scalar.clone(),
        }
    }

    /// The number that a node is, where that is known.
    pub fn value(&self, id: Id) -> Option<f64> {
        match &self.node(id).term {
            Term::Number(bits) => Some(f64::from_bits(*bits)),
            Term::Given(text) => self.given.get(text)?.literal().and_then(Literal::number),
            Term::Prim(prim, args) if *prim == prims::NEG => self.value(args[0]).map(|n| -n),
            Term::Leaf(_)
            | Term::Code(_)
            | Term::Int(_)
            | Term::Bool(_)
            | Term::Prim(..)
            | Term::Select(..) => None,
        }
    }

    /// The whole number that a node is, where that is known.
    pub fn integer(&self, id: Id) -> Option<i64> {
        if let Term::Int(value) = self.node(id).term { Some(value) } else { None }
    }

    /// The truth value that a node is, where that is known.
    pub fn truth(&self, id: Id) -> Option<bool> {
        if let Term::Bool(value) = self.node(id).term { Some(value) } else { None }
    }

    /// The operands of a node, if it is that primitive.
    pub fn applied(&self, id: Id, prim: Prim) -> Option<&[Id]> {
        match &self.node(id).term {
            Term::Prim(is, args) if *is == prim => Some(args),
            _ => None,
        }
    }

    /// What a node is computed of.
    pub fn operands(&self, id: Id) -> Vec<Id> {
        self.node(id).term.operands()
    }

    /// Whether nothing is computed there.
    pub fn is_atom(&self, id: Id) -> bool {
        match self.node(id).term {
            Term::Prim(..) | Term::Select(..) | Term::Code(_) => false,
            Term::Leaf(_) | Term::Given(_) | Term::Number(_) | Term::Int(_) | Term::Bool(_) => true,
        }
    }

    /// All nodes that these are computed of, and themselves, operands first.
    pub fn reached(&self, roots: &[Id]) -> Vec<Id> {
        let mut seen = vec![false; self.nodes.len()];
        let mut open = roots.to_vec();
        while let Some(id) = open.pop() {
            if !std::mem::replace(&mut seen[id.0 as usize], true) {
                open.extend(self.operands(id));
            }
        }
        (0..self.nodes.len() as u32).map(Id).filter(|id| seen[id.0 as usize]).collect()
    }

    /// How many operations it takes to compute all of these.
    pub fn cost(&self, roots: &[Id]) -> usize {
        self.reached(roots).into_iter().filter(|id| !self.is_atom(*id)).count()
    }
}
