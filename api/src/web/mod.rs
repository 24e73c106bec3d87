//! The web app in the browser, served from memory.
