//! The facts, as a table.

use leptos::prelude::*;
use shared::catalog::Product;

use crate::i18n::{t_string, use_i18n};
use crate::shop::words;

/// The specifications in order; nothing when there are none.
#[component]
pub(super) fn Specifications(product: StoredValue<Product>) -> impl IntoView {
    let i18n = use_i18n();
    let lines = product.with_value(|product| product.specifications.clone());
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="product__specs">
            <h2 class="display display--sm">{move || t_string!(i18n, shop.product.specifications)}</h2>
            <table class="specs">
                <tbody>
                    {lines
                        .into_iter()
                        .map(|line| {
                            let line = StoredValue::new(line);
                            view! {
                                <tr>
                                    <th scope="row">{move || line.with_value(|line| words::specification(i18n.get_locale(), line))}</th>
                                    <td>{move || line.with_value(|line| words::specification_value(i18n.get_locale(), line))}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </section>
    }
    .into_any()
}
