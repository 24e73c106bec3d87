//! The hero picture and the pictures of the shelves.
