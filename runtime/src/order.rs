//! The order in which elements stand when they are sorted.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Where the elements of a sorted sequence stood before: those that compare equal keep their order.
///
/// # Examples
///
/// ```
/// assert_eq!(chainrule::order(&[0.5, -1.0, 0.5], f64::total_cmp), [1, 0, 2]);
/// ```
///
/// # Panics
///
/// Where `compare` panics, as the sort itself would.
#[doc(hidden)]
pub fn order<T>(items: &[T], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|i, j| compare(&items[*i], &items[*j]));
    order
}

/// The same by a sort that is not stable.
///
/// # Panics
///
/// Where `compare` panics, as the sort itself would.
#[doc(hidden)]
pub fn order_unstable<T>(items: &[T], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_unstable_by(|i, j| compare(&items[*i], &items[*j]));
    order
}

/// The order by what is made of each element.
#[doc(hidden)]
pub fn order_by_key<T, K: Ord>(items: &[T], mut key: impl FnMut(&T) -> K) -> Vec<usize> {
    order(items, |a, b| key(a).cmp(&key(b)))
}

/// The same by a sort that is not stable.
#[doc(hidden)]
pub fn order_unstable_by_key<T, K: Ord>(items: &[T], mut key: impl FnMut(&T) -> K) -> Vec<usize> {
    order_unstable(items, |a, b| key(a).cmp(&key(b)))
}
