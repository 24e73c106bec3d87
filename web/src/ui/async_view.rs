//! Loading, empty, error and offline, drawn once for all pages.

use std::pin::Pin;
use std::rc::Rc;

use futures_util::FutureExt;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use web_logic::course::Course;

use super::button::{Button, ButtonKind, ButtonSize};
use super::error_text::error_text;
use super::icon::Icon;
use super::memory;
use super::skeleton::SkeletonText;
use crate::api::ApiError;
use crate::i18n::{t_string, use_i18n};

type Answer<T> = RwSignal<Option<Result<T, ApiError>>, LocalStorage>;

/// Something that is fetched, and fetched again whenever a signal it reads changes. Cheap to copy.
pub struct Load<T: 'static> {
    answer: Answer<T>,
    busy: RwSignal<bool>,
    again: Trigger,
    /// How often it was asked for, or put in.
    asked: StoredValue<u32>,
    /// Why what is shown could not be had once more.
    stale: RwSignal<Option<ApiError>>,
    course: StoredValue<Course>,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Load<T> {}

/// Work on its way, of whatever kind, so that what drives it is compiled once.
type Work = Pin<Box<dyn Future<Output = ()>>>;

/// Fetches by `fetch`; the signals it reads before its first `await` are followed.
///
/// `let product = use_load(move || catalog::get_product(slug.get()));`
///
/// It is what `LocalResource` is, without what that needs for `Suspense`, which is compiled anew for each kind of answer.
pub fn use_load<T, F>(fetch: impl Fn() -> F + 'static) -> Load<T>
where
    T: 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    let answer = RwSignal::new_local(None);
    load(answer, fetch, move |came| {
        answer.try_set(Some(came));
    })
}

/// The same for what Back shall find as it was left: what was answered under this name when the page was last shown at this
/// entry of the history is there at once, and is fetched anew without a word. The name is the page's own.
///
/// `let home = use_kept("home", catalog::get_home);`
pub fn use_kept<T, F>(name: impl Into<String>, fetch: impl Fn() -> F + 'static) -> Load<T>
where
    T: Clone + PartialEq + 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    let name: Rc<str> = Rc::from(name.into());
    let left = memory::recall::<T>(&name);
    if left.is_some() {
        memory::find_place();
    }
    let answer: Answer<T> = RwSignal::new_local(left.map(Ok));
    load(answer, fetch, move |came| {
        if let Ok(value) = &came {
            memory::remember(&memory::entry(), &name, value.clone());
        }
        let news = answer.try_with_untracked(|shown| match (shown, &came) {
            // Nothing is drawn anew for nothing.
            (Some(Ok(shown)), Ok(came)) => shown != came,
            // What is there is worth more than that it could not be had once more.
            (Some(Ok(_)), Err(error)) => !error.is_passing() && *error != ApiError::Aborted,
            _ => true,
        });
        if news == Some(true) {
            answer.try_set(Some(came));
        }
    })
}

/// Fetches; what comes is taken in by `take`.
fn load<T, F>(answer: Answer<T>, fetch: impl Fn() -> F + 'static, take: impl Fn(Result<T, ApiError>) + Clone + 'static) -> Load<T>
where
    T: 'static,
    F: Future<Output = Result<T, ApiError>> + 'static,
{
    let busy = RwSignal::new(true);
    let again = Trigger::new();
    let asked = StoredValue::new(0_u32);
    let stale = RwSignal::new(None::<ApiError>);
    let course = StoredValue::new(Course::default());
    let ask = move || -> Work {
        let this = count(asked);
        course.try_update_value(Course::set_out);
        let coming = fetch();
        let take = take.clone();
        Box::pin(async move {
            // `try_`: the page may be gone when the answer comes.
            busy.try_set(true);
            let came = coming.await;
            // What was asked later has the word.
            if asked.try_get_value() == this {
                busy.try_set(false);
                match &came {
                    Err(error) if error.is_passing() && course.try_with_value(Course::fits) == Some(true) => {
                        stale.try_set(Some(error.clone()));
                        return;
                    }
                    came => {
                        course.try_update_value(|course| course.arrive(came.is_ok()));
                    }
                }
                stale.try_set(None);
                take(came);
            }
        })
    };
    drive(again, Box::new(ask));
    Load { answer, busy, again, asked, stale, course }
}

