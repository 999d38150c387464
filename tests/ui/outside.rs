//! What is outside of the language that is differentiated: each is refused, where it stands.
use std::arch::asm;

use chainrule::differentiate;

#[differentiate]
unsafe fn unsafe_function(x: f64) -> f64 {
    x
}

#[differentiate]
async fn async_function(x: f64) -> f64 {
    x
}

#[differentiate]
fn unsafe_block(x: f64) -> f64 {
    unsafe { std::hint::assert_unchecked(x > 0.0) };
    x * x
}

#[differentiate]
fn async_block(x: f64) -> f64 {
    let _later = async { x * x };
    x
}

#[differentiate]
fn trait_object(x: f64, g: &dyn Iterator<Item = f64>) -> f64 {
    x * g.size_hint().0 as f64
}

#[differentiate]
fn boxed_closure(x: f64) -> f64 {
    let g: Box<dyn Fn(f64) -> f64> = Box::new(|a| a * a);
    g(x)
}

static mut CALLS: usize = 0;

#[differentiate]
fn mutable_static(x: f64) -> f64 {
    unsafe { CALLS += 1 };
    x * x
}

#[differentiate]
fn raw_pointer(x: f64) -> f64 {
    let _pointer = &raw const x;
    x
}

#[differentiate]
fn cast_pointer(x: f64) -> f64 {
    let _pointer = &x as *const f64;
    x
}

#[differentiate]
fn assembly(x: f64) -> f64 {
    unsafe { asm!("nop") };
    x * x
}

#[differentiate]
fn transmuted(x: f64) -> f64 {
    let bits: u64 = unsafe { std::mem::transmute(x) };
    bits as f64 * x
}

fn main() {}
