//! Where each node is computed: everywhere, or in an arm of a branch that alone needs it.
//!
//! Choices on one condition are one branch, where none of them is computed of another.

use std::collections::HashMap;

use super::graph::{Graph, Id, Term};

/// A branch: the region that it stands in, its condition, and how many branches on that condition come before it.
type Key = (usize, Id, usize);

/// How deep choices stand, by their conditions and how many branches on these come before.
type Depths = HashMap<(Id, usize), usize>;

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

/// Where each node is computed: more than once, where no place is before all its readers and within the arms in which
/// alone it may be computed.
pub struct Regions {
    regions: Vec<Region>,
    wanted: HashMap<Id, Vec<usize>>,
    homes: HashMap<Id, Vec<usize>>,
    branches: HashMap<Key, Branch>,
    /// The branch of each choice, in each of its homes.
    keys: HashMap<(Id, usize), Key>,
}

impl Regions {
    /// Of all nodes that these are computed of, with one branch for choices on one condition, or each alone; `None` where something would be computed that the function may not compute.
    pub fn new(graph: &Graph, roots: &[Id], shared: bool) -> Option<Regions> {
        let reached = graph.reached(roots);
        let before = match shared {
            true => generations(graph, &reached),
            false => reached.iter().map(|id| (*id, id.0 as usize)).collect(),
        };
        let mut outermost = Depths::new();
        loop {
            let (regions, next) = Regions::with(graph, roots, &reached, &before, &outermost)?;
            if next == outermost {
                return Some(regions);
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
        outermost: &Depths,
    ) -> Option<(Regions, Depths)> {
        let root = Region { parent: 0, depth: 0, arm: None };
        let mut regions = Regions {
            regions: vec![root],
            wanted: HashMap::new(),
            homes: HashMap::new(),
            branches: HashMap::new(),
            keys: HashMap::new(),
        };
        let mut common = Depths::new();
        roots.iter().for_each(|root| regions.want(*root, 0));
        for id in reached.iter().rev() {
            let wanted = regions.wanted.remove(id)?;
            let homes = regions.homes(graph, *id, &wanted)?;
            regions.homes.insert(*id, homes.clone());
            let Term::Select(cond, yes, no) = graph.node(*id).term else {
                let operands = graph.operands(*id);
                for home in homes {
                    operands.iter().for_each(|operand| regions.want(*operand, home));
                }
                continue;
            };
            let key = (cond, before[id]);
            for home in homes {
                let all = common.get(&key).map_or(home, |other| regions.common(*other, home));
                common.insert(key, all);
                let depth = outermost.get(&key).copied().unwrap_or(usize::MAX);
                let place = regions.above(home, depth, &graph.node(*id).within);
                let [then, otherwise] = regions.branch((*id, home), (place, key.0, key.1));
                regions.want(cond, place);
                regions.want(yes, then);
                regions.want(no, otherwise);
            }
        }
        let depths = common.into_iter().map(|(key, at)| (key, regions.regions[at].depth));
        let depths = depths.collect();
        Some((regions, depths))
    }

    /// The region around this one that is no deeper than that, or the outermost within these arms.
    fn above(&self, mut region: usize, depth: usize, within: &[(Id, bool)]) -> usize {
        while self.regions[region].depth > depth
            && self.is_within(self.regions[region].parent, within)
        {
            region = self.regions[region].parent;
        }
        region
    }

    fn branch(&mut self, (choice, home): (Id, usize), key: Key) -> [usize; 2] {
        self.keys.insert((choice, home), key);
        if let Some(branch) = self.branches.get_mut(&key) {
            if !branch.choices.contains(&choice) {
                branch.choices.push(choice);
            }
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
    fn want(&mut self, id: Id, there: usize) {
        let wanted = self.wanted.entry(id).or_default();
        if !wanted.contains(&there) {
            wanted.push(there);
        }
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

    /// The regions in which a node is computed: before all that need it, or else in as few as possible of those in which it
    /// may be computed.
    fn homes(&self, graph: &Graph, id: Id, wanted: &[usize]) -> Option<Vec<usize>> {
        let all = wanted.iter().copied().reduce(|a, b| self.common(a, b))?;
        let within = &graph.node(id).within;
        if graph.is_atom(id) || self.is_within(all, within) {
            return Some(vec![all]);
        }
        let mut homes = Vec::new();
        for region in wanted {
            let mut home = *region;
            while self.is_within(self.regions[home].parent, within) {
                home = self.regions[home].parent;
            }
            if !self.is_within(home, within) {
                return None;
            }
            if !homes.contains(&home) {
                homes.push(home);
            }
        }
        // Code in the user's words does not run twice.
        let once = matches!(graph.node(id).term, Term::Code(_));
        (!once || homes.len() == 1).then_some(homes)
    }

    /// Whether a region is within these arms.
    fn is_within(&self, mut region: usize, arms: &[(Id, bool)]) -> bool {
        let mut left: Vec<&(Id, bool)> = arms.iter().collect();
        while let Some(arm) = self.regions[region].arm {
            left.retain(|other| **other != arm);
            region = self.regions[region].parent;
        }
        left.is_empty()
    }

    /// Whether a region is another one or around it.
    fn is_around(&self, region: usize, other: usize) -> bool {
        self.common(region, other) == region
    }

    /// What is computed in each region, in the order in which it is asked for; `None` where branches need each other.
    pub fn ordered(mut self, graph: &Graph, roots: &[Id]) -> Option<Vec<Vec<Item>>> {
        let mut lists: Vec<Vec<Item>> = self.regions.iter().map(|_| Vec::new()).collect();
        let mut done: HashMap<Unit, bool> = HashMap::new();
        // Code in the user's words runs in the order in which the function runs it.
        let is_code = |id: &Id| matches!(graph.node(*id).term, Term::Code(_));
        let code: Vec<Id> = graph.reached(roots).into_iter().filter(is_code).collect();
        let code = code.iter().filter_map(|id| Some((*id, *self.homes.get(id)?.first()?)));
        let starts: Vec<(Id, usize)> = code.chain(roots.iter().map(|root| (*root, 0))).collect();
        for (start, home) in starts {
            let mut open = vec![(self.unit(start, home)?, false)];
            while let Some((unit, ready)) = open.pop() {
                if ready {
                    done.insert(unit, true);
                    match unit {
                        Unit::Node(id, home) => lists[home].push(Item::Node(id)),
                        Unit::Branch(key) => {
                            lists[key.0].push(Item::Branch(self.branches.remove(&key)?));
                        }
                    }
                    continue;
                }
                match done.get(&unit) {
                    Some(true) => continue,
                    Some(false) => return None,
                    None => drop(done.insert(unit, false)),
                }
                open.push((unit, true));
                for (operand, from) in self.operands(graph, unit).into_iter().rev() {
                    let operand = self.unit(operand, from)?;
                    if operand != unit && done.get(&operand) != Some(&true) {
                        open.push((operand, false));
                    }
                }
            }
        }
        Some(lists)
    }

    /// What computes a node for a reader in that region.
    fn unit(&self, id: Id, reader: usize) -> Option<Unit> {
        let homes = self.homes.get(&id)?.iter();
        let home = *homes.into_iter().find(|home| self.is_around(**home, reader))?;
        Some(self.keys.get(&(id, home)).map_or(Unit::Node(id, home), |key| Unit::Branch(*key)))
    }

    /// What is read there, and in which region.
    fn operands(&self, graph: &Graph, unit: Unit) -> Vec<(Id, usize)> {
        let key = match unit {
            Unit::Node(id, home) => {
                return graph.operands(id).into_iter().map(|id| (id, home)).collect();
            }
            Unit::Branch(key) => key,
        };
        let Some(branch) = self.branches.get(&key) else { return Vec::new() };
        let mut operands = vec![(branch.cond, key.0)];
        for choice in &branch.choices {
            if let Term::Select(_, yes, no) = graph.node(*choice).term {
                operands.extend([(yes, branch.arms[0]), (no, branch.arms[1])]);
            }
        }
        operands
    }
}

/// What is written at once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Unit {
    Node(Id, usize),
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
