//! The buyer beside the messages: who they are, what they bought and want to buy, what was talked about
//! before, and what staff note.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::chat::{ChatBuyer, ChatCartLine, ChatOrder, ChatPriority, ChatRoomChange, ChatRoomDetail, ChatRoomRow, ChatTopic};
use shared::ids::UserId;
use shared::money::Rupiah;
use shared::permission::Permission;

use super::notes::{Notes, NotesForm};
use super::opened::Opened;
use super::view::View;
use super::words;
use crate::admin::filters::FilterSelect;
use crate::admin::words as desk;
use crate::api::chat::{self, ChatFilter};
use crate::chat::ChatThread;
use crate::chat::words::topic;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{AsyncView, Badge, Card, Choice, Drawer, Money, Status, ago, date, date_time, use_load};

/// Where the buyer has room beside the messages.
const WIDE: &str = "(min-width: 1280px)";
/// How many earlier rooms are listed.
const EARLIER: u32 = 10;

/// Whether the window is wide enough for three panes.
pub(super) fn use_wide() -> Signal<bool> {
    let look = || window().match_media(WIDE).ok().flatten().is_some_and(|query| query.matches());
    let wide = RwSignal::new(look());
    let resized = window_event_listener_untyped("resize", move |_| {
        let now = look();
        if wide.get_untracked() != now {
            wide.set(now);
        }
    });
    on_cleanup(move || resized.remove());
    wide.into()
}

/// The pane, or a drawer where there is no room for one.
#[component]
pub(super) fn Beside(
    opened: Opened,
    thread: ChatThread,
    notes: Notes,
    view: Memo<View>,
    clock: Signal<DateTime<Utc>>,
    wide: Signal<bool>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Show
            when=move || wide.get()
            fallback=move || {
                view! {
                    <Drawer open title=move || t_string!(i18n, console.buyer.title)>
                        <Panel opened thread notes view clock/>
                    </Drawer>
                }
            }
        >
            <aside class="talk__beside" aria-label=move || t_string!(i18n, console.buyer.title)>
                <Panel opened thread notes view clock/>
            </aside>
        </Show>
    }
    .into_any()
}

#[component]
fn Panel(opened: Opened, thread: ChatThread, notes: Notes, view: Memo<View>, clock: Signal<DateTime<Utc>>) -> impl IntoView {
    let buyer = opened.part(|detail| detail.buyer.clone());
    // The cart and the orders change without the room doing so.
    let told = thread.presence();
    let online = Memo::new(move |_| told.get().map(|presence| presence.online));
    Effect::new(move |before: Option<Option<bool>>| {
        let now = online.get();
        if before.flatten().is_some_and(|before| Some(before) != now) {
            opened.reread();
        }
        now
    });
    view! {
        <div class="panel stack" data-test="chat-buyer">
            {move || buyer.get().map(|buyer| view! { <Who buyer/> })}
            <NotesForm notes/>
            <Concern opened clock/>
            {move || {
                buyer
                    .get()
                    .map(|buyer| {
                        view! {
                            <Cart cart=buyer.cart/>
                            <Orders orders=buyer.orders/>
                        }
                    })
            }}
            <Earlier opened view/>
        </div>
    }
    .into_any()
}

#[component]
fn Who(buyer: ChatBuyer) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let may_users = session.with_untracked(|session| session.can(Permission::UsersRead));
    let ChatBuyer { id, name, email, phone, locale, created_at, order_count, spent, .. } = buyer;
    let language = move || match locale.as_str() {
        "en" => t_string!(i18n, console.buyer.english),
        _ => t_string!(i18n, console.buyer.indonesian),
    };
    view! {
        <section>
            <h3 class="panel__title">
                {if may_users {
                    view! { <A href=routes::admin::user(&id.to_string()) attr:data-test="chat-buyer-page">{name}</A> }.into_any()
                } else {
                    name.into_any()
                }}
            </h3>
            <dl class="pairs panel__pairs">
                <div><dt>{move || t_string!(i18n, console.buyer.email)}</dt><dd><a href=format!("mailto:{email}")>{email.clone()}</a></dd></div>
                {phone
                    .map(|phone| {
                        view! {
                            <div><dt>{move || t_string!(i18n, console.buyer.phone)}</dt><dd><a href=format!("tel:{phone}")>{phone.clone()}</a></dd></div>
                        }
                    })}
                <div><dt>{move || t_string!(i18n, console.buyer.language)}</dt><dd>{language}</dd></div>
                <div><dt>{move || t_string!(i18n, console.buyer.spent)}</dt><dd><Money amount=Signal::stored(spent)/></dd></div>
                <div><dt>{move || t_string!(i18n, console.buyer.order_count)}</dt><dd>{order_count}</dd></div>
                <div><dt>{move || t_string!(i18n, console.buyer.since)}</dt><dd>{move || date(i18n.get_locale(), created_at)}</dd></div>
            </dl>
        </section>
    }
    .into_any()
}

