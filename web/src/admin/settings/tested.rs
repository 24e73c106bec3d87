//! What came of trying a setting.

use leptos::prelude::*;
use shared::settings::TestResult;

use crate::i18n::{t_string, use_i18n};
use crate::ui::Icon;

/// Whether it works, and what the other side said; nothing before it was tried.
#[component]
pub(super) fn Outcome(
    /// What came of it.
    result: RwSignal<Option<TestResult>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div role="status" data-test="test-outcome">
            {move || {
                result
                    .get()
                    .map(|TestResult { ok, answer }| {
                        let (class, icon) = if ok {
                            ("notice tone-success", icondata::LuCircleCheck)
                        } else {
                            ("notice tone-danger", icondata::LuCircleAlert)
                        };
                        view! {
                            <div class=class data-ok=ok.to_string()>
                                <Icon icon/>
                                <div>
                                    <p>{move || if ok { t_string!(i18n, people.settings.works) } else { t_string!(i18n, people.settings.fails) }}</p>
                                    <code class="attempt__failure">{answer}</code>
                                </div>
                            </div>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
