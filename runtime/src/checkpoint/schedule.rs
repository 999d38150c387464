//! How a loop is cut so that as few steps as possible are repeated.

/// The binomial coefficient `(s + r)! / (s! r!)`: so many steps can be reversed with `s` snapshots where
/// none is run more than `r` times. Saturates.
pub fn reach(snapshots: usize, runs: usize) -> usize {
    (1..=snapshots.min(runs)).fold(1_u128, |product, i| {
        let factor = snapshots.max(runs) as u128 + i as u128;
        // The product of consecutive numbers so far is divisible, so that this is exact.
        product.saturating_mul(factor) / i as u128
    }) as usize
}

/// How often each step is run at most: the smallest `r` with `steps ≤ reach(snapshots, r)`.
fn runs(steps: usize, snapshots: usize) -> usize {
    let mut runs = 0;
    while reach(snapshots, runs) < steps {
        runs += 1;
    }
    runs
}

/// How many steps [`adjoint`](super::adjoint) runs forward, beside those that `back` repeats itself:
/// `r n - (s + r)! / ((s + 1)! (r - 1)!)` for `n` steps, `s` snapshots and the smallest `r` with
/// `n ≤ (s + r)! / (s! r!)`, the fewest that there can be (Griewank, 1992), and one to get to the end.
///
/// # Panics
///
/// Where there are steps, but no snapshots.
///
/// ```
/// use chainrule::checkpoint::forward_steps;
///
/// assert_eq!(forward_steps(10, 10), 10);
/// assert_eq!(forward_steps(10_000, 10), 57_625);
/// ```
pub fn forward_steps(steps: usize, snapshots: usize) -> usize {
    if steps == 0 {
        return 0;
    }
    super::check(snapshots);
    match runs(steps, snapshots) {
        0 => 1,
        runs => runs * steps - reach(snapshots + 1, runs - 1) + 1,
    }
}

/// After how many of these steps the next snapshot is taken.
pub(super) fn cut(steps: usize, snapshots: usize) -> usize {
    let runs = runs(steps, snapshots);
    // What remains must be in reach with one snapshot less, and what comes before with one run less.
    let before = reach(snapshots, runs - 1);
    before.min(steps - reach(snapshots - 1, runs - 1)).max(1)
}
