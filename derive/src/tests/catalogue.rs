//! The catalogue of messages: one style throughout.

use std::collections::BTreeSet;

use crate::diagnostics::catalogue;

#[test]
fn messages_are_clauses_with_help() {
    for (name, entry) in catalogue() {
        for text in [entry.message, entry.help] {
            assert!(!text.is_empty(), "{name} says nothing");
            assert!(!text.ends_with('.'), "{name} ends in a full stop: {text}");
            assert!(!text.starts_with(char::is_uppercase), "{name} starts with a capital: {text}");
        }
    }
}

#[test]
fn messages_are_distinct() {
    let messages: BTreeSet<&str> = catalogue().map(|(_, entry)| entry.message).collect();
    assert_eq!(messages.len(), catalogue().count());
}
