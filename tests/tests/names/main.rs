//! Names: what may be called anything, and is still found.
// Paths and macros are what is tested.
#![allow(unused_qualifications, clippy::assertions_on_constants, clippy::useless_vec)]
#![allow(clippy::needless_range_loop, clippy::assign_op_pattern, clippy::redundant_closure)]
#![allow(clippy::needless_late_init, clippy::zero_divided_by_zero, clippy::len_without_is_empty)]
#![allow(clippy::unnecessary_cast, clippy::should_implement_trait, clippy::precedence)]
#![allow(clippy::type_complexity, clippy::eq_op)]

/// Value, gradient and Hessian of functions of two numbers, against the functions themselves.
macro_rules! check_at_two_numbers {
    ($($name:ident ($($rest:expr),*))*) => {$({
        let at = [0.7, 1.3];
        let gradient = $name::gradient(&at $(, $rest)*);
        let f = |x: &[f64]| $name(x $(, $rest)*);
        assert_eq!($name::forward(&at $(, $rest)*).0, f(&at), stringify!($name));
        chainrule_tests::assert_all_close(&gradient, &chainrule_tests::differences(f, &at));
        let hessian = $name::hessian(&at $(, $rest)*);
        for i in 0..2 {
            let slope = chainrule_tests::differences(|x| $name::gradient(x $(, $rest)*)[i], &at);
            chainrule_tests::assert_all_close(&hessian.row(i).to_vec(), &slope);
        }
    })*};
}

mod aliases;
mod at_once;
mod beside;
mod bounds;
mod calls;
mod constant_parts;
mod derived;
mod digits;
mod functions;
mod given;
mod imported;
mod integers;
mod lengths;
mod long;
mod many;
mod observed;
mod of_traits;
mod own_types;
mod patterns;
mod precisions;
mod shadowed;
mod standard;
mod taken;
mod typed;
