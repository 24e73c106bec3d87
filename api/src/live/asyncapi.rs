//! The AsyncAPI document of the WebSocket: made of the very types that are sent, with examples written
//! by them.

use chrono::{DateTime, TimeDelta, Utc};
use poem_openapi::registry::Registry;
use poem_openapi::types::Type;
use serde_json::{Map, Value, json};
use shared::catalog::StockState;
use shared::chat::{ChatMessage, ChatPresence, ChatProduct, ChatReceipt, ChatReceipts, ChatSide, ChatTopic};
use shared::ids::{ChatMessageId, ChatRoomId, NotificationId, OrderId, ProductId, UserId};
use shared::live::chat::{
    ChatAck, ChatMark, ChatNews, ChatPresenceNews, ChatReceiptNews, ChatRefusal, ChatRefused, ChatSend, ChatTyping, ChatTypist,
    ChatWatch, ChatWatching, WatchedRoom,
};
use shared::live::{
    Bye, ByeReason, Changed, ClientMessage, Feature, Hello, LiveError, LiveErrorCode, MAX_MESSAGE, Missed, NotificationNews,
    Ping, Reconnect, ServerMessage, Subscribe, Subscribed, Topic, UnreadCounts, VERSION, Welcome,
};
use shared::money::Rupiah;
use shared::notifications::{Notification, NotificationKind};
use uuid::Uuid;

use super::voice::{SOCKET_PATH, TICKET_PATH};

/// The document as JSON, as it is committed in `openapi/hurtrock-live.asyncapi.json`.
///
/// # Errors
/// When an example cannot be written as JSON, which the types do not let happen.
pub fn asyncapi() -> anyhow::Result<String> {
    let mut registry = Registry::new();
    let said: Vec<Message> = client().iter().map(|message| client_message(message, &mut registry)).collect();
    let told: Vec<Message> = server().iter().filter_map(|message| server_message(message, &mut registry)).collect();
    let names = |messages: &[Message]| {
        let reference = |message: &Message| json!({ "$ref": format!("#/channels/live/messages/{}", message.name) });
        messages.iter().map(reference).collect::<Vec<_>>()
    };
    let (by_client, by_server) = (names(&said), names(&told));
    let mut messages = Map::new();
    let mut of_channel = Map::new();
    for message in said.into_iter().chain(told) {
        of_channel.insert(message.name.clone(), json!({ "$ref": format!("#/components/messages/{}", message.name) }));
        messages.insert(message.name.clone(), message.into_json()?);
    }
    let document = json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Hurtrock Music Store, live",
            "version": VERSION.to_string(),
            "description": "What the shop tells a signed-in person while they look: notifications, how many are unread, what \
                changed, and the chat. A connection is opened with a one-use ticket, which `POST /api/v1/live/ticket` of the REST interface gives. \
                The client says `hello` first. Messages and fields are added over time: pass over what you do not know.",
            "license": { "name": "MIT" },
        },
        "defaultContentType": "application/json",
        "servers": {
            "shop": {
                "host": "{host}",
                "protocol": "wss",
                "description": "The shop. `ws` where it is not reached over TLS.",
                "variables": { "host": { "default": "localhost:8080", "description": "The shop's own host." } },
            },
        },
        "channels": {
            "live": {
                "address": SOCKET_PATH,
                "title": "A person's connection",
                "description": farewells(),
                "messages": of_channel,
                "bindings": {
                    "ws": {
                        "method": "GET",
                        "query": {
                            "type": "object",
                            "required": ["ticket"],
                            "properties": {
                                "ticket": { "type": "string", "description": "A ticket that was not used, at most 30 seconds old." },
                            },
                        },
                        "bindingVersion": "0.1.0",
                    },
                },
            },
        },
        "operations": {
            "hear": {
                "action": "receive",
                "title": "What a client may say",
                "summary": format!("At most {MAX_MESSAGE} bytes each, {} at once and {} a second.",
                    shared::live::BURST, shared::live::PER_SECOND),
                "channel": { "$ref": "#/channels/live" },
                "messages": by_client,
            },
            "tell": {
                "action": "send",
                "title": "What the server says",
                "summary": "Notifications come in the order of their sequence, messages of a room of the chat in that of their change, each once; the rest says how things stand now.",
                "channel": { "$ref": "#/channels/live" },
                "messages": by_server,
            },
        },
        "components": { "messages": messages, "schemas": schemas(&registry)? },
    });
    Ok(serde_json::to_string_pretty(&crate::app::sorted(document))? + "\n")
}

/// A message of the document.
struct Message {
    name: String,
    schema: String,
    example: Value,
}

impl Message {
    fn new<T: Type>(registry: &mut Registry, example: Value) -> Self {
        T::register(registry);
        let name = example.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        Self { name, schema: T::name().into_owned(), example }
    }

