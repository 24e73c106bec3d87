//! Two chats of the demo buyer, and what those who answer write often.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DatabaseTransaction, DbErr};
use serde_json::{Value, json};
use uuid::Uuid;

use super::goods::Good;
use super::people::{ACCOUNTS, People};
use super::{ids, load};

/// What is written often: what is typed, what it is for, the text.
const RESPONSES: &[(&str, &str, &str)] = &[
    ("salam", "Salam pembuka", "Halo {name}, saya {agent} dari Hurtrock. Ada yang bisa saya bantu?"),
    ("ongkir", "Cara hitung ongkir", "Ongkir dihitung otomatis di keranjang, {name}: pilih alamat, lalu pilih kurirnya."),
    (
        "bayar-gagal",
        "Pembayaran gagal",
        "Maaf soal pembayarannya, {name}. Buka pesanan {order}, lalu tekan Bayar lagi; nomor VA yang baru langsung muncul.",
    ),
    ("garansi", "Garansi", "Semua gitar dan ampli bergaransi toko 1 tahun. Simpan invoice pesanan {order} ya."),
    ("setup", "Setup gratis", "Setiap gitar kami setup dulu sebelum dikirim: action, intonasi, dan senar baru."),
    ("tutup", "Penutup", "Terima kasih sudah mampir, {name}. Kalau ada apa-apa, tulis saja di sini."),
];

/// Who speaks.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Buyer,
    Agent,
}

/// A room that is being written.
struct Writing<'a> {
    buyer: Uuid,
    agent: Uuid,
    room: Uuid,
    at: DateTime<Utc>,
    messages: Vec<Value>,
    product: Option<&'a Good>,
}

impl Writing<'_> {
    /// Somebody says something, so many minutes after what was said before.
    fn say(&mut self, side: Side, minutes: i64, body: &str, with_product: bool) {
        self.at += TimeDelta::minutes(minutes);
        let (sender, kind) = match side {
            Side::Buyer => (Some(self.buyer), "buyer"),
            Side::Agent => (Some(self.agent), "agent"),
        };
        let product = self.product.filter(|_| with_product).map(|good| good.product_id);
        self.push(sender, kind, body, product, None);
    }

    /// The shop says what happened.
    fn tell(&mut self, minutes: i64, event: &str, about: Uuid) {
        self.at += TimeDelta::minutes(minutes);
        self.push(Some(about), "system", "", None, Some(event));
    }

    fn push(&mut self, sender: Option<Uuid>, kind: &str, body: &str, product: Option<Uuid>, event: Option<&str>) {
        let number = self.messages.len() + 1;
        let key = format!("{}:{number}", self.room);
        self.messages.push(json!({
            "id": ids::id(self.at, "chat message", &key), "room_id": self.room, "sequence": number, "change": number,
            "client_id": ids::id(self.at, "chat client", &key), "sender_id": sender, "sender_kind": kind, "body": body,
            "product_id": product, "event": event, "created_at": self.at,
        }));
    }
}

/// Writes them.
pub async fn load(
    tx: &DatabaseTransaction,
    people: &People,
    goods: &HashMap<String, Good>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let response = |(shortcut, title, body): &(&str, &str, &str)| {
        json!({ "id": ids::id(now, "canned response", shortcut), "shortcut": shortcut, "title": title, "body": body,
                "created_at": now, "updated_at": now })
    };
    let responses: Vec<Value> = RESPONSES.iter().map(response).collect();
    load::insert(tx, "canned_responses", "id, shortcut, title, body, created_at, updated_at", &responses).await?;
    let Some(buyer) = people.buyers.values().find(|buyer| buyer.email == ACCOUNTS[0].email).map(|buyer| buyer.id) else {
        return Ok(());
    };
    let product = goods.values().min_by(|one, other| one.sku.cmp(&other.sku));
    let begin = |key: &str, at: DateTime<Utc>| Writing {
        buyer,
        agent: people.packer.0,
        room: ids::id(at, "chat room", key),
        at,
        messages: Vec::new(),
        product,
    };
    let earlier = now - TimeDelta::days(20);
    let mut settled = begin("settled", earlier);
    settled.say(Side::Buyer, 0, "Halo, pesanan saya kemarin kapan dikirim ya?", false);
    settled.tell(2, "assigned", people.packer.0);
    settled.say(Side::Agent, 1, "Halo! Saya cek dulu sebentar ya.", false);
    settled.say(Side::Agent, 3, "Sudah dikemas dan dijemput kurir sore ini. Nomor resinya muncul di halaman pesanan.", false);
    settled.say(Side::Buyer, 4, "Mantap, terima kasih!", false);
    settled.tell(1, "resolved", people.packer.0);
    settled.tell(5, "rated", buyer);
    let lately = now - TimeDelta::minutes(9);
    let mut open = begin("open", lately);
    open.say(Side::Buyer, 0, "Permisi, yang ini masih ada?", true);
    open.say(Side::Agent, 2, "Masih ada. Mau sekalian dengan senar cadangan?", false);
    open.say(Side::Buyer, 3, "Boleh. Senar apa yang cocok untuk drop C?", false);

    let (settled_at, rated_at) = (earlier + TimeDelta::minutes(11), earlier + TimeDelta::minutes(16));
    let rooms = [
        json!({
            "id": settled.room, "user_id": buyer, "status": "resolved", "topic": "order", "priority": 1, "assignee_id": people.packer.0,
            "last_sequence": 7, "last_change": 7, "last_activity_at": rated_at, "asked_at": earlier,
            "first_response_at": earlier + TimeDelta::minutes(3), "first_responder_id": people.packer.0, "resolved_at": settled_at,
            "rating": 5, "rating_comment": "Cepat dan ramah", "rated_at": rated_at, "notes": "Sering pesan senar.", "revision": 3,
            "mailed": false, "created_at": earlier,
        }),
        json!({
            "id": open.room, "user_id": buyer, "status": "open", "topic": "product", "priority": 0, "assignee_id": null,
            "last_sequence": 3, "last_change": 3, "last_activity_at": open.at, "asked_at": lately,
            "first_response_at": lately + TimeDelta::minutes(2), "first_responder_id": people.packer.0,
            "waiting_since": open.at, "respond_by": open.at + TimeDelta::minutes(30), "resolve_by": lately + TimeDelta::hours(24),
            "notes": "", "revision": 1, "mailed": false, "created_at": lately,
        }),
    ];
    let columns = "id, user_id, status, topic, priority, assignee_id, last_sequence, last_change, last_activity_at, asked_at,
        first_response_at, first_responder_id, waiting_since, respond_by, resolve_by, resolved_at, rating, rating_comment, rated_at,
        notes, revision, mailed, created_at";
    load::insert(tx, "chat_rooms", columns, &rooms).await?;
    let columns = "id, room_id, sequence, change, client_id, sender_id, sender_kind, body, product_id, event, created_at";
    let messages: Vec<Value> = [settled.messages, open.messages].concat();
    load::insert(tx, "chat_messages", columns, &messages).await?;
    let cursor = |room: Uuid, user: Uuid, read: i64| json!({ "room_id": room, "user_id": user, "delivered_sequence": read, "read_sequence": read, "cleared_sequence": 0 });
    let cursors = [
        cursor(settled.room, buyer, 7),
        cursor(settled.room, people.packer.0, 6),
        cursor(open.room, buyer, 3),
        cursor(open.room, people.packer.0, 2),
    ];
    load::insert(tx, "chat_cursors", "room_id, user_id, delivered_sequence, read_sequence, cleared_sequence", &cursors).await
}
