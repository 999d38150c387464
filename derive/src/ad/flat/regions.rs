//! Where each node is computed: everywhere, or in an arm of a branch that alone needs it.
//!
//! Choices on one condition are one branch, where none of them is computed of another.

use std::collections::HashMap;

use super::graph::{Graph, Id, Term};

/// A branch: the region that it stands in, its condition, and how many branches on that condition come before it.
type Key = (usize, Id, usize);

/// A part of the text.
struct Region {
    parent: usize,
    depth: usize,
    /// The condition under which it runs, and whether that holds.
    arm: Option<(Id, bool)>,
}

/// What is computed in a region, operands first.
pub enum Item {
    /// A node.
    Node(Id),
    /// A branch.
    Branch(Branch),
}

/// Choices on one condition.
pub struct Branch {
    /// The condition.
    pub cond: Id,
    /// The choices.
    pub choices: Vec<Id>,
    /// The regions where it holds, and where not.
    pub arms: [usize; 2],
}

/// Where each node is computed.
pub struct Regions {
    regions: Vec<Region>,
    of: HashMap<Id, usize>,
    branches: HashMap<Key, Branch>,
    /// The branch of each choice.
    keys: HashMap<Id, Key>,
}

impl Regions {
    /// Of all nodes that these are computed of; `None` where something would be computed that the function may not compute.
    pub fn new(graph: &Graph, roots: &[Id]) -> Option<Regions> {
        let reached = graph.reached(roots);
        let before = generations(graph, &reached);
        let mut outermost = HashMap::new();
        loop {
            let (regions, next) = Regions::with(graph, roots, &reached, &before, &outermost);
            if next == outermost {
                return reached.iter().all(|id| regions.is_within(graph, *id)).then_some(regions);
            }
            outermost = next;
        }
    }

    /// The same where choices stand no deeper than told, by their conditions; and how deep those on one condition stand that
    /// is nearest to all of them, so that what they have in common is computed once.
    fn with(
        graph: &Graph,
        roots: &[Id],
        reached: &[Id],
        before: &HashMap<Id, usize>,
        outermost: &HashMap<(Id, usize), usize>,
    ) -> (Regions, HashMap<(Id, usize), usize>) {
        let root = Region { parent: 0, depth: 0, arm: None };
        let mut regions = Regions {
            regions: vec![root],
            of: HashMap::new(),
            branches: HashMap::new(),
            keys: HashMap::new(),
        };
        let mut common: HashMap<(Id, usize), usize> = HashMap::new();
        roots.iter().for_each(|root| regions.needed(*root, 0));
        for id in reached.iter().rev() {
            let here = regions.of[id];
            let Term::Select(cond, yes, no) = graph.node(*id).term else {
                graph.operands(*id).into_iter().for_each(|operand| regions.needed(operand, here));
                continue;
            };
            let key = (cond, before[id]);
            let all = common.get(&key).map_or(here, |other| regions.common(*other, here));
            common.insert(key, all);
            let depth = outermost.get(&key).copied().unwrap_or(usize::MAX);
            let here = regions.above(here, depth);
            let [then, otherwise] = regions.branch(*id, (here, key.0, key.1));
            regions.needed(cond, here);
            regions.needed(yes, then);
            regions.needed(no, otherwise);
        }
        let depths = common.into_iter().map(|(key, at)| (key, regions.regions[at].depth));
        let depths = depths.collect();
        (regions, depths)
    }

    /// The region around this one that is no deeper than that.
    fn above(&self, mut region: usize, depth: usize) -> usize {
        while self.regions[region].depth > depth {
            region = self.regions[region].parent;
        }
        region
    }

    fn branch(&mut self, choice: Id, key: Key) -> [usize; 2] {
        self.keys.insert(choice, key);
        if let Some(branch) = self.branches.get_mut(&key) {
            branch.choices.push(choice);
            return branch.arms;
        }
        let arms = [true, false].map(|holds| self.below(key.0, (key.1, holds)));
        self.branches.insert(key, Branch { cond: key.1, choices: vec![choice], arms });
        arms
    }

