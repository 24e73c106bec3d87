//! What is wrong, in plain English: for commands, whose readers have no web app that words codes for them.

use shared::audit::AuditFaultKind;
use shared::validate::{FieldCode, FieldError};

/// `password: must have at least 8 characters; email: must be filled in`.
#[must_use]
pub fn broken_rules(errors: &[FieldError]) -> String {
    let rules: Vec<String> = errors.iter().map(broken_rule).collect();
    rules.join("; ")
}

fn broken_rule(error: &FieldError) -> String {
    let field = error.pointer.trim_start_matches('/').replace('_', "-");
    let figure = |name: &str| error.params.get(name).map(String::as_str).unwrap_or_default();
    let rule = match error.code {
        FieldCode::Required => "must be filled in".to_owned(),
        FieldCode::TooShort => format!("must have at least {} characters", figure("min")),
        FieldCode::TooLong => format!("must have at most {} characters", figure("max")),
        FieldCode::InvalidEmail => "must be an email address, such as name@example.com".to_owned(),
        FieldCode::WeakPassword => "is too easy to guess; try a short sentence that only you would know".to_owned(),
        FieldCode::InvalidFormat => "holds a character that cannot be stored".to_owned(),
        // No command asks for what has other rules.
        other => format!("is refused ({other})"),
    };
    format!("{field}: {rule}")
}

/// What is wrong with an event of the audit log.
#[must_use]
pub const fn audit_fault(kind: AuditFaultKind) -> &'static str {
    match kind {
        AuditFaultKind::Edited => "its contents were changed",
        AuditFaultKind::Broken => "it does not follow the one before",
        AuditFaultKind::Gap => "events before it are missing",
        AuditFaultKind::Cut => "the end of the log is not what was written last",
    }
}

#[cfg(test)]
mod tests {
    use shared::account::{Locale, RegisterRequest};
    use shared::maintenance::{MaintenanceDetails, MaintenanceMode};
    use shared::users::CreateUserRequest;
    use shared::validate::Validate;

    use super::*;

    fn told(ask: &impl Validate) -> String {
        ask.validate().map_or_else(|errors| broken_rules(&errors), |()| String::new())
    }

    #[test]
    fn rules_are_told_with_their_figures() {
        let ask = |name: &str, email: &str, password: &str| RegisterRequest {
            name: name.to_owned(),
            email: email.to_owned(),
            password: password.to_owned(),
            locale: Locale::Indonesian,
        };
        assert_eq!(told(&ask("Budi", "budi@example.com", "pendek")), "password: must have at least 8 characters");
        assert_eq!(
            told(&ask("", "budi", "12345678")),
            "name: must be filled in; email: must be an email address, such as name@example.com; \
             password: is too easy to guess; try a short sentence that only you would know"
        );
        assert_eq!(told(&ask("Bu\0di", "budi@example.com", "gitar merah")), "name: holds a character that cannot be stored");
    }

    #[test]
    fn no_command_tells_a_code() {
        let long = "x".repeat(10_000);
        for text in ["", "x", "a\0b", &long] {
            let text = || text.to_owned();
            let register = RegisterRequest { name: text(), email: text(), password: text(), locale: Locale::English };
            let create = CreateUserRequest { name: text(), email: text(), role: "admin".to_owned(), locale: Locale::English };
            let maintenance =
                MaintenanceDetails { mode: MaintenanceMode::Closed, message: text(), message_en: text(), until: None };
            for told in [told(&register), told(&create), told(&maintenance)] {
                assert!(!told.contains("refused") && !told.contains('_'), "{told}");
            }
        }
    }
}
