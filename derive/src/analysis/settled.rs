//! Elements that hold at the end what was read of them, or written to them: nothing overwrites them later.
//!
//! A table that is filled, a factor, a solution by substitution: then the array as it is in the end stands
//! for all its former states.

use std::collections::{HashMap, HashSet};

use super::apart::{Ranges, differ};
use super::extent::{Extent, Extents};
use crate::ir::{Block, Function, Mode, Op, Place, Step, Stmt, Var, Vars, Versions};

/// More events than that are not compared with each other.
const EVENTS: usize = 64;

/// Values of one array that can be read from its last version.
pub struct Settled {
    /// Where each value stands in the end.
    pub places: HashMap<Var, Place>,
}

/// A read or a write of an element.
struct Event {
    /// What is read or written, if it is one value.
    value: Option<Var>,
    /// In the array.
    path: Vec<Step>,
    way: Vec<Level>,
    /// Which statement of its block it is.
    at: usize,
    writes: bool,
    /// The last version of the array where that ends in a block inside.
    last: Option<Var>,
}

/// A block within another.
#[derive(Clone)]
struct Level {
    /// The statement that it belongs to.
    at: usize,
    /// Which of its blocks it is.
    arm: usize,
    looped: Option<Round>,
}

/// The loop that repeats it.
#[derive(Clone)]
enum Round {
    For { index: Var, lo: Extent, hi: Extent, reversed: bool },
    While,
}

impl Settled {
    /// Of an array, by its first version.
    pub fn of(function: &Function, array: Var, extents: &Extents, vars: &mut Vars) -> Settled {
        let versions = Versions::of(&function.body);
        let is_version = |var: Var| versions.first(var) == array;
        let mut search = Search { is_version: &is_version, rows: HashMap::new(), extents, vars };
        let given = function.params.iter().any(|param| param.var == array);
        let home = if given { Some(&function.body) } else { home(&function.body, array) };
        let places = home.and_then(|home| search.home(home, array)).unwrap_or_default();
        Settled { places }
    }
}

/// The block that defines a value.
fn home(block: &Block, var: Var) -> Option<&Block> {
    if block.stmts.iter().any(|stmt| stmt.outs.contains(&var)) {
        return Some(block);
    }
    let mut inner = block.stmts.iter().flat_map(|stmt| stmt.op.blocks());
    inner.find_map(|inner| home(inner, var))
}

struct Search<'a, F> {
    is_version: &'a F,
    /// Rows of the array that are named.
    rows: HashMap<Var, Place>,
    extents: &'a Extents,
    vars: &'a mut Vars,
}