    fn into_json(self) -> anyhow::Result<Value> {
        let Self { name, schema, example } = self;
        Ok(json!({
            "name": name,
            "title": schema,
            "payload": {
                "allOf": [
                    { "type": "object", "required": ["type"], "properties": { "type": { "const": name } } },
                    { "$ref": format!("#/components/schemas/{schema}") },
                ],
            },
            "examples": [{ "payload": example }],
        }))
    }
}

fn client_message(message: &ClientMessage, registry: &mut Registry) -> Message {
    let example = serde_json::to_value(message).unwrap_or_default();
    match message {
        ClientMessage::Hello(_) => Message::new::<Hello>(registry, example),
        ClientMessage::Subscribe(_) => Message::new::<Subscribe>(registry, example),
        ClientMessage::Ping(_) => Message::new::<Ping>(registry, example),
        ClientMessage::ChatWatch(_) => Message::new::<ChatWatch>(registry, example),
        ClientMessage::ChatSend(_) => Message::new::<ChatSend>(registry, example),
        ClientMessage::ChatTyping(_) => Message::new::<ChatTyping>(registry, example),
        ClientMessage::ChatMark(_) => Message::new::<ChatMark>(registry, example),
    }
}

fn server_message(message: &ServerMessage, registry: &mut Registry) -> Option<Message> {
    let example = serde_json::to_value(message).unwrap_or_default();
    Some(match message {
        ServerMessage::Welcome(_) => Message::new::<Welcome>(registry, example),
        ServerMessage::Notification(_) => Message::new::<NotificationNews>(registry, example),
        ServerMessage::Missed(_) => Message::new::<Missed>(registry, example),
        ServerMessage::Counts(_) => Message::new::<UnreadCounts>(registry, example),
        ServerMessage::Subscribed(_) => Message::new::<Subscribed>(registry, example),
        ServerMessage::Changed(_) => Message::new::<Changed>(registry, example),
        ServerMessage::Pong(_) => Message::new::<Ping>(registry, example),
        ServerMessage::Error(_) => Message::new::<LiveError>(registry, example),
        ServerMessage::ChatWatching(_) => Message::new::<ChatWatching>(registry, example),
        ServerMessage::ChatMessage(_) => Message::new::<ChatNews>(registry, example),
        ServerMessage::ChatAck(_) => Message::new::<ChatAck>(registry, example),
        ServerMessage::ChatRefused(_) => Message::new::<ChatRefused>(registry, example),
        ServerMessage::ChatTypist(_) => Message::new::<ChatTypist>(registry, example),
        ServerMessage::ChatReceipts(_) => Message::new::<ChatReceiptNews>(registry, example),
        ServerMessage::ChatPresence(_) => Message::new::<ChatPresenceNews>(registry, example),
        ServerMessage::Bye(_) => Message::new::<Bye>(registry, example),
        // No message, but what a client makes of one that it does not know.
        ServerMessage::Unknown => return None,
    })
}

/// An example of everything a client may say.
pub(super) fn client() -> Vec<ClientMessage> {
    vec![
        ClientMessage::Hello(Hello { version: VERSION, since: Some(41), topics: vec![Topic::OwnOrders] }),
        ClientMessage::Subscribe(Subscribe { topics: vec![Topic::Orders, Topic::Payments, Topic::Stock] }),
        ClientMessage::Ping(Ping { id: 7 }),
        ClientMessage::ChatWatch(ChatWatch { rooms: vec![WatchedRoom { room_id: room(), since: Some(12) }] }),
        ClientMessage::ChatSend(ChatSend {
            client_id: client_id(),
            body: "Halo, RG550 yang kuning masih ada?".to_owned(),
            topic: Some(ChatTopic::Product),
            ..ChatSend::default()
        }),
        ClientMessage::ChatTyping(ChatTyping { room_id: room(), typing: true }),
        ClientMessage::ChatMark(ChatMark { room_id: room(), delivered: 13, read: 13 }),
    ]
}

fn room() -> ChatRoomId {
    ChatRoomId(Uuid::from_u128(0x0193_5f00_0000_7000_8000_0000_0000_00d1))
}

fn client_id() -> Uuid {
    Uuid::from_u128(0x0193_5f00_0000_7000_8000_0000_0000_00d3)
}

fn when() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_785)
}

/// A message of the chat with a product.
fn chat_message() -> ChatMessage {
    let product = ChatProduct {
        id: ProductId(Uuid::from_u128(0x0193_5f00_0000_7000_8000_0000_0000_00d5)),
        slug: "ibanez-rg550".to_owned(),
        name: "Ibanez RG550".to_owned(),
        brand: "Ibanez".to_owned(),
        price: Rupiah(14_500_000),
        stock: StockState::Low,
        image: None,
        single_variant_id: None,
    };
    ChatMessage {
        id: ChatMessageId(Uuid::from_u128(0x0193_5f00_0000_7000_8000_0000_0000_00d2)),
        room_id: room(),
        sequence: 13,
        change: 14,
        client_id: client_id(),
        side: ChatSide::Buyer,
        sender_id: Some(UserId(Uuid::from_u128(0x0193_5f00_0000_7000_8000_0000_0000_00d4))),
        sender_name: "Budi Santoso".to_owned(),
        body: "Halo, RG550 yang kuning masih ada?".to_owned(),
        event: None,
        product: Some(product),
        attachment: None,
        cart: None,
        deleted_at: None,
        created_at: when(),
    }
}

