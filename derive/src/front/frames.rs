//! What an exit leaves, and how it tells the code in between.
//!
//! The intermediate language has no jumps. Code after a statement that may exit is lowered within
//! the arms that do not; where that is not possible, truth values say where control went. They are
//! variables in the scopes under names that no user can write, and so is the value that an exit
//! hands over: branches merge them and loops carry them like any other variable.

use proc_macro2::Span;

use super::exits::Exit;
use super::lower::Lower;
use super::maybe::{Maybe, Wrapping};
use super::scope::{Cell, Value};
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Op, Var};
use crate::prims;

/// Something that an exit may leave.
#[derive(Clone)]
pub(super) struct Frame {
    /// A number of its own.
    pub id: usize,
    /// Its label.
    pub label: Option<String>,
    /// What it is.
    pub form: Form,
    /// The kind of the value that exits hand over, once that is known.
    pub kind: Option<Kind>,
    /// What they hand over that may be missing.
    pub wrapping: Option<Wrapping>,
}

/// What a frame is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The function.
    Function,
    /// A loop.
    Loop,
    /// A block with a label.
    Block,
}

/// Where an exit leads: the positions are those of frames.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Target {
    /// Out of the function.
    Return,
    /// Behind a loop or a block.
    Break(usize),
    /// To the next round of a loop.
    Continue(usize),
}

/// Whether a loop goes on.
pub(super) fn running(id: usize) -> String {
    format!("'running {id}")
}

/// Whether control has reached the end of what is numbered so, or broken out to there.
pub(super) fn arrived(id: usize) -> String {
    format!("'arrived {id}")
}

/// The value that an exit, or what comes to its end, hands over.
pub(super) fn handed(id: usize) -> String {
    format!("'{} {id}", if id == 0 { "result" } else { "value" })
}

/// Whether a name is that of such a value, which has a better name where it arrives.
pub(super) fn is_handed(name: &str) -> bool {
    name.starts_with("'result ") || name.starts_with("'value ")
}

fn returned() -> String {
    "'returned 0".to_owned()
}

fn skipped(id: usize) -> String {
    format!("'skipped {id}")
}

/// The word in the name of a variable: what the user wrote, or what stands between `'` and the
/// number.
pub(super) fn spelled(name: &str) -> &str {
    match name.strip_prefix('\'') {
        Some(hidden) => hidden.split(' ').next().unwrap_or(hidden),
        None => name.trim_end_matches('\''),
    }
}

