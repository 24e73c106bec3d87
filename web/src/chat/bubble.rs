//! One message: what somebody said, what happened, or what is on its way.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::chat::{AttachmentKind, ChatAttachment, ChatMessage, ChatSide};

use super::cards::{CartCard, ProductTag};
use super::outbox::{self, Outgoing};
use super::thread::{ChatThread, Place, Standing, place};
use super::{ChatHands, words};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::live;
use crate::session;
use crate::ui::{Ask, Button, ButtonKind, ButtonSize, Icon, date_time, time};

/// A message that is stored.
#[component]
pub(super) fn Said(
    message: ChatMessage,
    /// The first of those that its sender wrote in a row.
    first: bool,
    /// The last of them.
    last: bool,
    thread: ChatThread,
    hands: ChatHands,
) -> impl IntoView {
    let i18n = use_i18n();
    let viewer = thread.source().viewer();
    if message.side == ChatSide::System {
        let at = message.created_at;
        let event = message.event.map(|event| event.as_str());
        return view! {
            <p class="chat__event" data-test="chat-event" data-event=event>
                <span>{move || words::event(i18n.get_locale(), viewer, &message)}</span>
                <time title=move || date_time(i18n.get_locale(), at)>{move || time(i18n.get_locale(), at)}</time>
            </p>
        }
        .into_any();
    }
    let side = message.side;
    let is_own = side == viewer;
    // Of those who answer, each takes back what they said themselves.
    let is_mine = is_own && (viewer == ChatSide::Buyer || message.sender_id.is_some_and(|id| session::person() == Some(id)));
    let (room, id, sequence, at) = (message.room_id, message.id, message.sequence, message.created_at);
    let is_deleted = message.deleted_at.is_some();
    let delete = move |_| {
        let ask = Ask::new(
            tu_string!(i18n, chat.message.delete_ask).to_owned(),
            tu_string!(i18n, chat.message.delete_text).to_owned(),
            tu_string!(i18n, chat.message.delete).to_owned(),
        );
        spawn_local(async move {
            if ask.danger().await {
                thread.delete(room, id);
            }
        });
    };
    let name = message.sender_name.clone();
    // Who wrote is plain to see for the eye; others are told.
    let who = move || {
        if is_own && viewer == ChatSide::Buyer {
            t_string!(i18n, chat.you).to_owned()
        } else if name.is_empty() {
            t_string!(i18n, chat.somebody).to_owned()
        } else {
            name.clone()
        }
    };
    let shows_name = first && !(is_own && viewer == ChatSide::Buyer);
    let (spot, attachment, product, cart) = (place(&message), message.attachment, message.product, message.cart);
    view! {
        <article
            class="bubble"
            class:bubble--own=is_own
            class:is-first=first
            class:is-last=last
            class:is-deleted=is_deleted
            data-test="chat-message"
            data-side=side.as_str()
            data-sequence=sequence.to_string()
        >
            <p class="bubble__name" class:visually-hidden=!shows_name>{who}</p>
            <div class="bubble__body">
                {is_deleted.then(|| view! { <p class="bubble__gone">{move || t_string!(i18n, chat.deleted)}</p> })}
                {product.map(|product| view! { <ProductTag product hands/> })}
                {attachment.map(|attachment| view! { <Attached attachment thread spot/> })}
                {cart.map(|cart| view! { <CartCard cart viewer hands/> })}
                <Text body=message.body/>
            </div>
            <p class="bubble__meta">
                <time title=move || date_time(i18n.get_locale(), at)>{move || time(i18n.get_locale(), at)}</time>
                {(is_own && !is_deleted).then(|| view! { <Tick thread room sequence/> })}
                {(is_mine && !is_deleted)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="bubble__delete"
                                title=move || t_string!(i18n, chat.message.delete)
                                data-test="chat-delete"
                                on:click=delete
                            >
                                <Icon icon=icondata::LuTrash2/>
                                <span class="visually-hidden">{move || t_string!(i18n, chat.message.delete)}</span>
                            </button>
                        }
                    })}
            </p>
        </article>
    }
    .into_any()
}

/// How far an own message has come.
#[component]
fn Tick(thread: ChatThread, room: shared::ids::ChatRoomId, sequence: i64) -> impl IntoView {
    let i18n = use_i18n();
    let standing = Memo::new(move |_| thread.standing(room, sequence));
    let icon = Signal::derive(move || if standing.get() == Standing::Sent { icondata::LuCheck } else { icondata::LuCheckCheck });
    let text = move || match standing.get() {
        Standing::Sent => t_string!(i18n, chat.message.sent),
        Standing::Delivered => t_string!(i18n, chat.message.delivered),
        Standing::Read => t_string!(i18n, chat.message.read),
    };
    let word = move || match standing.get() {
        Standing::Sent => "sent",
        Standing::Delivered => "delivered",
        Standing::Read => "read",
    };
    view! {
        <span class="bubble__tick" class:is-read=move || standing.get() == Standing::Read title=text data-test="chat-tick" data-state=word>
            <Icon icon/>
            <span class="visually-hidden">{text}</span>
        </span>
    }
    .into_any()
}

