//! Instruments with piano keys.