impl<F: Fn(Var) -> bool> Search<'_, F> {
    fn home(&mut self, home: &Block, array: Var) -> Option<HashMap<Var, Place>> {
        let is_version = self.is_version;
        let outs = home.stmts.iter().flat_map(|stmt| &stmt.outs);
        let last = outs.copied().filter(|out| is_version(*out)).last().unwrap_or(array);
        let mut events = Vec::new();
        self.block(home, Vec::new(), array, &[], &mut events)?;
        if events.len() > EVENTS {
            return None;
        }
        let mut inside = HashSet::new();
        home.stmts.iter().for_each(|stmt| defined(stmt, &mut inside));
        let mut places = HashMap::new();
        for event in &events {
            let Some(value) = event.value else { continue };
            let mut others = events.iter().filter(|other| other.writes);
            if others.all(|other| self.stays(event, other, &inside).is_some()) {
                let root = event.last.unwrap_or(last);
                places.insert(value, Place { root, path: event.path.clone() });
            }
        }
        Some(places)
    }

    /// `own` are the values that the block begins with, `current` is the version of the array, and the last one is
    /// yielded; `None` where older ones are changed, too: then there are two arrays.
    fn block(
        &mut self,
        block: &Block,
        mut own: Vec<Var>,
        mut current: Var,
        way: &[Level],
        events: &mut Vec<Event>,
    ) -> Option<Var> {
        for (at, stmt) in block.stmts.iter().enumerate() {
            let noted = events.len();
            self.event(stmt, current, at, way, events)?;
            own.extend(&stmt.outs);
            for event in &mut events[noted..] {
                // What was there before the block is not in the array where the block is not executed.
                event.value = event.value.filter(|value| own.contains(value));
            }
            let bound = self.only(&stmt.op.bound())?;
            let next = self.only(&stmt.outs)?;
            for (arm, inner) in stmt.op.blocks().into_iter().enumerate() {
                let looped = stmt.op.looped().map(|_| {
                    let Op::For { index, lo, hi, reversed, .. } = stmt.op else {
                        return Round::While;
                    };
                    let [lo, hi] = [lo, hi].map(|end| self.extents.value(end));
                    Round::For { index, lo, hi, reversed }
                });
                let way = [way, &[Level { at, arm, looped }]].concat();
                let (first, before) = (bound.unwrap_or(current), events.len());
                let last = self.block(inner, stmt.op.bound(), first, &way, events)?;
                if next.is_none() && last != first {
                    ends(&mut events[before..], last, &way)?;
                }
            }
            current = next.unwrap_or(current);
        }
        Some(current)
    }

    /// The version of the array among some values; `None` where there are several.
    fn only(&self, vars: &[Var]) -> Option<Option<Var>> {
        let mut versions = vars.iter().copied().filter(|var| (self.is_version)(*var));
        let first = versions.next();
        versions.next().is_none().then_some(first)
    }

    /// Notes what a statement does to the array; `None` if that is not followed.
    fn event(
        &mut self,
        stmt: &Stmt,
        current: Var,
        at: usize,
        way: &[Level],
        events: &mut Vec<Event>,
    ) -> Option<()> {
        // What is read of an older version is not what stands there.
        if let Op::Project(place) = &stmt.op
            && let Some(place) = self.whole(place).filter(|place| place.root == current)
        {
            let out = stmt.outs[0];
            if self.vars.kind(out).is_real() {
                let (value, path) = (Some(out), place.path);
                let way = way.to_vec();
                events.push(Event { value, path, way, at, writes: false, last: None });
            } else if self.vars.kind(out).element().is_some() {
                self.rows.insert(out, place);
            }
        }
        for place in stmt.op.written() {
            if !(self.is_version)(place.root) {
                continue;
            }
            if place.root != current {
                return None;
            }
            let value = if let Op::Update { value, mode, .. } = stmt.op {
                match mode {
                    Mode::Set => Some(value).filter(|value| self.vars.kind(*value).is_real()),
                    Mode::Add => None,
                    // The elements that there are stay as they are.
                    Mode::Push | Mode::Extend => continue,
                    Mode::Pop | Mode::Truncate => return None,
                }
            } else {
                None
            };
            let (path, way) = (place.path.clone(), way.to_vec());
            events.push(Event { value, path, way, at, writes: true, last: None });
        }
        // A condition of a loop that writes would come before and behind its body.
        let writes = |block: &Block| block.stmts.iter().any(|stmt| !stmt.op.written().is_empty());
        let tests = matches!(&stmt.op, Op::While { cond, .. } if writes(cond));
        (!tests).then_some(())
    }

    fn whole(&self, place: &Place) -> Option<Place> {
        if (self.is_version)(place.root) {
            return Some(place.clone());
        }
        let Place { root, path } = self.rows.get(&place.root)?.clone();
        Some(Place { root, path: [path, place.path.clone()].concat() })
    }

    /// Whether a write that comes after an event leaves its element alone.
    fn stays(&mut self, event: &Event, write: &Event, inside: &HashSet<Var>) -> Option<()> {
        let same = |(a, b): &(&Level, &Level)| a.at == b.at && a.arm == b.arm;
        let common = event.way.iter().zip(&write.way).take_while(same).count();
        for level in 0..common {
            if event.way[level].looped.is_some() {
                self.apart(event, write, (common, Some(level)), inside)?;
            }
        }
        let position = |of: &Event| of.way.get(common).map_or(of.at, |level| level.at);
        let later = match (position(event), position(write)) {
            // In another arm, or the write itself.
            (a, b) if a == b => false,
            (a, b) => a < b,
        };
        match later {
            true => self.apart(event, write, (common, None), inside),
            false => Some(()),
        }
    }

    /// Whether the elements are two, where the write comes in a later iteration of one loop, or in
    /// the same ones of all that are `common`.
    fn apart(
        &mut self,
        event: &Event,
        write: &Event,
        (common, later): (usize, Option<usize>),
        inside: &HashSet<Var>,
    ) -> Option<()> {
        let shared = later.unwrap_or(common);
        let (mut ranges, mut unknown) = (Ranges::default(), inside.clone());
        for level in &event.way[..shared] {
            if let Some(Round::For { index, lo, hi, .. }) = &level.looped {
                unknown.remove(index);
                ranges = ranges.within(*index, lo.clone(), hi.clone());
            }
        }
        let mut names: Vec<(Var, Var)> = Vec::new();
        let renamed = |extent: &Extent, names: &[(Var, Var)]| {
            let extent = names
                .iter()
                .try_fold(extent.clone(), |extent, (from, to)| extent.renamed(*from, *to))?;
            extent.is_constant(&unknown).then_some(extent)
        };
        for (i, level) in event.way.iter().enumerate().skip(shared) {
            let Some(Round::For { index, lo, hi, reversed }) = &level.looped else { continue };
            let own = self.vars.fresh(self.vars[*index].clone());
            let (own_lo, own_hi) = (renamed(lo, &names)?, renamed(hi, &names)?);
            names.push((*index, own));
            ranges = ranges.within(own, own_lo, own_hi);
            if later == Some(i) {
                let at = Extent::value(own);
                ranges = match reversed {
                    true => ranges.within(*index, lo.clone(), at),
                    false => ranges.within(*index, at.next()?, hi.clone()),
                };
            }
        }
        let first = later.map_or(common, |level| level + 1);
        for level in &write.way[first..] {
            if let Some(Round::For { index, lo, hi, .. }) = &level.looped {
                ranges = ranges.within(*index, lo.clone(), hi.clone());
            }
        }
        for (read, written) in event.path.iter().zip(&write.path) {
            let apart = match (read, written) {
                (Step::Field(a), Step::Field(b)) => a != b,
                (Step::Index(a), Step::Index(b)) => {
                    let a = renamed(&self.extents.value(*a), &names);
                    a.is_some_and(|a| differ(&ranges, &a, &self.extents.value(*b)))
                }
                (
                    Step::Field(_)
                    | Step::Index(_)
                    | Step::Range(..)
                    | Step::NdIndex(_)
                    | Step::View(_),
                    _,
                ) => return None,
            };
            if apart {
                return Some(());
            }
        }
        None
    }
}

/// The array ends in a block, as where the rest of a function stands in one arm of a branch: what has
/// happened to it there is seen in its last version inside. `None` for what is made anew in each iteration.
fn ends(events: &mut [Event], last: Var, way: &[Level]) -> Option<()> {
    for event in events {
        event.last = event.last.or(Some(last));
    }
    way.iter().all(|level| level.looped.is_none()).then_some(())
}

fn defined(stmt: &Stmt, found: &mut HashSet<Var>) {
    found.extend(stmt.op.bound());
    for inner in stmt.op.blocks().into_iter().flat_map(|block| &block.stmts) {
        found.extend(&inner.outs);
        defined(inner, found);
    }
}