    fn below(&mut self, parent: usize, arm: (Id, bool)) -> usize {
        let depth = self.regions[parent].depth + 1;
        self.regions.push(Region { parent, depth, arm: Some(arm) });
        self.regions.len() - 1
    }

    /// A node is needed there, too.
    fn needed(&mut self, id: Id, there: usize) {
        let common = self.of.get(&id).map_or(there, |here| self.common(*here, there));
        self.of.insert(id, common);
    }

    fn common(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            if self.regions[a].depth >= self.regions[b].depth {
                a = self.regions[a].parent;
            } else {
                b = self.regions[b].parent;
            }
        }
        a
    }

    /// Whether a node is computed only where the function computes it.
    fn is_within(&self, graph: &Graph, id: Id) -> bool {
        let mut arms = Vec::new();
        let mut at = self.of[&id];
        while let Some(arm) = self.regions[at].arm {
            arms.push(arm);
            at = self.regions[at].parent;
        }
        graph.is_atom(id) || graph.node(id).within.iter().all(|arm| arms.contains(arm))
    }

    /// What is computed in each region, in the order in which it is asked for; `None` where branches need each other.
    pub fn ordered(mut self, graph: &Graph, roots: &[Id]) -> Option<Vec<Vec<Item>>> {
        let mut lists: Vec<Vec<Item>> = self.regions.iter().map(|_| Vec::new()).collect();
        let mut state: HashMap<Unit, bool> = HashMap::new();
        for root in roots {
            let mut open = vec![(self.unit(*root), false)];
            while let Some((unit, ready)) = open.pop() {
                if ready {
                    state.insert(unit, true);
                    match unit {
                        Unit::Node(id) => lists[self.of[&id]].push(Item::Node(id)),
                        Unit::Branch(key) => {
                            lists[key.0].push(Item::Branch(self.branches.remove(&key)?));
                        }
                    }
                    continue;
                }
                match state.get(&unit) {
                    Some(true) => continue,
                    Some(false) => return None,
                    None => drop(state.insert(unit, false)),
                }
                open.push((unit, true));
                for operand in self.operands(graph, unit).into_iter().rev() {
                    let operand = self.unit(operand);
                    if operand != unit && state.get(&operand) != Some(&true) {
                        open.push((operand, false));
                    }
                }
            }
        }
        Some(lists)
    }

    fn unit(&self, id: Id) -> Unit {
        self.keys.get(&id).map_or(Unit::Node(id), |key| Unit::Branch(*key))
    }

    fn operands(&self, graph: &Graph, unit: Unit) -> Vec<Id> {
        match unit {
            Unit::Node(id) => graph.operands(id),
            Unit::Branch(key) => {
                let choices = self.branches.get(&key).map_or(&[][..], |branch| &branch.choices);
                choices.iter().flat_map(|id| graph.operands(*id)).collect()
            }
        }
    }
}

/// What is written at once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Unit {
    Node(Id),
    Branch(Key),
}

/// For each choice how many on the same condition it is computed of, one behind the other.
fn generations(graph: &Graph, reached: &[Id]) -> HashMap<Id, usize> {
    let mut levels: HashMap<Id, HashMap<Id, usize>> = HashMap::new();
    let mut before = HashMap::new();
    for id in reached.iter().filter(|id| !graph.node(**id).under.is_empty()) {
        let mut own: HashMap<Id, usize> = HashMap::new();
        for operand in graph.operands(*id) {
            for (cond, level) in levels.get(&operand).into_iter().flatten() {
                let known = own.entry(*cond).or_default();
                *known = (*known).max(*level);
            }
        }
        if let Term::Select(cond, ..) = graph.node(*id).term {
            let level = own.entry(cond).or_default();
            before.insert(*id, *level);
            *level += 1;
        }
        levels.insert(*id, own);
    }
    before
}
