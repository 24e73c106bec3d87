//! The shopping cart.
