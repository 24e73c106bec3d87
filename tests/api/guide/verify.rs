fn verify(secret: &str, id: &str, at: &str, signatures: &str, body: &[u8], now: i64) -> Option<()> {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use hmac::{Hmac, KeyInit, Mac};
    if (now - at.parse::<i64>().ok()?).abs() > 300 {
        return None;
    }
    let key = STANDARD.decode(secret.strip_prefix("whsec_")?).ok()?;
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{at}.").as_bytes());
    mac.update(body);
    let mut given = signatures.split(' ').filter_map(|part| STANDARD.decode(part.strip_prefix("v1,")?).ok());
    given.any(|one| mac.clone().verify_slice(&one).is_ok()).then_some(())
}
