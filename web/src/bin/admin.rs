//! The back office.

fn main() {
    web::start(
        || {},
        || {
            web::ui::take_place();
            web::admin::App()
        },
    );
}
