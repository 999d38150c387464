//! Each pass alone, text in and text out.
