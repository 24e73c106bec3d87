//! The page on which a product is written.

use futures_util::future;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::categories::StaffCategory;
use shared::permission::Permission;
use shared::products::{ProductChoices, SaveProductRequest, StaffProduct};

use super::basics::Basics;
use super::desk::Desk;
use super::draft::{Draft, blank};
use super::images::Images;
use super::seo::Seo;
use super::side::Side;
use super::specs::Specifications;
use super::variants::Variants;
use super::words;
use crate::api::{ApiError, categories, products};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    AsyncView, Breadcrumbs, ConflictDialog, Crumb, Form, FormView, PageHead, SaveBar, Skeleton, SkeletonText, Version, toast,
    use_editor, use_load,
};

/// The word that stands for a product that is not saved yet in the URL.
const NEW: &str = "new";

/// What the editor begins with.
#[derive(Clone)]
struct Opened {
    product: Option<StaffProduct>,
    choices: ProductChoices,
    tree: Vec<StaffCategory>,
}

fn open(id: &str) -> impl Future<Output = Result<Opened, ApiError>> + use<> {
    let (choices, tree) = (products::list_product_choices(), categories::list_staff_categories());
    let product = (id != NEW).then(|| products::get_staff_product(id));
    async move {
        let product = async move {
            match product {
                Some(product) => product.await.map(Some),
                None => Ok(None),
            }
        };
        let (product, choices, tree) = future::try_join3(product, choices, tree).await?;
        Ok(Opened { product, choices, tree })
    }
}

/// A product, or the beginning of one.
#[component]
pub fn ProductPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    // The product that was made on this page: its address is another one then, the page is the same.
    let made = StoredValue::new(None::<String>);
    let shown = Memo::new(move |before: Option<&String>| {
        let id = id.get();
        match before {
            Some(before) if made.get_value().as_ref() == Some(&id) => before.clone(),
            _ => id,
        }
    });
    view! {
        {move || {
            let id = shown.get();
            view! { <One id made/> }
        }}
    }
    .into_any()
}

#[component]
fn One(id: String, made: StoredValue<Option<String>>) -> impl IntoView {
    let load = use_load(move || open(&id));
    view! {
        <div class="page editor">
            <AsyncView load skeleton=|| view! { <Waiting/> } let(opened)>
                <Writing opened made/>
            </AsyncView>
        </div>
    }
    .into_any()
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="stack" aria-busy="true">
            <Skeleton width="20rem" height="2.25rem"/>
            <SkeletonText lines=14/>
        </div>
    }
    .into_any()
}

fn version(product: &StaffProduct) -> Version<SaveProductRequest> {
    Version { value: product.save_request(), revision: product.revision }
}

#[component]
fn Writing(opened: Opened, made: StoredValue<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let go = use_navigate();
    let Opened { product, choices, tree } = opened;
    let first = product.as_ref().map_or_else(|| Version { value: blank(), revision: 0 }, version);
    let draft = Draft::new(first.value.clone());
    let desk = Desk::new(draft, product, choices, tree);
    provide_context(desk);
    let form = Form::new();
    // What the draft says before anything is touched: filled fields read as they were filled.
    let first = Version { value: untrack(|| draft.read()), ..first };
    let learn = move |product: StaffProduct| {
        let version = version(&product);
        desk.product.try_set(Some(product));
        version
    };
    let editor = use_editor(
        form,
        first,
        move || draft.read(),
        move |request| draft.write(request),
        move || {
            let id = desk.id_now().map(|id| id.to_string()).unwrap_or_default();
            let read = products::get_staff_product(&id);
            async move { read.await.map(learn) }
        },
        move |request, revision| {
            let saved: std::pin::Pin<Box<dyn Future<Output = Result<StaffProduct, ApiError>>>> = match desk.id_now() {
                Some(id) => Box::pin(products::update_product(&id.to_string(), revision, &request)),
                None => Box::pin(products::create_product(&request)),
            };
            async move { saved.await.map(learn) }
        },
        move |_| {
            toast::success(tu_string!(i18n, goods.editor.saved));
            let Some(id) = desk.id_now().map(|id| id.to_string()) else { return };
            if made.get_value().is_none() && window().location().pathname().is_ok_and(|path| path == routes::admin::NEW_PRODUCT) {
                made.set_value(Some(id.clone()));
                go(&routes::admin::product(&id), NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
            }
        },
    );
    let name = move || draft.name.with(|name| name.trim().to_owned());
    let title = move || {
        let name = name();
        if name.is_empty() { t_string!(i18n, goods.editor.new_title).to_owned() } else { name }
    };
    let crumbs = Signal::derive(move || {
        vec![Crumb::link(t_string!(i18n, admin.products.title), routes::admin::PRODUCTS), Crumb::here(title())]
    });
    let may = move || session.with(|session| session.can(Permission::CatalogWrite));
    view! {
        <PageHead title/>
        <Breadcrumbs crumbs/>
        <FormView form on_submit=move || editor.save()>
            <header class="editor__head">
                <h1 class="page__title" data-test="product-title">{title}</h1>
            </header>
            <div class="editor__grid">
                <div class="editor__main">
                    <Basics/>
                    <Images/>
                    <Variants/>
                    <Specifications/>
                    <Seo/>
                </div>
                <div class="editor__side">
                    <Side/>
                </div>
            </div>
            <Show when=may><SaveBar editor/></Show>
        </FormView>
        <ConflictDialog editor label=words::field value=words::value/>
    }
    .into_any()
}
