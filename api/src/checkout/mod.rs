//! From cart to order.
