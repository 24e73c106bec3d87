//! The back office: everything staff see.

pub mod account;
pub mod analytics;
pub mod audit;
pub mod categories;
pub mod charts;
pub mod chat;
pub mod confirm_password;
pub mod dashboard;
pub mod drop_file;
pub mod emails;
pub mod export;
pub mod filters;
pub mod intake_words;
pub mod inventory;
pub mod jobs;
pub mod keys;
pub mod layout;
pub mod notifications;
pub mod one_picture;
pub mod orders;
pub mod palette;
pub mod payments;
pub mod people;
pub mod products;
pub mod restock;
pub mod reviews;
pub mod rooms;
pub mod settings;
pub mod sign_in;
pub mod suppliers;
pub mod views;
pub mod words;

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;
use shared::chat::ChatSide;
use shared::permission::Permission;

use self::account::AccountPage;
use self::analytics::AnalyticsPage;
use self::audit::AuditPage;
use self::categories::CategoriesPage;
use self::chat::{CannedPage, ChatAlerts, ChatFiguresPage, ChatsPage};
use self::confirm_password::PasswordHost;
use self::dashboard::DashboardPage;
use self::emails::{EmailPage, EmailsPage};
use self::inventory::{InventoryPage, InventoryReportsPage, MovementsPage, StockPage};
use self::jobs::JobsPage;
use self::layout::{Desk, Missing, NoAccess, Waiting};
use self::notifications::NotificationsPage;
use self::orders::{OrderPage, OrdersPage, TrackingNumbersPage};
use self::payments::{PaymentPage, PaymentsPage, UnmatchedPage};
use self::people::{RolesPage, UserPage, UsersPage};
use self::products::{ImportPage, ProductPage, ProductsPage};
use self::restock::{RestockOrderPage, RestockPage};
use self::reviews::ReviewsPage;
use self::settings::{
    ApiKeyPage, ApiKeysPage, ContentPageEditor, ContentPagesPage, EmailSettingsPage, FirstSettings, MaintenanceSettingsPage,
    PaymentSettingsPage, SecuritySettingsPage, ShippingSettingsPage, StoreSettingsPage, WebhookPage, WebhooksPage,
};
use self::sign_in::SignInPage;
use self::suppliers::{SupplierPage, SuppliersPage};
use crate::inbox::{Area, NotificationHost};
use crate::maintenance::MaintenanceHost;
use crate::session::Guard;
use crate::ui::{ConfirmHost, OfflineBar, RouteAnnouncer, SkipLink, ToastHost, UnsavedHost, hold_back};
use crate::{live, routes};

