//! The colours of all drawings.

use super::Role;

/// Values.
pub(super) const VALUE: &str = "#1f6fb2";
/// Cotangents.
pub(super) const COTANGENT: &str = "#c0392b";
/// Names and formulas.
pub(super) const TEXT: &str = "#1b2430";
/// Edges: readable on white and on black, since drawings have no background.
pub(super) const EDGE: &str = "#8a94a6";

/// The colours of a box.
pub(super) struct Paint {
    pub fill: &'static str,
    pub stroke: &'static str,
}

impl Paint {
    pub fn of(role: Role) -> Self {
        match role {
            Role::Input => Self { fill: "#e8f1fb", stroke: "#7fa8d1" },
            Role::Step => Self { fill: "#ffffff", stroke: "#aab4c3" },
            Role::Output => Self { fill: "#fdf0e1", stroke: "#dba763" },
        }
    }
}
