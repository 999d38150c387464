//! Every program: the value to the bit, gradients and products with the Hessian against dual numbers,
//! both modes against each other, and everything against differences.

use chainrule_random::PROGRAMS;
use chainrule_random::checks::{POINTS, everywhere, explodes, smooth};

#[test]
fn values_are_the_same_to_the_bit() {
    everywhere("value");
}

/// Else the comparisons with dual numbers would be with another program.
#[test]
fn values_agree_with_those_over_dual_numbers() {
    everywhere("value of the twin");
}

#[test]
fn gradients_agree_with_dual_numbers() {
    everywhere("gradient");
}

#[test]
fn products_with_the_hessian_agree_with_dual_numbers() {
    everywhere("product with the Hessian");
}

#[test]
fn tangents_agree_with_gradients() {
    everywhere("tangent");
}

#[test]
fn hessians_are_symmetric() {
    everywhere("symmetry");
}

#[test]
fn gradients_agree_with_differences() {
    everywhere("differences");
}

#[test]
fn hessians_agree_with_differences_of_gradients() {
    everywhere("differences of the gradient");
}

/// Were every comparison with differences skipped as not smooth, it could not fail.
#[test]
fn most_programs_are_smooth_where_they_are_tried() {
    let smooth = PROGRAMS.iter().filter(|program| smooth(program)).count();
    assert!(smooth * 10 > PROGRAMS.len() * 9);
}

/// The same of comparisons with dual numbers.
#[test]
fn hardly_any_program_explodes() {
    let explodes = PROGRAMS.iter().filter(|program| POINTS.iter().any(|x| explodes(program, x, 3)));
    assert!(explodes.count() * 50 <= PROGRAMS.len());
}
