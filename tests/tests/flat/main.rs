//! Derivatives of functions of fixed size, which are one function without loops: against those that are made pass by pass,
//! and against differences.

mod branches;
mod hessians;
mod jacobians;
mod steep;