/// What the server says of the chat.
fn chat() -> Vec<ServerMessage> {
    let receipts =
        ChatReceipts { buyer: ChatReceipt { delivered: 13, read: 13 }, agents: ChatReceipt { delivered: 13, read: 12 } };
    let presence = ChatPresence { online: true, last_seen_at: Some(when()) };
    vec![
        ServerMessage::ChatWatching(ChatWatching { room_id: room(), change: 14, missed: false, receipts, presence }),
        ServerMessage::ChatMessage(ChatNews { message: chat_message() }),
        ServerMessage::ChatAck(ChatAck { client_id: client_id(), message: chat_message() }),
        ServerMessage::ChatRefused(ChatRefused { client_id: client_id(), code: ChatRefusal::Closed }),
        ServerMessage::ChatTypist(ChatTypist { room_id: room(), side: ChatSide::Agent, name: "Sari".to_owned(), typing: true }),
        ServerMessage::ChatReceipts(ChatReceiptNews { room_id: room(), receipts }),
        ServerMessage::ChatPresence(ChatPresenceNews { room_id: room(), presence }),
    ]
}

/// An example of everything the server says.
pub(super) fn server() -> Vec<ServerMessage> {
    let order = OrderId(Uuid::from_u128(0x0193_5f00_0000_7000_8000_0000_0000_00a1));
    let counts = UnreadCounts { buyer: 2, chat: 1, ..UnreadCounts::default() };
    let notification = Notification {
        id: NotificationId(Uuid::from_u128(0x0193_5f00_0000_7000_8000_0000_0000_00b1)),
        sequence: 42,
        kind: NotificationKind::Shipped,
        order_id: Some(order),
        order_number: Some("HRT-261128-7K3QXZ".to_owned()),
        payment_id: None,
        chat_room_id: None,
        amount: None,
        pieces: None,
        buyer: None,
        detail: None,
        low: None,
        out: None,
        read: false,
        created_at: when(),
    };
    let first = vec![
        ServerMessage::Welcome(Welcome {
            version: VERSION,
            connection: Uuid::from_u128(0x0193_5f00_0000_7000_8000_0000_0000_00c1),
            sequence: 42,
            missed: false,
            counts,
            topics: vec![Topic::OwnOrders],
            heartbeat_seconds: 30,
            features: Feature::ALL.to_vec(),
        }),
        ServerMessage::Notification(NotificationNews { notification }),
        ServerMessage::Missed(Missed { sequence: 342 }),
        ServerMessage::Counts(counts),
        ServerMessage::Subscribed(Subscribed { topics: vec![Topic::Orders] }),
        ServerMessage::Changed(Changed { topic: Topic::OwnOrders, ids: Some(vec![order.0]) }),
        ServerMessage::Pong(Ping { id: 7 }),
        ServerMessage::Error(LiveError { code: LiveErrorCode::UnknownMessage, detail: "`typing` is not known here".to_owned() }),
        ServerMessage::Bye(Bye {
            reason: ByeReason::Restarting,
            reconnect: Some(Reconnect { ticket: TICKET_PATH.to_owned(), after_ms: 1_200 }),
        }),
    ];
    first.into_iter().chain(chat()).collect()
}

/// The reasons of `bye` with the codes of the closing frame.
fn farewells() -> String {
    let reasons: Vec<String> = ByeReason::ALL.iter().map(|reason| format!("`{reason}` {}", reason.close_code())).collect();
    format!(
        "Each frame is one JSON object with a `type`. The reason of `bye` is the text of the closing frame after it, whose code is: {}.",
        reasons.join(", ")
    )
}

/// The schemas as JSON Schema, which AsyncAPI speaks: OpenAPI 3.0 has no `null` among its types, so
/// what is not required there may be `null` here.
fn schemas(registry: &Registry) -> anyhow::Result<Value> {
    let mut schemas = Map::new();
    for (name, schema) in &registry.schemas {
        let mut schema = serde_json::to_value(schema)?;
        allow_null(&mut schema);
        schemas.insert(name.clone(), schema);
    }
    Ok(Value::Object(schemas))
}

fn allow_null(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else { return };
    let required: Vec<Value> = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (name, property) in properties {
        if !required.iter().any(|required| required == name) {
            *property = json!({ "oneOf": [property.take(), { "type": "null" }] });
        }
    }
}
