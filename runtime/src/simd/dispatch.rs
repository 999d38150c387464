//! Which instructions run a kernel, found out at run time.
//!
//! A [`Task`] is written once, without intrinsics, and inlined into one wrapper for each set of
//! instructions; the compiler vectorises each copy for the wrapper's own registers.

/// A loop over slices.
pub(super) trait Task {
    type Output;

    /// Runs the loop. Implementations, and all that they call, are `#[inline(always)]`: code that
    /// stays outside a wrapper would be compiled for the baseline instructions.
    ///
    /// `FMA` says that a fused multiply-add is one instruction here.
    fn run<const FMA: bool>(self) -> Self::Output;
}

/// A set of instructions that this machine has been found to have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path(Instructions);

#[derive(Clone, Copy, Debug)]
enum Instructions {
    /// What the target has for certain: SSE2 on x86-64, NEON on AArch64.
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// Fastest first.
const ALL: &[Instructions] = &[
    #[cfg(target_arch = "x86_64")]
    Instructions::Avx512,
    #[cfg(target_arch = "x86_64")]
    Instructions::Avx2,
    Instructions::Baseline,
];

/// NEON, and with it the fused multiply-add, is part of every AArch64 target with hardware floats.
const BASELINE_FMA: bool =
    cfg!(any(target_feature = "fma", all(target_arch = "aarch64", target_feature = "neon")));

impl Path {
    /// The fastest of this machine. The standard library caches what it finds out.
    #[inline]
    pub(super) fn fastest() -> Path {
        let found = ALL.iter().find(|instructions| instructions.are_available());
        Path(*found.unwrap_or(&Instructions::Baseline))
    }

    /// All of this machine.
    #[cfg(test)]
    pub(super) fn available() -> Vec<Path> {
        ALL.iter().filter(|instructions| instructions.are_available()).map(|i| Path(*i)).collect()
    }

    /// Runs `task` with these instructions.
    #[inline]
    pub(super) fn run<K: Task>(self, task: K) -> K::Output {
        match self.0 {
            Instructions::Baseline => task.run::<BASELINE_FMA>(),
            // SAFETY: a `Path` holds only what `are_available` has found: here AVX2 and FMA.
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2 => unsafe { avx2(task) },
            // SAFETY: likewise, the five features that `avx512` is compiled for.
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx512 => unsafe { avx512(task) },
        }
    }
}

impl Instructions {
    #[inline]
    fn are_available(self) -> bool {
        match self {
            Instructions::Baseline => true,
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2 => {
                is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
            }
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx512 => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("fma")
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2<K: Task>(task: K) -> K::Output {
    task.run::<true>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,fma")]
fn avx512<K: Task>(task: K) -> K::Output {
    task.run::<true>()
}
