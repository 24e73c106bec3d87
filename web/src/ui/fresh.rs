//! Keeps what is shown in step with the server without disturbing who reads it.

use std::time::Duration;

use leptos::prelude::*;
use shared::page::Page;
use web_logic::fresh::{merge, update};

use super::async_view::Load;
use super::button::{Button, ButtonKind, ButtonSize};
use super::icon::Icon;
use super::paging::Paged;
use crate::api::ApiError;
use crate::i18n::{t_string, use_i18n};

/// Changes are looked at this often at most.
pub const PAUSE: Duration = Duration::from_millis(1_500);
/// So far from the top, new rows are not put in by themselves, in pixels.
const TOP: f64 = 160.0;

/// A list that looks again when it is told to.
pub struct Fresh {
    look: Callback<()>,
    waiting: RwSignal<usize>,
    show: Callback<()>,
}

impl Clone for Fresh {
    fn clone(&self) -> Self {
        *self
    }
}

impl Copy for Fresh {}

impl Fresh {
    /// Something of the list may have changed.
    pub fn look(self) {
        self.look.run(());
    }
}

/// Reads the first page again by `fetch` whenever the list is told to look. Rows that are shown are
/// brought up to date where they stand. New ones are put on top while the top is in sight, and are
/// only counted while it is not: see [`FreshBar`].
pub fn use_fresh<T, F>(list: Paged<T>, key: fn(&T) -> String, fetch: impl Fn() -> F + Send + Sync + Clone + 'static) -> Fresh
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Future<Output = Result<Page<T>, ApiError>> + 'static,
{
    let waiting = RwSignal::new(0);
    let look = move || {
        let answer = fetch();
        let before = list.items().with_untracked(|items| items.iter().map(key).collect::<Vec<_>>());
        leptos::task::spawn_local(async move {
            // A failure is no news: the next change, or the reader, asks again.
            let Ok(page) = answer.await else { return };
            // The list was read on, or is another one by now.
            let same = list.items().try_with_untracked(|items| items.iter().map(key).eq(before.iter().cloned()));
            if same != Some(true) || list.busy().get_untracked() {
                return;
            }
            let at_top = window().scroll_y().is_ok_and(|scrolled| scrolled < TOP);
            let total = (page.total, page.total_is_estimate);
            let merged = if at_top {
                list.items().with_untracked(|items| merge(items, &page.items, page.next_cursor.as_deref(), key))
            } else {
                list.items().with_untracked(|items| update(items, &page.items, key))
            };
            waiting.try_set(merged.waiting);
            if list.items().with_untracked(|items| *items != merged.items) {
                list.items().set(merged.items);
            }
            list.set_extent(merged.cursor, total);
        });
    };
    let show = Callback::new(move |()| {
        waiting.set(0);
        window().scroll_to_with_x_and_y(0.0, 0.0);
        list.restart();
    });
    Fresh { look: spread(PAUSE, look), waiting, show }
}

/// What `act` does, at once, and then not before a pause has passed, however often it is called: then
/// once for all.
pub fn spread(pause: Duration, act: impl Fn() + Send + Sync + Clone + 'static) -> Callback<()> {
    let pausing = StoredValue::new(false);
    let again = StoredValue::new(false);
    fn run(
        pause: Duration,
        act: impl Fn() + Send + Sync + Clone + 'static,
        pausing: StoredValue<bool>,
        again: StoredValue<bool>,
    ) {
        act();
        pausing.set_value(true);
        set_timeout(
            move || {
                // Gone with the page.
                if pausing.try_set_value(false).is_some() {
                    return;
                }
                if again.try_update_value(std::mem::take) == Some(true) {
                    run(pause, act, pausing, again);
                }
            },
            pause,
        );
    }
    Callback::new(move |()| {
        if pausing.try_get_value() == Some(true) {
            again.set_value(true);
        } else {
            run(pause, act.clone(), pausing, again);
        }
    })
}

/// A page about one thing that looks again when it is told to.
pub struct FreshPage {
    look: Callback<()>,
    touched: RwSignal<bool>,
    pending: RwSignal<bool>,
    show: Callback<()>,
}

impl Clone for FreshPage {
    fn clone(&self) -> Self {
        *self
    }
}

impl Copy for FreshPage {}

impl FreshPage {
    /// What is shown may have changed.
    pub fn look(self) {
        self.look.run(());
    }

    /// Something was begun, as if it had been typed: what changes is said, and waits.
    pub fn hold(self) {
        self.touched.set(true);
    }
}

/// Reads `load` again by `fetch` when told to, and shows what changed at once, unless somebody has
/// begun to fill something in: then it is said, and waits. The page goes into [`FreshNotice`].
pub fn use_fresh_page<T, F>(load: Load<T>, fetch: impl Fn() -> F + Send + Sync + Clone + 'static) -> FreshPage
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    let (touched, pending) = (RwSignal::new(false), RwSignal::new(false));
    let kept: StoredValue<Option<T>> = StoredValue::new(None);
    // Whatever came from elsewhere, such as the answer to a command, is what is known by now.
    Effect::new(move |_| {
        let _ = load.get();
        touched.set(false);
        pending.set(false);
        kept.set_value(None);
    });
    let look = move || {
        let answer = fetch();
        leptos::task::spawn_local(async move {
            let Ok(fresh) = answer.await else { return };
            let Some(busy) = touched.try_get_untracked() else { return };
            if untrack(|| load.get()).is_none_or(|shown| shown == fresh) {
                return;
            }
            if busy || is_asking() {
                kept.set_value(Some(fresh));
                pending.set(true);
            } else {
                load.put(fresh);
            }
        });
    };
    let show = Callback::new(move |()| {
        if let Some(fresh) = kept.try_update_value(Option::take).flatten() {
            load.put(fresh);
        }
    });
    FreshPage { look: spread(PAUSE, look), touched, pending, show }
}

/// Whether a dialog of the page is open: it would go with what it stands in, were that drawn anew.
fn is_asking() -> bool {
    document().query_selector("#main dialog[open]").ok().flatten().is_some()
}

/// Shows what came by itself, if it is anything new. While a dialog is open, `page` says so instead.
pub fn show_fresh<T>(load: Load<T>, fresh: T, page: FreshPage)
where
    T: Clone + PartialEq + 'static,
{
    if untrack(|| load.get()).is_some_and(|shown| shown == fresh) {
        return;
    }
    if is_asking() {
        page.look();
    } else {
        load.put(fresh);
    }
}

/// Around a page: notices when something is filled in, and says when what is shown is not the latest.
#[component]
pub fn FreshNotice(
    /// From [`use_fresh_page`].
    page: FreshPage,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let FreshPage { touched, pending, show, .. } = page;
    view! {
        <div class="fresh__page" on:input=move |_| touched.set(true)>
            <div role="status">
                <Show when=move || pending.get()>
                    <div class="notice tone-info fresh__notice" data-test="fresh-notice">
                        <Icon icon=icondata::LuRefreshCw/>
                        <span>{move || t_string!(i18n, common.state.changed)}</span>
                        <Button size=ButtonSize::Small on_click=move || show.run(())>{move || t_string!(i18n, common.state.show_changes)}</Button>
                    </div>
                </Show>
            </div>
            {children()}
        </div>
    }
    .into_any()
}

/// Says how many new rows wait above, and shows them.
#[component]
pub fn FreshBar(
    /// From [`use_fresh`].
    fresh: Fresh,
) -> impl IntoView {
    let i18n = use_i18n();
    let Fresh { waiting, show, .. } = fresh;
    view! {
        <div class="fresh" role="status">
            <Show when=move || { waiting.get() > 0 }>
                <Button kind=ButtonKind::Primary size=ButtonSize::Small icon=icondata::LuArrowUp on_click=move || show.run(())>
                    {move || t_string!(i18n, common.list.fresh, count = waiting.get())}
                </Button>
            </Show>
        </div>
    }
    .into_any()
}
