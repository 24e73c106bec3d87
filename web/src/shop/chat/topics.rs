//! What a new conversation is about.

use leptos::prelude::*;
use shared::chat::ChatTopic;

use crate::chat::{ChatDraft, words};
use crate::i18n::{t_string, use_i18n};
use crate::ui::Icon;

/// One of a few, or none.
#[component]
pub(super) fn Topics(draft: ChatDraft) -> impl IntoView {
    let i18n = use_i18n();
    let choose = move |topic: ChatTopic| {
        draft.topic.update(|chosen| *chosen = if *chosen == Some(topic) { None } else { Some(topic) });
    };
    view! {
        <div class="chat-topics" role="group" aria-label=move || t_string!(i18n, chat.shop.topic) data-test="chat-topics">
            <span class="chat-topics__title" aria-hidden="true">{move || t_string!(i18n, chat.shop.topic)}</span>
            {ChatTopic::ALL
                .iter()
                .copied()
                .map(|topic| {
                    view! {
                        <button
                            type="button"
                            class="chat-topics__one"
                            aria-pressed=move || if draft.topic.get() == Some(topic) { "true" } else { "false" }
                            data-test=format!("chat-topic-{topic}")
                            on:click=move |_| choose(topic)
                        >
                            <Icon icon=words::topic_icon(topic)/>
                            {move || words::topic(i18n.get_locale(), topic)}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}
