//! Every row of the table of primitives, by numbers.