impl Lower<'_> {
    /// A frame that is not open yet.
    pub(super) fn new_frame(&mut self, form: Form, label: Option<String>) -> Frame {
        self.numbered += 1;
        Frame { id: self.numbered, label, form, kind: None, wrapping: None }
    }

    /// Where an exit leads; nowhere for a panic, and for a label that does not exist.
    pub(super) fn target(&self, exit: &Exit) -> Option<Target> {
        let position = |label: &Option<String>| {
            self.frames.iter().rposition(|frame| match label {
                Some(_) => frame.label == *label,
                None => frame.form == Form::Loop,
            })
        };
        match exit {
            Exit::Return => Some(Target::Return),
            Exit::Break(label) => position(label).map(Target::Break),
            Exit::Continue(label) => position(label).map(Target::Continue),
            Exit::Panic | Exit::Fail => None,
        }
    }

    /// Where exits lead.
    pub(super) fn targets<'e>(&self, exits: impl IntoIterator<Item = &'e Exit>) -> Vec<Target> {
        exits.into_iter().filter_map(|exit| self.target(exit)).collect()
    }

    /// What an exit tells: to the loops that it leaves, and to its target, if there is code in
    /// between that would go on.
    pub(super) fn signals(&self, target: Target) -> Vec<(String, bool)> {
        let inner = match target {
            Target::Return => 1,
            Target::Break(position) | Target::Continue(position) => position + 1,
        };
        let left = self.frames[inner..].iter().filter(|frame| frame.form == Form::Loop);
        let mut signals: Vec<_> = left.map(|frame| (running(frame.id), false)).collect();
        let crosses = !signals.is_empty();
        match target {
            Target::Return if crosses => signals.push((returned(), true)),
            Target::Continue(position) if crosses => {
                signals.push((skipped(self.frames[position].id), true));
            }
            Target::Return | Target::Continue(_) => {}
            Target::Break(position) => {
                let Frame { id, form, .. } = self.frames[position];
                let stop = (running(id), false);
                signals.push(if form == Form::Loop { stop } else { (arrived(id), true) });
            }
        }
        signals
    }

    /// The variables that an exit gives values.
    pub(super) fn told(&self, target: Target) -> Vec<Cell> {
        let mut names: Vec<_> = self.signals(target).into_iter().map(|(name, _)| name).collect();
        match target {
            Target::Return => names.push(handed(0)),
            Target::Break(position) => {
                let frame = &self.frames[position];
                let hands = frame.kind.is_some() || frame.wrapping.is_some();
                names.extend(hands.then(|| handed(frame.id)));
            }
            Target::Continue(_) => {}
        }
        names.iter().filter_map(|name| self.scopes.find(name).cloned()).collect()
    }

    /// Leaves for a target, with a value.
    pub(super) fn exit(&mut self, target: Target, value: Value, span: Span) -> Accepted<()> {
        for (name, signal) in self.signals(target) {
            let literal = Value::Var(self.truth(signal, span));
            if !self.scopes.set(&name, literal) {
                return Err(self.diagnostics.at(span, INTERNAL, &format!("{name} is not known")));
            }
        }
        let position = match target {
            Target::Return => 0,
            Target::Break(position) => position,
            Target::Continue(_) => return Ok(()),
        };
        if value == Value::Unit {
            return Ok(());
        }
        if let Value::Maybe(maybe) = &value {
            self.note_handed(position, maybe);
            self.scopes.set(&handed(self.frames[position].id), value);
            return Ok(());
        }
        let var = self.single(value, span)?;
        let known = self.frames[position].kind.clone();
        match known.filter(|kind| !matches!(kind, Kind::Other(None))) {
            Some(kind) => self.expect_kind(var, &kind, span)?,
            None => self.frames[position].kind = Some(self.vars.kind(var).clone()),
        }
        self.scopes.set(&handed(self.frames[position].id), Value::Var(var));
        Ok(())
    }

    /// Notes what may be missing of what exits hand over, as far as nothing else tells it.
    pub(super) fn note_handed(&mut self, position: usize, maybe: &Maybe) {
        let known = self.value_kind(&maybe.value);
        let known = Some(known).filter(|kind| !matches!(kind, Kind::Other(None) | Kind::Unit));
        let frame = &mut self.frames[position];
        if frame.kind.is_none() {
            let own = Wrapping { form: maybe.form, inside: None };
            let wrapping = frame.wrapping.get_or_insert(own);
            wrapping.inside = wrapping.inside.take().or(known);
        }
    }

    /// What exits hand over to a frame before they do.
    pub(super) fn nothing_handed(&mut self, frame: &Frame, span: Span) -> Value {
        match &frame.wrapping {
            Some(wrapping) => self.nothing(wrapping, span),
            None => self.absent(frame.kind.clone(), span),
        }
    }

    /// The condition under which code after a loop, or after anything that leads to these targets,
    /// is reached. `arrived` says so where no other flag does.
    pub(super) fn reached(&mut self, targets: &[Target], span: Span) -> Accepted<Option<Var>> {
        let innermost = self.frames.iter().rposition(|frame| frame.form == Form::Loop);
        let mut flags: Vec<(String, bool)> = Vec::new();
        for target in targets {
            let flag = match (*target, innermost) {
                (Target::Continue(position), Some(inner)) if position == inner => {
                    (skipped(self.frames[position].id), false)
                }
                (Target::Break(position), inner) if inner.is_none_or(|i| position > i) => {
                    (arrived(self.frames[position].id), false)
                }
                (_, Some(inner)) => (running(self.frames[inner].id), true),
                (_, None) => (returned(), false),
            };
            if !flags.contains(&flag) {
                flags.push(flag);
            }
        }
        let mut all = None;
        for (name, positive) in flags {
            let Some(Value::Var(flag)) = self.scopes.get(&name).cloned() else {
                return Err(self.diagnostics.at(span, INTERNAL, &format!("{name} is not known")));
            };
            let holds = match positive {
                true => flag,
                false => self.push(Kind::Bool, Op::Prim(prims::NOT, vec![flag]), span),
            };
            all = Some(match all {
                None => holds,
                Some(all) => self.push(Kind::Bool, Op::Prim(prims::AND, vec![all, holds]), span),
            });
        }
        Ok(all)
    }

    /// Whether exits to these targets all stop the innermost loop, so that its flag tells whether
    /// control comes past.
    pub(super) fn stops_innermost(&self, targets: &[Target]) -> Option<String> {
        let inner = self.frames.iter().rposition(|frame| frame.form == Form::Loop)?;
        let stops = |target: &Target| match *target {
            Target::Return => true,
            Target::Break(position) => position <= inner,
            Target::Continue(position) => position < inner,
        };
        targets.iter().all(stops).then(|| running(self.frames[inner].id))
    }

    /// A truth value.
    pub(super) fn truth(&mut self, value: bool, span: Span) -> Var {
        self.push(Kind::Bool, Op::Literal(Literal::Bool(value)), span)
    }

    /// Nothing yet, of a kind that may be known.
    pub(super) fn absent(&mut self, kind: Option<Kind>, span: Span) -> Value {
        Value::Absent(self.new_var(kind.unwrap_or(Kind::Other(None)), None, span))
    }

    /// Binds the variables by which exits talk to the function.
    pub(super) fn open_function(&mut self, kind: &Kind, span: Span) {
        let result = self.absent(Some(kind.clone()), span);
        self.scopes.bind(handed(0), result);
        let flag = self.truth(false, span);
        self.scopes.bind(returned(), Value::Var(flag));
        let kind = Some(kind.clone());
        let frame = Frame { id: 0, label: None, form: Form::Function, kind, wrapping: None };
        self.frames.push(frame);
    }

    /// Binds the flag by which an inner loop says that the rest of a round is skipped: only loops
    /// with a label can be named there.
    pub(super) fn open_round(&mut self, frame: &Frame, span: Span) {
        if frame.label.is_some() {
            let flag = self.truth(false, span);
            self.scopes.bind(skipped(frame.id), Value::Var(flag));
        }
    }
}