/// Another one: what was on its way before has nothing to say any more. Nothing when the page is gone.
fn count(asked: StoredValue<u32>) -> Option<u32> {
    asked.try_update_value(|asked| {
        *asked = asked.wrapping_add(1);
        *asked
    })
}

/// Asks at once, and again when what was read is another; until the component that asks is gone.
fn drive(again: Trigger, ask: Box<dyn Fn() -> Work>) {
    let effect = RenderEffect::new(move |_| {
        again.track();
        let mut work = ask();
        // What came along with the page is there at once.
        if (&mut work).now_or_never().is_none() {
            spawn_local(ScopedFuture::new_untracked(work));
        }
    });
    on_cleanup(move || drop(effect));
}

impl<T: 'static> Load<T> {
    /// Fetches again; what is shown stays until the answer is there, and also where it cannot be had just now.
    pub fn reload(self) {
        self.course.try_update_value(Course::again);
        self.again.notify();
    }

    /// Whether an answer is on its way.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Whether the latest answer is a failure.
    #[must_use]
    pub fn failed(self) -> Signal<bool> {
        Signal::derive(move || self.answer.with(|answer| matches!(answer, Some(Err(error)) if *error != ApiError::Aborted)))
    }
}

impl<T: Clone + 'static> Load<T> {
    /// The latest success, followed.
    #[must_use]
    pub fn get(self) -> Option<T> {
        self.answer.get().and_then(Result::ok)
    }

    /// Puts in what a command answered, without fetching; an answer still on its way is older than that, and is dropped.
    pub fn put(self, value: T) {
        count(self.asked);
        self.busy.try_set(false);
        self.course.try_update_value(|course| course.arrive(true));
        self.stale.try_set(None);
        self.answer.try_set(Some(Ok(value)));
    }

    /// The latest answer, followed; `None` before the first one. For pages that draw a failure in
    /// their own way.
    #[must_use]
    pub fn state(self) -> Option<Result<T, ApiError>> {
        self.answer.get().filter(|state| !matches!(state, Err(ApiError::Aborted)))
    }
}

