//! Types that everyone knows, as parameters and results: each is named, with what to write instead.
#![allow(dead_code)]

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use chainrule::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Model {
    w: f64,
    boxed: Box<f64>,
}

#[differentiate]
fn table(x: f64, m: &HashMap<String, f64>) -> f64 {
    x * m["a"]
}

#[differentiate]
fn tree(m: &BTreeMap<u32, Vec<f64>>) -> f64 {
    m[&1][0]
}

#[differentiate]
fn boxed(x: Box<f64>) -> f64 {
    *x * *x
}

#[differentiate]
fn counted(m: &Rc<Model>, x: f64) -> f64 {
    m.w * x
}

#[differentiate]
fn shared(x: f64) -> Arc<f64> {
    Arc::new(x)
}

#[differentiate]
fn cell(x: &RefCell<f64>) -> f64 {
    *x.borrow()
}

#[differentiate]
fn maybe(x: f64) -> Option<f64> {
    Some(x)
}

#[differentiate]
fn text(s: &str) -> f64 {
    s.len() as f64
}

#[differentiate]
fn local(x: f64) -> f64 {
    let b: std::boxed::Box<f64> = Box::new(x);
    *b
}

#[differentiate]
fn field(m: &Model) -> f64 {
    *m.boxed * m.w
}

#[differentiate]
fn nested(x: &[Rc<Model>], y: f64) -> f64 {
    x[0].w * y
}

fn main() {}
