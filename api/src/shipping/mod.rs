//! Shipping services and what they ask.
