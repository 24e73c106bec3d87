//! Lists that grow: the next page comes before the end is reached, and Back finds the same place.

use std::hash::Hash;

use futures_util::FutureExt;
use leptos::html;
use leptos::prelude::*;
use shared::page::Page;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use super::async_view::{ErrorState, MoreState};
use super::memory;
use super::shell::Later;
use crate::api::ApiError;

/// So many pages come by themselves; then a button lets readers reach the foot of the page.
const AUTOMATIC_PAGES: u32 = 4;
/// So many items may be seen when the page opens, on a wide screen.
const IN_SIGHT: u32 = 8;

/// A list as far as it was read. Cheap to copy.
pub struct Paged<T: Send + Sync + 'static> {
    items: RwSignal<Vec<T>>,
    total: RwSignal<Option<(i64, bool)>>,
    cursor: RwSignal<Option<String>>,
    pages: RwSignal<u32>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    more: Callback<()>,
    again: Callback<()>,
}

impl<T: Send + Sync> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Paged<T> {}

impl<T: Send + Sync + 'static> Paged<T> {
    /// What was read so far; may be changed in place, such as after a bulk action.
    #[must_use]
    pub fn items(self) -> RwSignal<Vec<T>> {
        self.items
    }

    /// How many there are in all, and whether that is an estimate; `None` before the first answer.
    #[must_use]
    pub fn total(self) -> Signal<Option<(i64, bool)>> {
        self.total.into()
    }

    /// Whether an answer is on its way.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Why the latest page could not be read.
    #[must_use]
    pub fn error(self) -> Signal<Option<ApiError>> {
        self.error.into()
    }

    /// Whether there is more to read.
    #[must_use]
    pub fn has_more(self) -> Signal<bool> {
        let cursor = self.cursor;
        Signal::derive(move || cursor.with(Option::is_some))
    }

    /// Reads on.
    pub fn load_more(self) {
        self.more.run(());
    }

    /// Starts anew; what is shown stays until the first page is there.
    pub fn restart(self) {
        self.again.run(());
    }

    /// How far it was read: where the next page begins, and how many there are in all.
    pub(super) fn set_extent(self, cursor: Option<Option<String>>, total: (i64, bool)) {
        if let Some(cursor) = cursor {
            self.cursor.set(cursor);
            self.pages.set(1);
        }
        self.total.set(Some(total));
    }
}

/// A list as it was left.
#[derive(Clone)]
struct Left<T> {
    items: Vec<T>,
    total: Option<(i64, bool)>,
    cursor: Option<String>,
    pages: u32,
}

/// A list that starts anew whenever `key` (its URL with filters) changes.
///
/// `use_paged(move || url.get(), move |cursor| catalog::list_products(filter.get_untracked(), cursor))`
pub fn use_paged<T, F>(
    key: impl Fn() -> String + Send + Sync + 'static,
    fetch: impl Fn(Option<String>) -> F + Send + Sync + Clone + 'static,
) -> Paged<T>
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<Page<T>, ApiError>> + 'static,
{
    let items = RwSignal::new(Vec::new());
    let (total, cursor, pages) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(0));
    let (busy, error) = (RwSignal::new(true), RwSignal::new(None));
    // Counts starts, so that an answer to an old question is not taken for the new one's.
    let generation = StoredValue::new(0_u32);
    let key = Memo::new(move |_| key());
    // What the items belong to: an entry of the history, and a key. Both are others already while the next items are on their
    // way, and when this list is taken down.
    let belongs = StoredValue::new(None::<(String, String)>);
    let read = move |start: bool| {
        if start {
            generation.update_value(|generation| *generation += 1);
        } else if busy.get_untracked() {
            return;
        }
        let (asked, asked_for) = (generation.get_value(), key.get_untracked());
        busy.set(true);
        error.set(None);
        let mut answer = Box::pin(fetch(if start { None } else { cursor.get_untracked() }));
        let take = move |answer: Result<Page<T>, ApiError>| {
            if generation.try_get_value() != Some(asked) {
                return;
            }
            match answer {
                Ok(page) => {
                    total.set(Some((page.total, page.total_is_estimate)));
                    cursor.set(page.next_cursor);
                    if start {
                        belongs.set_value(Some((memory::entry(), asked_for)));
                        pages.set(1);
                        items.set(page.items);
                    } else {
                        pages.update(|pages| *pages += 1);
                        items.update(|items| items.extend(page.items));
                    }
                }
                Err(ApiError::Aborted) => {}
                Err(failure) => error.set(Some(failure)),
            }
            busy.set(false);
        };
        // What came along with the page is there at once, and no shapes are drawn for it.
        match (&mut answer).now_or_never() {
            Some(answer) => take(answer),
            None => leptos::task::spawn_local(async move { take(answer.await) }),
        }
    };
    let store = move || {
        if let Some((entry, key)) = belongs.get_value() {
            let left = Left {
                items: items.get_untracked(),
                total: total.get_untracked(),
                cursor: cursor.get_untracked(),
                pages: pages.get_untracked(),
            };
            memory::remember(&entry, &key, left);
        }
    };
    let begin = read.clone();
    let effect = RenderEffect::new(move |previous: Option<String>| {
        let key = key.get();
        if previous.is_some_and(|previous| previous != key) {
            store();
        }
        let left = if memory::came_back() { memory::recall::<Left<T>>(&key) } else { None };
        if let Some(left) = left {
            generation.update_value(|generation| *generation += 1);
            items.set(left.items);
            total.set(left.total);
            cursor.set(left.cursor);
            pages.set(left.pages);
            busy.set(false);
            belongs.set_value(Some((memory::entry(), key.clone())));
            memory::find_place();
        } else {
            begin(true);
        }
        key
    });
    on_cleanup(move || {
        drop(effect);
        store();
    });
    let started = pages;
    let anew = read.clone();
    Paged {
        items,
        total,
        cursor,
        pages,
        busy,
        error,
        more: Callback::new(move |()| read(started.get_untracked() == 0)),
        again: Callback::new(move |()| anew(true)),
    }
}

