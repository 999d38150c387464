//! Tests of chainrule.
