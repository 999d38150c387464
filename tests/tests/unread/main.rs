//! Values that nothing reads, at points where their derivatives are infinite: both modes say 0.

mod arrays;
mod calls;
mod loops;
mod second;
mod straight;
