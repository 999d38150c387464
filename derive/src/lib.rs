//! Procedural macros of chainrule.