/// What the room is about, how soon it is due, and how it went.
#[component]
fn Concern(opened: Opened, clock: Signal<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    let row = opened.part(|detail| detail.room.clone());
    let facts = opened.part(|detail: &ChatRoomDetail| {
        (detail.created_at, detail.first_response_at, detail.resolved_at, detail.rating, detail.rating_comment.clone())
    });
    let topics = Signal::derive(move || {
        let locale = i18n.get_locale();
        ChatTopic::ALL.iter().map(|&word| Choice::new(word.as_str(), topic(locale, word))).collect::<Vec<_>>()
    });
    let priorities = Signal::derive(move || {
        let locale = i18n.get_locale();
        ChatPriority::ALL.iter().map(|&word| Choice::new(word.as_str(), words::priority(locale, word))).collect::<Vec<_>>()
    });
    let due = Memo::new(move |_| {
        let (locale, now) = (i18n.get_locale(), clock.get());
        row.with(|row: &Option<ChatRoomRow>| row.as_ref().and_then(|row| words::due(locale, now, row)))
    });
    let at = move |at: DateTime<Utc>| move || date_time(i18n.get_locale(), at);
    view! {
        <section>
            <h3 class="panel__title">{move || t_string!(i18n, console.concern.title)}</h3>
            <p>{move || due.get().map(|(tone, text)| view! { <Badge tone=tone>{text}</Badge> })}</p>
            <div class="panel__picks">
                <FilterSelect
                    label=move || t_string!(i18n, console.concern.topic)
                    value=Signal::derive(move || row.with(|row| row.as_ref().map_or("", |row| row.topic.as_str()).to_owned()))
                    choices=topics
                    on_pick=move |word: String| opened.change(&ChatRoomChange { topic: word.parse().ok(), ..ChatRoomChange::default() }, |_| {})
                />
                <FilterSelect
                    label=move || t_string!(i18n, console.priority.label)
                    value=Signal::derive(move || row.with(|row| row.as_ref().map_or("", |row| row.priority.as_str()).to_owned()))
                    choices=priorities
                    on_pick=move |word: String| opened.change(&ChatRoomChange { priority: word.parse().ok(), ..ChatRoomChange::default() }, |_| {})
                />
            </div>
            {move || {
                let (opened_at, answered_at, settled_at, stars, comment) = facts.get()?;
                Some(view! {
                    <dl class="pairs panel__pairs">
                        <div><dt>{move || t_string!(i18n, console.concern.opened)}</dt><dd>{at(opened_at)}</dd></div>
                        {answered_at
                            .map(|when| view! { <div><dt>{move || t_string!(i18n, console.concern.answered)}</dt><dd>{at(when)}</dd></div> })}
                        {settled_at
                            .map(|when| view! { <div><dt>{move || t_string!(i18n, console.concern.settled)}</dt><dd>{at(when)}</dd></div> })}
                        {stars
                            .map(|stars| {
                                view! {
                                    <div>
                                        <dt>{move || t_string!(i18n, console.concern.rated)}</dt>
                                        <dd>{move || t_string!(i18n, common.rating.stars, count = stars).to_string()}</dd>
                                    </div>
                                }
                            })}
                    </dl>
                    {comment.filter(|comment| !comment.is_empty()).map(|comment| view! { <blockquote class="panel__said">{comment}</blockquote> })}
                })
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Cart(cart: Vec<ChatCartLine>) -> impl IntoView {
    let i18n = use_i18n();
    let none = cart.is_empty();
    let total = Rupiah(cart.iter().map(|line| line.price.0.saturating_mul(i64::from(line.quantity))).sum());
    view! {
        <section data-test="chat-buyer-cart">
            <h3 class="panel__title">{move || t_string!(i18n, console.buyer.cart)}</h3>
            {if none {
                view! { <p class="muted">{move || t_string!(i18n, console.buyer.no_cart)}</p> }.into_any()
            } else {
                view! {
                    <ul class="panel__list" role="list">
                        {cart
                            .into_iter()
                            .map(|line| {
                                let name = if line.options.is_empty() { line.name } else { format!("{} · {}", line.name, line.options) };
                                view! {
                                    <li>
                                        <span>{line.quantity} " × " <a rel="external noopener" target="_blank" href=routes::shop::product(&line.slug)>{name}</a></span>
                                        <Money amount=Signal::stored(line.price)/>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                    <p class="panel__sum"><span>{move || t_string!(i18n, console.cart.total)}</span> <strong><Money amount=Signal::stored(total)/></strong></p>
                }
                    .into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Orders(orders: Vec<ChatOrder>) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let may = session.with_untracked(|session| session.can(Permission::OrdersRead));
    let none = orders.is_empty();
    view! {
        <section>
            <h3 class="panel__title">{move || t_string!(i18n, console.buyer.orders)}</h3>
            {none.then(|| view! { <p class="muted">{move || t_string!(i18n, console.buyer.no_orders)}</p> })}
            <ul class="panel__list" role="list">
                {orders
                    .into_iter()
                    .map(|order| {
                        let ChatOrder { id, number, status, total, created_at, .. } = order;
                        view! {
                            <li>
                                <span class="two-lines">
                                    {if may {
                                        view! { <A href=routes::admin::order(&id.to_string()) attr:data-test="chat-order">{number}</A> }.into_any()
                                    } else {
                                        number.into_any()
                                    }}
                                    <span class="muted">{move || date(i18n.get_locale(), created_at)}</span>
                                </span>
                                <span class="two-lines panel__right">
                                    <Money amount=Signal::stored(total)/>
                                    <Status tone=desk::order_tone(status)>{move || desk::order_status(i18n.get_locale(), status)}</Status>
                                </span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// A room in a line; `stays` where one is in the console.
#[component]
fn Line(row: ChatRoomRow, href: Signal<String>, #[prop(optional)] stays: bool) -> impl IntoView {
    let i18n = use_i18n();
    let ChatRoomRow { status, topic: about, last_text, last_activity_at: at, .. } = row;
    view! {
        <li data-test="chat-line">
            <span class="two-lines">
                <a href=move || href.get() data-noscroll=stays.then_some("")>{move || topic(i18n.get_locale(), about)}</a>
                <span class="muted">{last_text}</span>
            </span>
            <span class="two-lines panel__right">
                <span class="muted nowrap">{move || ago(i18n.get_locale(), at)}</span>
                <Status tone=words::status_tone(status)>{move || words::status(i18n.get_locale(), status)}</Status>
            </span>
        </li>
    }
    .into_any()
}

/// The chats of somebody, the latest first. For those who answer.
#[component]
pub fn ChatsOf(
    /// Whose.
    buyer_id: UserId,
) -> impl IntoView {
    let i18n = use_i18n();
    let rooms = use_load(move || {
        let (buyer_id, status, limit) = (Some(buyer_id), Some("all".to_owned()), Some(EARLIER));
        chat::list_chats(&ChatFilter { buyer_id, status, limit, ..ChatFilter::default() })
    });
    view! {
        <Card title=move || t_string!(i18n, console.chats_of.title)>
            <AsyncView load=rooms let(page)>
                {
                    let none = page.items.is_empty();
                    view! {
                        {none.then(|| view! { <p class="muted">{move || t_string!(i18n, console.chats_of.none)}</p> })}
                        <ul class="panel__list" role="list" data-test="user-chats">
                            {page
                                .items
                                .into_iter()
                                .map(|row| {
                                    let href = Signal::stored(routes::admin::chat(&row.id.to_string()));
                                    view! { <Line row href/> }
                                })
                                .collect_view()}
                        </ul>
                    }
                }
            </AsyncView>
        </Card>
    }
    .into_any()
}

/// The buyer's other rooms.
#[component]
fn Earlier(opened: Opened, view: Memo<View>) -> impl IntoView {
    let i18n = use_i18n();
    let id = opened.id;
    // Read again when there is another one.
    let buyer = opened.part(|detail| (detail.buyer.id, detail.buyer.room_count));
    let rooms = use_load(move || {
        let call = buyer.get().map(|(buyer, _)| {
            let (buyer_id, status, limit) = (Some(buyer), Some("all".to_owned()), Some(EARLIER));
            chat::list_chats(&ChatFilter { buyer_id, status, limit, ..ChatFilter::default() })
        });
        async move {
            match call {
                Some(call) => call.await.map(|page| page.items),
                None => Ok(Vec::new()),
            }
        }
    });
    view! {
        <section data-test="chat-earlier">
            <h3 class="panel__title">{move || t_string!(i18n, console.buyer.earlier)}</h3>
            <AsyncView load=rooms let(rows)>
                {
                    let rows: Vec<ChatRoomRow> = rows.into_iter().filter(|row| row.id != id).collect();
                    let none = rows.is_empty();
                    view! {
                        {none.then(|| view! { <p class="muted">{move || t_string!(i18n, console.buyer.no_earlier)}</p> })}
                        <ul class="panel__list" role="list">
                            {rows
                                .into_iter()
                                .map(|row| {
                                    let other = row.id;
                                    let href = Signal::derive(move || view.with(|view| view.with_room(Some(other)).url()));
                                    view! { <Line row href stays=true/> }
                                })
                                .collect_view()}
                        </ul>
                    }
                }
            </AsyncView>
        </section>
    }
    .into_any()
}
