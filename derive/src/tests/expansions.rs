//! What a user sees in cargo expand.
