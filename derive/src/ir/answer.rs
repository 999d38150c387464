//! What leaves a function with an error, and how that is undone where it cannot happen again.
//!
//! An error leaves the function as a panic does, but by `return`: what comes after runs only where
//! there is none, so that nothing is differentiated past it. A backward pass runs after a forward pass
//! that has come to its end. What is computed there again has not failed then, and does not now.

use std::rc::Rc;

use super::{Block, Call, Half, Kind, Op, RustCode};
use proc_macro2::TokenStream;

/// What code in the user's words does beside yielding a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Nothing.
    None,
    /// It checks or prints something.
    Acts,
    /// It is `return Err(e)`.
    Leaves,
    /// It yields a `Result` or an `Option`, of which an error leaves the function: `?` stands behind it.
    Tried,
    /// The same where it is known that the value is there.
    Settled,
    /// Nothing, but what it mentions is moved.
    Moves,
}

/// What a callee answers with.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The value.
    Value,
    /// A `Result` or an `Option`, of which an error leaves the function: `g(x)?`. Between the two may
    /// stand what becomes of the error: `.map_err(f)`.
    Tried(Rc<TokenStream>),
    /// The same, of which an error is a panic: `g(x).unwrap()`.
    Unwrapped(Rc<TokenStream>),
    /// The same where it is known that the value is there.
    Settled,
    /// The same where the error is a value, too, which follows that of the call: an `Option`; of an `Option`
    /// whether there is a value. Where there is none, the value is a stand-in.
    Caught(Form),
}

/// How a value is wrapped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// `Result<T, E>`
    Result,
    /// `Option<T>`
    Option,
}

impl Answer {
    /// The form of an answer of which the error is a value.
    pub fn caught(&self) -> Option<Form> {
        match self {
            Answer::Caught(form) => Some(*form),
            Answer::Value | Answer::Tried(_) | Answer::Unwrapped(_) | Answer::Settled => None,
        }
    }

    /// Whether it may do more than yield a value.
    pub fn acts(&self) -> bool {
        match self {
            Answer::Tried(_) | Answer::Unwrapped(_) => true,
            Answer::Value | Answer::Settled | Answer::Caught(_) => false,
        }
    }
}

impl Form {
    /// The kind of what stands beside the value: the error as an `Option`, or whether there is a value.
    pub fn state(self) -> Kind {
        match self {
            Form::Result => Kind::Other(None),
            Form::Option => Kind::Bool,
        }
    }
}

impl RustCode {
    /// Whether it does something beside yielding a value.
    pub fn acts(&self) -> bool {
        match self.effect {
            Effect::Acts | Effect::Leaves | Effect::Tried => true,
            Effect::None | Effect::Settled | Effect::Moves => false,
        }
    }
}

impl Call {
    /// Whether it may fail: the backward pass of a callee does not.
    pub fn may_fail(&self) -> bool {
        match self.of {
            Half::Primal | Half::Forward | Half::Both => true,
            Half::Backward => false,
        }
    }
}

impl Op {
    /// Nothing that it repeats leaves the function.
    fn settle(&mut self) {
        match self {
            Op::Rust(code) if code.effect == Effect::Tried => {
                code.effect = Effect::Settled;
            }
            Op::Call(call) if call.callee.answer.acts() => {
                call.callee.answer = Answer::Settled;
            }
            Op::Map { .. } | Op::If { .. } | Op::For { .. } | Op::While { .. } => {
                self.blocks_mut().into_iter().for_each(Block::settle);
            }
            Op::Call(_)
            | Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Wrap(_)
            | Op::Unwrap(_) => {}
        }
    }
}

impl Block {
    /// Takes away what leaves the function: the block repeats what has come to its end before.
    pub fn settle(&mut self) {
        let leaves = |op: &Op| matches!(op, Op::Rust(code) if code.effect == Effect::Leaves);
        self.stmts.retain(|stmt| !leaves(&stmt.op));
        self.stmts.iter_mut().for_each(|stmt| stmt.op.settle());
    }
}
