//! The store's looks: its logo and its colour.

mod logo;
mod preview;

use leptos::prelude::*;
use shared::brand::{Palette, Rgb, StaffStoreBrand, StoreBrandDetails};
use shared::catalog::Image;

use self::logo::LogoPicker;
use self::preview::{Preview, Verdicts};
use super::words;
use crate::api::store;
use crate::i18n::{Locale, t_string, tu_string, use_i18n};
use crate::ui::{
    AsyncView, Button, ButtonKind, Card, ConflictDialog, Form, FormView, TextField, Version, toast, use_editor, use_load,
};

/// Logo and colour, each saved by itself: apart from the profile, so that neither makes the other stale.
#[component]
pub(super) fn BrandSettings() -> impl IntoView {
    let load = use_load(store::get_store_brand);
    view! {
        <AsyncView load let(brand)>
            <BrandForm brand/>
        </AsyncView>
    }
    .into_any()
}

/// What is saved, as far as this page knows. Cheap to copy.
#[derive(Clone, Copy)]
struct Saved {
    /// Logo and colour count together.
    revision: StoredValue<i32>,
    /// From which revision to which only the logo changed, by this page.
    same_colour: StoredValue<(i32, i32)>,
    logo: RwSignal<Option<Image>>,
}

impl Saved {
    fn new(brand: &StaffStoreBrand) -> Self {
        let revision = brand.revision;
        Self {
            revision: StoredValue::new(revision),
            same_colour: StoredValue::new((revision, revision)),
            logo: RwSignal::new(brand.logo.clone()),
        }
    }

    fn learn(self, brand: &StaffStoreBrand) {
        self.revision.try_update_value(|revision| *revision = brand.revision);
        self.logo.try_set(brand.logo.clone());
    }

    /// The logo that was there at `before` was changed here.
    fn changed_logo(self, before: i32, brand: &StaffStoreBrand) {
        self.same_colour.try_update_value(|(from, to)| {
            if *to != before {
                *from = before;
            }
            *to = brand.revision;
        });
        self.learn(brand);
    }

    /// The latest revision with the colour of an earlier one: what is saved with it overwrites nobody's colour unseen.
    fn with_colour_of(self, revision: i32) -> i32 {
        match self.same_colour.try_get_value() {
            Some((from, to)) if (from..=to).contains(&revision) => to,
            _ => revision,
        }
    }
}

fn version(brand: StaffStoreBrand) -> Version<StoreBrandDetails> {
    Version { value: brand.details, revision: brand.revision }
}

/// A colour in its one form; anything else as it was typed.
fn tidy(text: &str) -> String {
    let text = text.trim();
    text.parse::<Rgb>().map_or_else(|_| text.to_owned(), |colour| colour.to_string())
}

/// Has the browser read the store's stylesheet anew, so that this very page shows what was saved.
fn repaint(revision: i32) {
    if let Ok(Some(link)) = document().query_selector("link[href^='/brand.css']") {
        let _ = link.set_attribute("href", &format!("/brand.css?{revision}"));
    }
}

#[component]
fn BrandForm(brand: StaffStoreBrand) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let accent = RwSignal::new(brand.details.accent.clone());
    let saved = Saved::new(&brand);
    let learn = move |brand: &StaffStoreBrand| saved.learn(brand);
    let editor = use_editor(
        form,
        version(brand),
        move || StoreBrandDetails { accent: tidy(&accent.get()) },
        move |details: StoreBrandDetails| accent.set(details.accent),
        move || async move { store::get_store_brand().await.inspect(learn).map(version) },
        // The editor does not know of the logo.
        move |details: StoreBrandDetails, revision| async move {
            store::update_store_brand(&details, saved.with_colour_of(revision)).await.inspect(learn).map(version)
        },
        move |version| {
            repaint(version.revision);
            toast::success(tu_string!(i18n, office.brand.saved));
        },
    );
    let palette = Memo::new(move |before: Option<&Palette>| {
        let typed = accent.with(|text| text.trim().parse::<Rgb>().ok()).map(Palette::of);
        typed.or(before.copied()).unwrap_or_default()
    });
    let field = |locale: Locale, name: &str| words::store_field(locale, name).unwrap_or_default().to_owned();
    view! {
        <div class="settings" data-test="brand">
            <Card title=move || t_string!(i18n, office.brand.title)>
                <div class="stack">
                    <LogoPicker saved/>
                    <FormView form on_submit=move || editor.save()>
                        <div class="stack">
                            <div class="brand-accent">
                                <input
                                    type="color"
                                    class="brand-accent__pick"
                                    aria-label=move || t_string!(i18n, office.brand.pick)
                                    prop:value=move || palette.get().accent.to_string()
                                    on:input=move |event| {
                                        accent.set(event_target_value(&event));
                                        form.clear("/accent");
                                    }
                                />
                                <TextField
                                    pointer="/accent"
                                    label=move || t_string!(i18n, office.brand.accent)
                                    hint=move || t_string!(i18n, office.brand.accent_hint)
                                    value=accent
                                />
                            </div>
                            <Verdicts accent palette/>
                            <div class="row">
                                <Button submit=true loading=form.busy() attr:data-test="brand-save">
                                    {move || t_string!(i18n, office.brand.save)}
                                </Button>
                                <Button
                                    kind=ButtonKind::Quiet
                                    on_click=move || {
                                        accent.set(Palette::HOUSE.accent.to_string());
                                        form.clear("/accent");
                                    }
                                    attr:data-test="brand-reset"
                                >
                                    {move || t_string!(i18n, office.brand.reset)}
                                </Button>
                            </div>
                        </div>
                    </FormView>
                    <Preview palette logo=saved.logo/>
                </div>
            </Card>
        </div>
        <ConflictDialog editor label=field value=words::store_value/>
    }
    .into_any()
}
