//! How a conversation was, once it is settled.

use chrono::TimeDelta;
use leptos::prelude::*;
use shared::chat::{ChatRating, ChatRoom};

use crate::api::chat;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, Form, FormView, RatingInput, TextArea, now};

/// A rating may be given and changed for so many days.
const DAYS: i64 = 7;
/// The longest comment.
const COMMENT_MAX: u32 = 1_000;

/// Whether a room may be rated: not one in which nobody said anything.
pub(super) fn may_rate(room: &ChatRoom) -> bool {
    room.has_messages && room.resolved_at.is_some_and(|resolved| now() - resolved < TimeDelta::days(DAYS))
}

/// Stars and a comment, or thanks for them.
#[component]
pub(super) fn Rating(
    /// The room that was settled.
    room: ChatRoom,
    /// It was rated.
    #[prop(into)]
    on_rated: Callback<ChatRoom>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = room.id;
    let asks = RwSignal::new(room.rating.is_none());
    let form = Form::new();
    let stars = RwSignal::new(room.rating.and_then(|stars| u8::try_from(stars).ok()).unwrap_or(0));
    // Sent again with the stars: what is left out is taken back.
    let comment = RwSignal::new(room.rating_comment.unwrap_or_default());
    let send = move || {
        let comment = comment.with_untracked(|comment| comment.trim().to_owned());
        form.submit(
            ChatRating { stars: i16::from(stars.get_untracked()), comment },
            move |rating| async move { chat::rate_chat(id, &rating).await },
            move |room| {
                asks.set(false);
                on_rated.run(room);
            },
        );
    };
    view! {
        <section class="chat-rate" data-test="chat-rate">
            <Show
                when=move || asks.get()
                fallback=move || {
                    view! {
                        <p role="status" data-test="chat-rated">{move || t_string!(i18n, chat.shop.rate_thanks)}</p>
                        <Button size=ButtonSize::Small kind=ButtonKind::Quiet on_click=move || asks.set(true)>
                            {move || t_string!(i18n, chat.shop.rate_change)}
                        </Button>
                    }
                }
            >
                <h3 class="chat-rate__title">{move || t_string!(i18n, chat.shop.rate_title)}</h3>
                <FormView form on_submit=send>
                    <RatingInput pointer="/stars" label=move || t_string!(i18n, chat.shop.rate_stars) value=stars/>
                    <TextArea
                        pointer="/comment"
                        label=move || t_string!(i18n, chat.shop.rate_comment)
                        value=comment
                        rows=2
                        maxlength=COMMENT_MAX
                        optional=true
                    />
                    <Button submit=true size=ButtonSize::Small kind=ButtonKind::Primary loading=form.busy() attr:data-test="chat-rate-send">
                        {move || t_string!(i18n, chat.shop.rate_go)}
                    </Button>
                </FormView>
            </Show>
        </section>
    }
    .into_any()
}
