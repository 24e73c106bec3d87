//! Studio and stage sound.