/// The items of a [`Paged`] list as a `<ul>`, growing before its end comes into sight.
#[component]
pub fn EndlessList<T, K, C, V>(
    /// From [`use_paged`].
    list: Paged<T>,
    /// What tells items apart.
    key: fn(&T) -> K,
    /// CSS class of the `<ul>`.
    #[prop(default = "stack")]
    class: &'static str,
    /// Shapes for the first page, inside the `<ul>`.
    #[prop(into)]
    skeleton: ViewFn,
    /// When there is nothing.
    #[prop(into)]
    empty: ViewFn,
    /// Draws one item.
    children: C,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    K: Eq + Hash + 'static,
    C: Fn(T) -> V + Send + Sync + Clone + 'static,
    V: IntoView + 'static,
{
    // Told apart from how many there are: the list itself stays when it grows.
    let first = Memo::new(move |_| list.pages.get() == 0);
    let nothing = Memo::new(move |_| list.items.with(Vec::is_empty));
    let opening = StoredValue::new(true);
    let end = NodeRef::<html::Div>::new();
    let grown = move || list.pages.track();
    observe(end, grown, move || {
        let more = list.cursor.with_untracked(Option::is_some) && list.error.with_untracked(Option::is_none);
        if more && list.pages.get_untracked() < AUTOMATIC_PAGES {
            list.load_more();
        }
    });
    view! {
        <div class="endless" aria-busy=move || list.busy.get().then_some("true")>
            {move || {
                if first.get() {
                    match list.error.get() {
                        Some(error) => view! { <ErrorState error on_retry=move || list.load_more()/> }.into_any(),
                        None => view! { <div class=class>{skeleton.run()}</div> }.into_any(),
                    }
                } else if nothing.get() {
                    empty.run()
                } else {
                    let children = children.clone();
                    let in_sight = StoredValue::new(IN_SIGHT);
                    // What comes later is on its way to be seen.
                    request_animation_frame(move || {
                        opening.try_set_value(false);
                    });
                    let draw = move |item| {
                        let left = in_sight.get_value();
                        in_sight.set_value(left.saturating_sub(1));
                        if left > 0 || !opening.get_value() {
                            view! { <li>{children(item)}</li> }.into_any()
                        } else {
                            let children = children.clone();
                            view! { <li><Later>{children(item)}</Later></li> }.into_any()
                        }
                    };
                    view! {
                        <ul class=class role="list">
                            <For each=move || list.items.get() key=move |item| key(item) children=draw/>
                        </ul>
                    }
                    .into_any()
                }
            }}
            <div class="endless__end" node_ref=end>
                <Show when=move || !first.get()>
                    <MoreState busy=list.busy error=list.error more=list.has_more() on_more=move || list.load_more()/>
                </Show>
            </div>
        </div>
    }
    .into_any()
}

/// Calls `near` whenever the element comes within a screen of the window, and when it is there still after what `again` follows
/// has changed: who scrolls as fast as a list grows never sees its end leave.
fn observe(element: NodeRef<html::Div>, again: impl Fn() + 'static, near: impl Fn() + 'static) {
    let seen = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let here =
            entries.iter().any(|entry| entry.dyn_into::<IntersectionObserverEntry>().is_ok_and(|entry| entry.is_intersecting()));
        if here {
            near();
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin("800px");
    let Ok(observer) = IntersectionObserver::new_with_options(seen.as_ref().unchecked_ref(), &options) else { return };
    let watched = send_wrapper::SendWrapper::new((observer.clone(), seen));
    Effect::new(move |_| {
        again();
        if let Some(element) = element.get() {
            // Whoever is observed anew is told of where it is.
            observer.unobserve(&element);
            observer.observe(&element);
        }
    });
    on_cleanup(move || {
        let (observer, seen) = watched.take();
        observer.disconnect();
        drop(seen);
    });
}
