//! Orders: what was bought, and the machine that moves it.