/// The back office.
#[component]
pub fn App() -> impl IntoView {
    hold_back();
    live::provide(|| Box::pin(async { Some(live::keep as live::Keep) }));
    crate::chat::provide(ChatSide::Agent);
    view! {
        <Router>
            <SkipLink/>
            <OfflineBar/>
            <MaintenanceHost known=Signal::stored(None) let_in=Callback::new(|()| ())/>
            <Desk>
                <Routes fallback=room(Permission::AdminAccess, || view! { <Missing/> }.into_any())>
                    <Route path=path!("/admin/sign-in") view=SignInPage/>
                    <Route path=path!("/admin") view=room(Permission::AdminAccess, || view! { <DashboardPage/> }.into_any())/>
                    <Route path=path!("/admin/analytics") view=room(Permission::ReportsRead, || view! { <AnalyticsPage/> }.into_any())/>
                    <Route path=path!("/admin/notifications") view=room(Permission::AdminAccess, || view! { <NotificationsPage/> }.into_any())/>
                    <Route path=path!("/admin/orders") view=room(Permission::OrdersRead, || view! { <OrdersPage/> }.into_any())/>
                    <Route path=path!("/admin/orders/tracking-numbers") view=room(Permission::OrdersWrite, || view! { <TrackingNumbersPage/> }.into_any())/>
                    <Route path=path!("/admin/orders/:id") view=room(Permission::OrdersRead, || view! { <OrderPage/> }.into_any())/>
                    <Route path=path!("/admin/payments") view=room(Permission::PaymentsRead, || view! { <PaymentsPage/> }.into_any())/>
                    <Route path=path!("/admin/payments/unmatched") view=room(Permission::PaymentsRead, || view! { <UnmatchedPage/> }.into_any())/>
                    <Route path=path!("/admin/payments/:id") view=room(Permission::PaymentsRead, || view! { <PaymentPage/> }.into_any())/>
                    <Route path=path!("/admin/chats") view=room(Permission::ChatAnswer, || view! { <ChatsPage/> }.into_any())/>
                    <Route path=path!("/admin/chats/canned") view=room(Permission::ChatAnswer, || view! { <CannedPage/> }.into_any())/>
                    <Route path=path!("/admin/chats/figures") view=room(Permission::ChatAnswer, || view! { <ChatFiguresPage/> }.into_any())/>
                    <Route path=path!("/admin/products") view=room(Permission::CatalogRead, || view! { <ProductsPage/> }.into_any())/>
                    <Route path=path!("/admin/products/import") view=room(Permission::CatalogWrite, || view! { <ImportPage/> }.into_any())/>
                    <Route path=path!("/admin/products/:id") view=room(Permission::CatalogWrite, || view! { <ProductPage/> }.into_any())/>
                    <Route path=path!("/admin/categories") view=room(Permission::CatalogRead, || view! { <CategoriesPage/> }.into_any())/>
                    <Route path=path!("/admin/inventory") view=room(Permission::InventoryRead, || view! { <InventoryPage/> }.into_any())/>
                    <Route path=path!("/admin/inventory/:id") view=room(Permission::InventoryRead, || view! { <StockPage/> }.into_any())/>
                    <Route path=path!("/admin/stock-movements") view=room(Permission::InventoryRead, || view! { <MovementsPage/> }.into_any())/>
                    <Route path=path!("/admin/inventory-reports") view=room(Permission::InventoryRead, || view! { <InventoryReportsPage/> }.into_any())/>
                    <Route path=path!("/admin/suppliers") view=room(Permission::InventoryRead, || view! { <SuppliersPage/> }.into_any())/>
                    <Route path=path!("/admin/suppliers/new") view=room(Permission::InventoryWrite, || view! { <SupplierPage/> }.into_any())/>
                    <Route path=path!("/admin/suppliers/:id") view=room(Permission::InventoryRead, || view! { <SupplierPage/> }.into_any())/>
                    <Route path=path!("/admin/restock-orders") view=room(Permission::InventoryRead, || view! { <RestockPage/> }.into_any())/>
                    <Route path=path!("/admin/restock-orders/new") view=room(Permission::InventoryWrite, || view! { <RestockOrderPage/> }.into_any())/>
                    <Route path=path!("/admin/restock-orders/:id") view=room(Permission::InventoryRead, || view! { <RestockOrderPage/> }.into_any())/>
                    <Route path=path!("/admin/reviews") view=room(Permission::ReviewsModerate, || view! { <ReviewsPage/> }.into_any())/>
                    <Route path=path!("/admin/emails") view=room(Permission::SystemRead, || view! { <EmailsPage/> }.into_any())/>
                    <Route path=path!("/admin/emails/:id") view=room(Permission::SystemRead, || view! { <EmailPage/> }.into_any())/>
                    <Route path=path!("/admin/jobs") view=room(Permission::SystemRead, || view! { <JobsPage/> }.into_any())/>
                    <Route path=path!("/admin/audit") view=room(Permission::AuditRead, || view! { <AuditPage/> }.into_any())/>
                    <Route path=path!("/admin/account") view=room(Permission::AdminAccess, || view! { <AccountPage/> }.into_any())/>
                    <Route path=path!("/admin/users") view=room(Permission::UsersRead, || view! { <UsersPage/> }.into_any())/>
                    <Route path=path!("/admin/users/:id") view=room(Permission::UsersRead, || view! { <UserPage/> }.into_any())/>
                    <Route path=path!("/admin/roles") view=room(Permission::UsersRead, || view! { <RolesPage/> }.into_any())/>
                    <Route path=path!("/admin/settings/payments") view=room(Permission::PaymentsConfigure, || view! { <PaymentSettingsPage/> }.into_any())/>
                    <Route path=path!("/admin/settings/shipping") view=room(Permission::SettingsManage, || view! { <ShippingSettingsPage/> }.into_any())/>
                    <Route path=path!("/admin/settings/email") view=room(Permission::SettingsManage, || view! { <EmailSettingsPage/> }.into_any())/>
                    <Route path=path!("/admin/settings/security") view=room(Permission::UsersManage, || view! { <SecuritySettingsPage/> }.into_any())/>
                    <Route path=path!("/admin/settings/maintenance") view=room(Permission::SettingsManage, || view! { <MaintenanceSettingsPage/> }.into_any())/>
                    <Route path=path!("/admin/settings/pages") view=room(Permission::SettingsManage, || view! { <ContentPagesPage/> }.into_any())/>
                    <Route path=path!("/admin/settings/pages/:slug") view=room(Permission::SettingsManage, || view! { <ContentPageEditor/> }.into_any())/>
                    <Route path=path!("/admin/settings/api-keys") view=room(Permission::IntegrationsManage, || view! { <ApiKeysPage/> }.into_any())/>
                    <Route path=path!("/admin/settings/api-keys/:id") view=room(Permission::IntegrationsManage, || view! { <ApiKeyPage/> }.into_any())/>
                    <Route path=path!("/admin/settings/webhooks") view=room(Permission::IntegrationsManage, || view! { <WebhooksPage/> }.into_any())/>
                    <Route path=path!("/admin/settings/webhooks/:id") view=room(Permission::IntegrationsManage, || view! { <WebhookPage/> }.into_any())/>
                    <Route path=path!("/admin/settings") view=room(Permission::AdminAccess, || view! { <FirstSettings/> }.into_any())/>
                    <Route path=path!("/admin/settings/store") view=room(Permission::SettingsManage, || view! { <StoreSettingsPage/> }.into_any())/>
                </Routes>
            </Desk>
            <UnsavedHost/>
            <RouteAnnouncer/>
            <NotificationHost area=Area::Desk/>
            <ChatAlerts/>
            <ToastHost/>
            <ConfirmHost/>
            <PasswordHost/>
        </Router>
    }
    .into_any()
}

/// A page for those whose role allows it; guests sign in first, others read that it is not theirs.
fn room(needs: Permission, page: fn() -> AnyView) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    move || {
        view! {
            <Guard
                sign_in=routes::admin::sign_in_then
                needs=needs
                skeleton=|| view! { <Waiting/> }
                refused=|| view! { <NoAccess/> }
            >
                {page()}
            </Guard>
        }
        .into_any()
    }
}
