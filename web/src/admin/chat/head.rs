//! Over the messages: whose they are, who answers, and what is done with the room.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::chat::{ChatAgent, ChatStatus};

use super::opened::Opened;
use super::view::View;
use super::words;
use crate::admin::filters::in_place;
use crate::api::chat;
use crate::chat::ChatThread;
use crate::i18n::{t_string, use_i18n};
use crate::session;
use crate::ui::{Badge, Button, ButtonKind, ButtonSize, Icon, IconButton, Menu, MenuItem, ago, may_leave, use_load};

/// The head of a room.
#[component]
pub(super) fn Head(
    opened: Opened,
    thread: ChatThread,
    view: Memo<View>,
    /// Shows the buyer over the page, where there is no room beside the messages.
    beside: RwSignal<bool>,
    /// What is looked for in the room.
    finding: RwSignal<Option<String>>,
    wide: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let go = StoredValue::new_local(use_navigate());
    let back = move || {
        leptos::task::spawn_local(async move {
            if may_leave().await {
                let url = view.with_untracked(View::list_url);
                go.try_with_value(|go| go(&url, in_place()));
            }
        });
    };
    let name = opened.part(|detail| detail.room.buyer_name.clone());
    let status = opened.part(|detail| detail.room.status);
    let priority = opened.part(|detail| detail.room.priority);
    let known = opened.part(|detail| detail.buyer.presence);
    // What was told last, or what was read with the room.
    let told = thread.presence();
    let presence = Memo::new(move |_| told.get().or_else(|| known.get()).unwrap_or_default());
    let there = move || presence.get().online;
    let seen = move || {
        let locale = i18n.get_locale();
        match presence.get() {
            presence if presence.online => t_string!(i18n, console.online).to_owned(),
            presence => presence.last_seen_at.map_or_else(
                || t_string!(i18n, console.offline).to_owned(),
                |at| t_string!(i18n, console.last_seen, when = ago(locale, at)).to_string(),
            ),
        }
    };
    let marks = move || {
        let locale = i18n.get_locale();
        let (status, priority) = (status.get()?, priority.get()?);
        Some(view! {
            {(status != ChatStatus::Open).then(|| view! { <Badge tone=words::status_tone(status)>{words::status(locale, status)}</Badge> })}
            {(priority != shared::chat::ChatPriority::Normal)
                .then(|| view! { <Badge tone=words::priority_tone(priority)>{words::priority(locale, priority)}</Badge> })}
        })
    };
    view! {
        <header class="talk__head" data-test="chat-head" data-status=move || status.get().map(ChatStatus::as_str)>
            <span class="talk__back">
                <IconButton icon=icondata::LuArrowLeft label=move || t_string!(i18n, console.back) on_click=back attr:data-test="chat-back"/>
            </span>
            <div class="talk__who">
                <h2 class="talk__name" data-test="chat-name">{move || name.get()} " " {marks}</h2>
                <p class="talk__seen muted" data-test="chat-presence" data-online=move || if there() { "yes" } else { "no" }>
                    <span class="presence" class:is-on=there></span>
                    {seen}
                </p>
            </div>
            <Assignee opened/>
            <Steps opened thread status/>
            <IconButton
                icon=icondata::LuSearch
                label=move || t_string!(i18n, console.find.open)
                pressed=Signal::derive(move || Some(finding.with(Option::is_some)))
                on_click=move || finding.update(|finding| *finding = if finding.is_none() { Some(String::new()) } else { None })
                attr:data-test="chat-find"
            />
            <Show when=move || !wide.get()>
                <IconButton
                    icon=icondata::LuInfo
                    label=move || t_string!(i18n, console.buyer.show)
                    on_click=move || beside.set(true)
                    attr:data-test="chat-beside"
                />
            </Show>
        </header>
    }
    .into_any()
}

/// Who answers; a menu to take it, to hand it over, or to leave it to nobody.
#[component]
fn Assignee(opened: Opened) -> impl IntoView {
    let i18n = use_i18n();
    let agents = use_load(chat::list_chat_agents);
    let assignee = opened.part(|detail| (detail.room.assignee_id, detail.room.assignee_name.clone()));
    let me = session::current().me().map(|me| me.id);
    let shown = move || {
        let (id, name) = assignee.get().unwrap_or_default();
        if id.is_some() && id == me {
            t_string!(i18n, console.assign.me).to_owned()
        } else {
            name.unwrap_or_else(|| t_string!(i18n, console.nobody).to_owned())
        }
    };
    let items = Signal::derive(move || {
        let (id, _) = assignee.get().unwrap_or_default();
        let mut items = Vec::new();
        if id != me {
            let take = MenuItem::action(move || t_string!(i18n, console.assign.take), move || opened.take_over());
            items.push(take.icon(icondata::LuUserCheck));
        }
        let others = agents.get().unwrap_or_default().into_iter().filter(|agent| Some(agent.id) != me && Some(agent.id) != id);
        items.extend(others.map(|agent: ChatAgent| {
            let ChatAgent { id, name, online, open_rooms } = agent;
            let label = move || {
                let name = name.clone();
                if online {
                    t_string!(i18n, console.assign.to_online, name = name, count = open_rooms).to_string()
                } else {
                    t_string!(i18n, console.assign.to_offline, name = name, count = open_rooms).to_string()
                }
            };
            MenuItem::action(label, move || opened.assign(Some(id))).icon(icondata::LuUserRound)
        }));
        if id.is_some() {
            let leave = MenuItem::action(move || t_string!(i18n, console.assign.leave), move || opened.assign(None));
            items.push(leave.icon(icondata::LuInbox));
        }
        items
    });
    let label = move || t_string!(i18n, console.assign.label, name = shown()).to_string();
    let trigger = move || {
        view! {
            <Icon icon=icondata::LuUserCheck/>
            <span class="talk__agent" data-test="chat-assignee">{shown}</span>
            <Icon icon=icondata::LuChevronDown/>
        }
    };
    view! { <div class="talk__assign" data-test="chat-assign"><Menu label=label trigger=trigger items/></div> }.into_any()
}

/// What can be done with the room as it stands.
#[component]
fn Steps(opened: Opened, thread: ChatThread, status: Memo<Option<ChatStatus>>) -> impl IntoView {
    let i18n = use_i18n();
    let busy = opened.busy();
    view! {
        <div class="talk__steps">
            {move || match status.get() {
                Some(ChatStatus::Open) => {
                    view! {
                        <Button
                            kind=ButtonKind::Primary
                            size=ButtonSize::Small
                            icon=icondata::LuCheck
                            loading=busy
                            on_click=move || opened.resolve(thread.last_shown())
                            attr:data-test="chat-resolve"
                        >
                            {move || t_string!(i18n, console.resolve)}
                        </Button>
                    }
                        .into_any()
                }
                Some(status) => {
                    view! {
                        <Button
                            size=ButtonSize::Small
                            icon=icondata::LuRotateCcw
                            loading=busy
                            on_click=move || opened.reopen()
                            attr:data-test="chat-reopen"
                        >
                            {move || t_string!(i18n, console.reopen)}
                        </Button>
                        {(status == ChatStatus::Resolved)
                            .then(|| {
                                view! {
                                    <IconButton
                                        icon=icondata::LuArchive
                                        label=move || t_string!(i18n, console.archive)
                                        on_click=move || opened.archive()
                                        attr:data-test="chat-archive"
                                    />
                                }
                            })}
                    }
                        .into_any()
                }
                None => ().into_any(),
            }}
        </div>
    }
    .into_any()
}