/// The text as it was written; addresses of the web become links.
#[component]
fn Text(body: String) -> impl IntoView {
    if body.is_empty() {
        return ().into_any();
    }
    let parts = body
        .split_inclusive(char::is_whitespace)
        .map(|part| {
            let word = part.trim_end();
            if word.starts_with("https://") || word.starts_with("http://") {
                let rest = part.get(word.len()..).unwrap_or_default().to_owned();
                let (href, shown) = (word.to_owned(), word.to_owned());
                view! { <a href=href target="_blank" rel="external noopener nofollow ugc">{shown}</a> {rest} }.into_any()
            } else {
                part.to_owned().into_any()
            }
        })
        .collect_view();
    view! { <p class="bubble__text" data-test="chat-text-of">{parts}</p> }.into_any()
}

/// A file of a stored message. Its address is read anew when it is too old.
#[component]
fn Attached(attachment: ChatAttachment, thread: ChatThread, spot: Place) -> impl IntoView {
    let shown = attachment.clone();
    let current =
        Memo::new(move |_| thread.message(spot).and_then(|message| message.attachment).unwrap_or_else(|| shown.clone()));
    let url = Signal::derive(move || current.with(|file| file.url.clone()));
    let preview = Signal::derive(move || current.with(|file| file.preview_url.clone().unwrap_or_else(|| file.url.clone())));
    view! { <File attachment url preview on_broken=move || thread.refresh()/> }.into_any()
}

#[component]
fn File(
    attachment: ChatAttachment,
    url: Signal<String>,
    preview: Signal<String>,
    #[prop(into)] on_broken: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let ChatAttachment { kind, name, bytes, width, height, .. } = attachment;
    match kind {
        AttachmentKind::Image => {
            let ratio = width.zip(height).map(|(width, height)| format!("{} / {}", width.max(1), height.max(1)));
            let ratio = ratio.unwrap_or_else(|| "auto".to_owned());
            let label = name.clone();
            view! {
                <a
                    class="bubble__picture"
                    href=move || url.get()
                    target="_blank"
                    rel="external noopener"
                    aria-label=move || t_string!(i18n, chat.message.open_picture, name = label.clone()).to_string()
                    data-test="chat-image"
                >
                    <img
                        src=move || preview.get()
                        alt=name
                        loading="lazy"
                        decoding="async"
                        style:aspect-ratio=ratio
                        on:error=move |_| on_broken.run(())
                    />
                </a>
            }
            .into_any()
        }
        AttachmentKind::Document => {
            let label = name.clone();
            view! {
                <a
                    class="bubble__file"
                    href=move || url.get()
                    target="_blank"
                    rel="external noopener"
                    aria-label=move || t_string!(i18n, chat.message.download, name = label.clone()).to_string()
                    data-test="chat-file"
                >
                    <Icon icon=icondata::LuFileText/>
                    <span class="bubble__file-name">{name}</span>
                    <span class="bubble__file-size">{move || words::size(i18n.get_locale(), bytes)}</span>
                </a>
            }
            .into_any()
        }
    }
}

/// A message on its way, or one that was refused.
#[component]
pub(super) fn Waiting(item: Outgoing, hands: ChatHands) -> impl IntoView {
    let i18n = use_i18n();
    let connected = live::connected();
    let Outgoing { message, product, attachment, refused, written_at, .. } = item;
    let id = message.client_id;
    let state = move || match refused {
        Some(refusal) => words::refusal(i18n.get_locale(), refusal),
        None if connected.get() => t_string!(i18n, chat.message.sending),
        None => t_string!(i18n, chat.message.waiting),
    };
    let file = attachment.map(|attachment| {
        let url = Signal::stored(attachment.url.clone());
        let preview = Signal::stored(attachment.preview_url.clone().unwrap_or_else(|| attachment.url.clone()));
        view! { <File attachment url preview on_broken=|| ()/> }
    });
    view! {
        <article
            class="bubble bubble--own is-first is-last is-waiting"
            class:is-refused=refused.is_some()
            data-test="chat-outgoing"
            data-state=if refused.is_some() { "failed" } else { "sending" }
        >
            <div class="bubble__body">
                {product.map(|product| view! { <ProductTag product hands/> })}
                {file}
                <Text body=message.body/>
            </div>
            <p class="bubble__meta" role=refused.map(|_| "alert")>
                <Icon icon=if refused.is_some() { icondata::LuCircleAlert } else { icondata::LuClock }/>
                {refused.map(|_| view! { <strong>{move || t_string!(i18n, chat.message.failed)}</strong> })}
                <span>{state}</span>
                <time>{move || time(i18n.get_locale(), written_at)}</time>
            </p>
            {refused
                .map(|_| {
                    view! {
                        <p class="bubble__choices">
                            <Button size=ButtonSize::Small on_click=move || outbox::retry(id) attr:data-test="chat-retry">
                                {move || t_string!(i18n, common.action.retry)}
                            </Button>
                            <Button size=ButtonSize::Small kind=ButtonKind::Quiet on_click=move || outbox::discard(id) attr:data-test="chat-discard">
                                {move || t_string!(i18n, chat.message.discard)}
                            </Button>
                        </p>
                    }
                })}
        </article>
    }
    .into_any()
}
