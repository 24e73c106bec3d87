//! The shop, as shoppers download it.

fn main() {
    web::start(web::shop::App);
}
