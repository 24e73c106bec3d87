//! What comes of a colour and a logo, in words and in pictures, before they are saved.

use leptos::prelude::*;
use shared::brand::{AA, Palette, Rgb};
use shared::catalog::Image;

use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::ui::{Icon, Logo, Mark};

/// What comes of the colour, in words: whether it can be read, and what the store does where it cannot.
#[component]
pub(super) fn Verdicts(accent: RwSignal<String>, palette: Memo<Palette>) -> impl IntoView {
    let i18n = use_i18n();
    let is_colour = Memo::new(move |_| accent.with(|text| text.trim().parse::<Rgb>().is_ok()));
    view! {
        <div role="status" data-test="brand-verdicts">
            <Show when=move || !is_colour.get()>
                <p class="muted small">{move || t_string!(i18n, office.brand.unread)}</p>
            </Show>
            <ul class="brand-verdicts" role="list">
                {move || {
                    verdicts(i18n.get_locale(), &palette.get())
                        .into_iter()
                        .map(|(fits, text)| {
                            let (class, icon) = if fits {
                                ("tone-success", icondata::LuCircleCheck)
                            } else {
                                ("tone-warning", icondata::LuTriangleAlert)
                            };
                            view! { <li class=class data-fits=fits.to_string()><Icon icon/><span>{text}</span></li> }
                        })
                        .collect_view()
                }}
            </ul>
        </div>
    }
    .into_any()
}

/// Each of the three places where text meets the colour: whether the colour itself fits, and what that means.
fn verdicts(locale: Locale, palette: &Palette) -> [(bool, String); 3] {
    let ink = if palette.on_accent == Rgb::WHITE {
        td_string!(locale, office.brand.ink_white)
    } else {
        td_string!(locale, office.brand.ink_black)
    };
    let on_it = figure(locale, palette.accent.contrast(palette.on_accent));
    let (light, dark) = (palette.least_on_light(palette.accent), palette.least_on_dark(palette.accent));
    let light_text = if light >= AA {
        td_string!(locale, office.brand.light_fits, ratio = figure(locale, light))
    } else {
        let better = figure(locale, palette.least_on_light(palette.on_light));
        let shade = palette.on_light.to_string();
        td_string!(locale, office.brand.light_shade, ratio = figure(locale, light), shade = shade, better = better)
    };
    let dark_text = if dark >= AA {
        td_string!(locale, office.brand.dark_fits, ratio = figure(locale, dark))
    } else {
        let better = figure(locale, palette.least_on_dark(palette.on_dark));
        let shade = palette.on_dark.to_string();
        td_string!(locale, office.brand.dark_shade, ratio = figure(locale, dark), shade = shade, better = better)
    };
    let on_it = td_string!(locale, office.brand.reads_on, ink = ink, ratio = on_it);
    [(true, on_it), (light >= AA, light_text), (dark >= AA, dark_text)]
}

/// A contrast to one place, never rounded up to one that would be enough.
fn figure(locale: Locale, contrast: f64) -> String {
    let text = format!("{:.1}", (contrast * 10.0).floor() / 10.0);
    match locale {
        Locale::id => text.replace('.', ","),
        Locale::en => text,
    }
}

/// Logo and colour where they will be seen.
#[component]
pub(super) fn Preview(palette: Memo<Palette>, logo: RwSignal<Option<Image>>) -> impl IntoView {
    let i18n = use_i18n();
    let panel = move |dark: bool| {
        let style = move || {
            let Palette { accent, on_accent, on_light, on_dark, .. } = palette.get();
            let (page, text, shade) = if dark { ("#0a0a0a", "#fafafa", on_dark) } else { ("#ffffff", "#1a1a1a", on_light) };
            format!("--page: {page}; --text: {text}; --accent: {accent}; --on-accent: {on_accent}; --accent-text: {shade}")
        };
        view! {
            <figure class="brand-preview__panel" style=style>
                <figcaption class="small">
                    {move || if dark { t_string!(i18n, office.brand.on_dark) } else { t_string!(i18n, office.brand.on_light) }}
                </figcaption>
                {move || match logo.get() {
                    Some(image) => {
                        let name = image.alt.clone();
                        view! { <Logo image name/> }.into_any()
                    }
                    None => view! { <Mark/> }.into_any(),
                }}
                <span class="brand-preview__button">{move || t_string!(i18n, office.brand.sample_button)}</span>
                <span class="brand-preview__text">{move || t_string!(i18n, office.brand.sample_link)}</span>
            </figure>
        }
    };
    view! {
        <div class="brand-preview" data-test="brand-preview">
            {panel(false)}
            {panel(true)}
            {move || {
                logo.get()
                    .map(|image| {
                        let paper = image.jpeg(320);
                        let label = paper.clone();
                        view! {
                            <figure class="brand-preview__panel brand-preview__panel--paper">
                                <figcaption class="small">{move || t_string!(i18n, office.brand.on_paper)}</figcaption>
                                // Papers show it as it lies on white, labels without its colours.
                                <img src=paper alt=image.alt.clone()/>
                                <img class="brand-preview__grey" src=label alt=""/>
                            </figure>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
