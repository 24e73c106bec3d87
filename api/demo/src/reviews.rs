//! What buyers wrote about what they got.

use chrono::{DateTime, Duration, Utc};

use crate::history::{PastOrder, PastStatus};
use crate::model::Catalogue;
use crate::people::Person;
use crate::rng::Rng;

mod words;

/// A review of a product by someone who bought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastReview {
    /// Slug of the product.
    pub product: String,
    /// Number of the order it was bought with.
    pub order: String,
    /// SKU of the line reviewed.
    pub sku: String,
    /// Who wrote it.
    pub author: Person,
    /// 1..=5.
    pub stars: u8,
    /// What was written; now and then nothing.
    pub text: String,
    /// `id` or `en`.
    pub locale: &'static str,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// Still waits for a look by the staff.
    pub awaits_moderation: bool,
}

/// Reviews for about half of the completed `orders`, oldest first; one per buyer and product.
pub fn reviews(orders: &[PastOrder]) -> Vec<PastReview> {
    let catalogue = crate::catalogue();
    let mut reviews: Vec<PastReview> = Vec::new();
    let mut used: Vec<String> = Vec::new();
    let newest = orders.iter().filter_map(|o| o.completed_at).max();
    for order in orders.iter().filter(|o| o.status == PastStatus::Completed) {
        let (Some(completed), Some(newest)) = (order.completed_at, newest) else {
            continue;
        };
        // The order's number seeds its reviews, so that they do not shift with the others.
        let mut rng = Rng::new(order.number.bytes().fold(7_u64, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(b))));
        for line in &order.lines {
            let Some((product, _)) = catalogue.by_sku(&line.sku) else {
                continue;
            };
            let again = reviews.iter().any(|r| r.product == product.slug && r.author.email == order.buyer.email);
            let written_at = completed + Duration::minutes(rng.between(30, 9_000));
            if again || !rng.chance(52) || written_at > newest {
                continue;
            }
            let stars = stars(&mut rng);
            let english = rng.chance(12);
            let text = write(&mut rng, &catalogue, product.category, stars, english, &mut used);
            reviews.push(PastReview {
                product: product.slug.clone(),
                order: order.number.clone(),
                sku: line.sku.clone(),
                author: order.buyer,
                stars,
                text,
                locale: if english { "en" } else { "id" },
                written_at,
                awaits_moderation: newest - written_at < Duration::days(3),
            });
        }
    }
    reviews.sort_by(|a, b| (a.written_at, &a.sku).cmp(&(b.written_at, &b.sku)));
    reviews
}

fn stars(rng: &mut Rng) -> u8 {
    match rng.below(100) {
        0..=61 => 5,
        62..=86 => 4,
        87..=94 => 3,
        95..=97 => 2,
        _ => 1,
    }
}

/// One sentence about the thing, often one about the shop; avoids what was said before.
fn write(rng: &mut Rng, catalogue: &Catalogue, category: &str, stars: u8, english: bool, used: &mut Vec<String>) -> String {
    if rng.chance(9) {
        return String::new();
    }
    let top = catalogue.top_of(category).map_or("", |c| c.slug);
    let about = words::about(top, category, stars, english);
    let shop = words::shop(stars, english);
    let mut text = String::new();
    for _ in 0..12 {
        let first = rng.pick(about, |_| 1).copied().unwrap_or_default();
        let second = rng.pick(shop, |_| 1).copied().unwrap_or_default();
        text = match rng.below(10) {
            0..=3 => first.to_owned(),
            4..=8 => format!("{first} {second}"),
            _ => format!("{second} {first}"),
        };
        if !used.contains(&text) {
            break;
        }
    }
    used.push(text.clone());
    text
}