/// What was fetched, once it is there; shapes before, an error with "try again" when it fails.
///
/// `<AsyncView load let(product)> <Product product/> </AsyncView>`
#[component]
pub fn AsyncView<T, C, V>(
    /// From [`use_load`].
    load: Load<T>,
    /// Shapes of the right size; lines of text when left out.
    #[prop(optional, into)]
    skeleton: Option<ViewFn>,
    /// Draws the value.
    children: C,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    C: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <div class="async" aria-busy=move || load.busy().get().then_some("true")>
            {move || load.stale.get().map(|error| view! { <StaleNotice error on_retry=move || load.reload()/> })}
            {move || match load.state() {
                None => skeleton.as_ref().map_or_else(|| view! { <SkeletonText/> }.into_any(), ViewFn::run),
                Some(Ok(value)) => children(value).into_any(),
                Some(Err(error)) => view! { <ErrorState error on_retry=move || load.reload()/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// As [`AsyncView`], for rows: drawn when the first answer is there, and not anew with each later one. The rows are read from `load`
/// inside, by a `<For>`, so that one that stays does not go from under who presses it.
#[component]
pub fn AsyncRows<T: Clone + 'static>(
    /// From [`use_load`].
    load: Load<T>,
    /// Draws the rows.
    children: ChildrenFn,
) -> impl IntoView {
    let stage = Memo::new(move |_| load.state().map(|state| state.map(drop)));
    view! {
        <div class="async" aria-busy=move || load.busy().get().then_some("true")>
            {move || load.stale.get().map(|error| view! { <StaleNotice error on_retry=move || load.reload()/> })}
            {move || match stage.get() {
                None => view! { <SkeletonText/> }.into_any(),
                Some(Ok(())) => children(),
                Some(Err(error)) => view! { <ErrorState error on_retry=move || load.reload()/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// What is shown could not be had once more: says so, and tries again by itself when the connection is back.
#[component]
fn StaleNotice(error: ApiError, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    if error == ApiError::Offline {
        try_when_online(on_retry);
    }
    view! {
        <div class="notice tone-warning fresh__notice" role="alert" data-test="stale">
            <Icon icon=icondata::LuRefreshCw/>
            <span>{move || t_string!(i18n, common.state.stale)} " " {move || error_text(i18n.get_locale(), &error)}</span>
            <Button size=ButtonSize::Small on_click=move || on_retry.run(())>{move || t_string!(i18n, common.action.retry)}</Button>
        </div>
    }
    .into_any()
}

fn try_when_online(again: Callback<()>) {
    let back = window_event_listener_untyped("online", move |_| again.run(()));
    on_cleanup(move || back.remove());
}

/// A call failed: what happened, what now. Tries again by itself when the connection is back.
#[component]
pub fn ErrorState(
    /// What failed.
    error: ApiError,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let offline = error == ApiError::Offline;
    if offline {
        try_when_online(on_retry);
    }
    let request_id = error.request_id().map(str::to_owned);
    let retry = error.is_passing();
    let icon = if offline { icondata::LuWifiOff } else { icondata::LuUnplug };
    let is_refused = matches!(&error, ApiError::Problem(problem) if matches!(problem.status, 403 | 404));
    view! {
        <div class="state" role="alert">
            <Icon icon/>
            // Where it is not the connection, what happened says enough.
            {(!is_refused)
                .then(|| {
                    view! {
                        <p class="state__title">
                            {move || if offline { t_string!(i18n, common.state.offline_title) } else { t_string!(i18n, common.state.error_title) }}
                        </p>
                    }
                })}
            <p class=if is_refused { "state__title" } else { "state__text" }>{move || error_text(i18n.get_locale(), &error)}</p>
            {retry
                .then(|| {
                    view! {
                        <Button icon=icondata::LuRefreshCw on_click=move || on_retry.run(())>
                            {move || t_string!(i18n, common.action.retry)}
                        </Button>
                    }
                })}
            {request_id
                .map(|id| view! { <small class="notice__id">{move || t_string!(i18n, common.error.request_id)} " " <code>{id}</code></small> })}
        </div>
    }
    .into_any()
}

/// Nothing is here yet: says so and invites to what comes next.
#[component]
pub fn EmptyState(
    /// A picture of what is missing.
    icon: icondata::Icon,
    /// What is not there.
    #[prop(into)]
    title: TextProp,
    /// What to do about it.
    #[prop(optional, into)]
    text: Option<TextProp>,
    /// The way out, such as a [`LinkButton`](super::button::LinkButton).
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state state--empty">
            <Icon icon/>
            <p class="state__title">{move || title.get()}</p>
            {text.map(|text| view! { <p class="state__text">{move || text.get()}</p> })}
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// The end of a list: more, a failure to get more, or nothing.
#[component]
pub(super) fn MoreState(
    #[prop(into)] busy: Signal<bool>,
    #[prop(into)] error: Signal<Option<ApiError>>,
    #[prop(into)] more: Signal<bool>,
    #[prop(into)] on_more: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        {move || {
            if let Some(error) = error.get() {
                view! { <ErrorState error on_retry=on_more/> }.into_any()
            } else if more.get() {
                view! {
                    <Button kind=ButtonKind::Secondary loading=busy on_click=move || on_more.run(())>
                        {move || t_string!(i18n, common.list.more)}
                    </Button>
                }
                .into_any()
            } else {
                ().into_any()
            }
        }}
    }
    .into_any()
}
