//! A frame of the live connection, as a client may send it, and as a browser may hear it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::chat::NewChatMessage;
use shared::live::{ClientMessage, ServerMessage, read_client};
use shared::validate::Validate;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(message) = read_client(text) {
        let said = serde_json::to_string(&message).expect("what was read can be said");
        assert_eq!(read_client(&said).as_ref(), Ok(&message), "said again, it is another message");
        if let ClientMessage::ChatSend(sent) = message {
            let _ = NewChatMessage::from(sent).validate();
        }
    }
    if let Ok(message) = serde_json::from_str::<ServerMessage>(text) {
        let _ = serde_json::to_string(&message);
    }
});
