//! The back office.

fn main() {
    web::start(|| {}, web::admin::App);
}
