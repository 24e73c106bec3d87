//! Who is asking. Holding one of these types is the proof; there is no check to forget.

use std::collections::HashSet;
use std::marker::PhantomData;
use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use poem::http::{StatusCode, header};
use poem::{FromRequest, Request, RequestBody};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use shared::account::Locale;
use shared::ids::{ApiKeyId, SessionId, UserId};
use shared::permission::Permission;
use shared::problem::ErrorCode;

use super::header::header_parameter;
use super::{ApiError, RequestId};
use crate::context::Ctx;

/// A signed-in person, or an API key in the name of one, as known at this moment.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub user_id: UserId,
    /// On which device.
    pub session_id: SessionId,
    /// Full name.
    pub name: String,
    /// Email address.
    pub email: String,
    /// Language.
    pub locale: Locale,
    /// Name of the role.
    pub role: String,
    /// What the role allows.
    pub permissions: HashSet<Permission>,
    /// The API key that asks for this person; `None` when they ask themselves.
    pub key: Option<ApiKeyId>,
}

/// How the secret of an API key begins.
pub const KEY_MARK: &str = "hrk_";

/// The API key that a request came with, once it is known to be good; see `keys::KeyEdge`.
#[derive(Clone)]
pub struct KeyHolder(pub Arc<Person>);

/// The secret of the API key that a request comes with.
#[must_use]
pub fn api_key(request: &Request) -> Option<&str> {
    bearer(request).filter(|token| token.starts_with(KEY_MARK))
}

/// The token in `Authorization: Bearer …`, however that word is written.
#[must_use]
pub fn bearer(request: &Request) -> Option<&str> {
    let (scheme, token) = request.header(header::AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A signed-in person who is asking for something just now.
#[derive(Clone, Debug)]
pub struct Caller {
    person: Arc<Person>,
    /// The address the request came from.
    pub ip: String,
    /// The request's id.
    pub request_id: String,
}

impl Caller {
    /// Refuses programs: what follows is somebody's own.
    ///
    /// # Errors
    /// 403 `person_required` for an API key.
    pub fn in_person(self) -> Result<Self, ApiError> {
        if self.key.is_some() {
            return Err(ApiError::new(StatusCode::FORBIDDEN, ErrorCode::PersonRequired));
        }
        Ok(self)
    }
}

impl Deref for Caller {
    type Target = Person;
    fn deref(&self) -> &Person {
        &self.person
    }
}

/// Anyone who is signed in; not an API key.
pub struct SignedIn(pub Caller);

/// Anyone at all but API keys. A bad token is still refused: it never quietly becomes a guest.
pub struct Visitor(pub Option<Caller>);

/// Someone whose role, or an API key whose scopes, grant `G`.
pub struct Can<G: Grant> {
    caller: Caller,
    grant: PhantomData<G>,
}

impl<G: Grant> Can<G> {
    /// The person.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }
}

/// Someone who [`Can`], in person, and gave their password of late: what follows is out of reach for a stolen key or session.
pub struct Confirmed<G: Grant>(Can<G>);

impl<G: Grant> Confirmed<G> {
    /// The person.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        self.0.caller()
    }
}

/// A permission as a type.
pub trait Grant: Send + Sync + 'static {
    /// The permission.
    const PERMISSION: Permission;
}

/// The permissions as types.
pub mod grants {
    use super::{Grant, Permission};

    macro_rules! grants {
        ($($name:ident),+ $(,)?) => {
            $(
                #[doc = concat!("`Permission::", stringify!($name), "` as a type.")]
                pub struct $name;
                impl Grant for $name {
                    const PERMISSION: Permission = Permission::$name;
                }
            )+
        };
    }
    grants!(
        AdminAccess,
        CatalogRead,
        CatalogWrite,
        InventoryRead,
        InventoryWrite,
        OrdersRead,
        OrdersWrite,
        OrdersRefund,
        PaymentsRead,
        PaymentsConfigure,
        ReportsRead,
        ChatAnswer,
        ReviewsModerate,
        UsersRead,
        UsersManage,
        SettingsManage,
        AuditRead,
        IntegrationsManage,
        SystemRead,
        SystemManage,
    );
}

const SCHEME: &str = "bearer";
const KEY_SCHEME: &str = "api_key";

fn register_schemes(registry: &mut Registry) {
    registry.create_security_scheme(
        KEY_SCHEME,
        MetaSecurityScheme {
            ty: "http",
            description: Some("An API key (`hrk_…`), made in the settings, whose scopes hold the permission."),
            name: None,
            key_in: None,
            scheme: Some("bearer"),
            bearer_format: Some("hrk_…"),
            flows: None,
            openid_connect_url: None,
        },
    );
    registry.create_security_scheme(
        SCHEME,
        MetaSecurityScheme {
            ty: "http",
            description: Some("The access token that signing in returns; it lives for minutes and is refreshed by cookie."),
            name: None,
            key_in: None,
            scheme: Some("bearer"),
            bearer_format: Some("JWT"),
            flows: None,
            openid_connect_url: None,
        },
    );
}

/// The caller that the request's token names; `None` without a token.
async fn caller(request: &Request) -> Result<Option<Caller>, ApiError> {
    if !request.headers().contains_key(header::AUTHORIZATION) {
        return Ok(None);
    }
    let token = bearer(request).ok_or_else(ApiError::unauthenticated)?;
    let Some(ctx) = request.data::<Ctx>() else { return Err(ApiError::internal("no context")) };
    let person = if token.starts_with(KEY_MARK) {
        // The edge has looked at it already, and let through what it knows.
        let holder = request.extensions().get::<KeyHolder>();
        holder.map(|holder| holder.0.clone()).ok_or_else(ApiError::unauthenticated)?
    } else {
        crate::account::identify(ctx, token).await?
    };
    let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    Ok(Some(Caller { person, ip: client_ip(request), request_id }))
}

/// The caller, if they may; keys are people in whose name they ask.
fn granted<G: Grant>(found: Option<Caller>) -> Result<Can<G>, ApiError> {
    let mut caller = found.ok_or_else(ApiError::unauthenticated)?;
    if !G::PERMISSION.is_for_keys() {
        caller = caller.in_person()?;
    }
    if !caller.permissions.contains(&G::PERMISSION) {
        return Err(ApiError::forbidden().with("permission", G::PERMISSION));
    }
    Ok(Can { caller, grant: PhantomData })
}

/// By what one asks for what needs the permission. Where a password is asked for keys are named as well: they were promised to
/// be, and are told why they are refused. The permission stands beside them until the document says it in words (`document::needs`).
fn schemes_of<G: Grant>() -> Vec<&'static str> {
    let permission = G::PERMISSION.as_str();
    if G::PERMISSION.is_for_keys() { vec![SCHEME, KEY_SCHEME, permission] } else { vec![SCHEME, permission] }
}

macro_rules! security_extractor {
    ($type:ty $(, $generic:ident: $bound:ident)?; |$request:ident, $found:ident| $make:expr; optional = $optional:literal; $schemes:expr) => {
        impl<'a $(, $generic: $bound)?> ApiExtractor<'a> for $type {
            const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
            type ParamType = ();
            type ParamRawType = ();

            fn register(registry: &mut Registry) {
                register_schemes(registry);
            }

            fn security_schemes() -> Vec<&'static str> {
                $schemes
            }

            fn has_security_fallback() -> bool {
                $optional
            }

            async fn from_request($request: &'a Request, _: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
                let $found = caller($request).await?;
                Ok($make)
            }
        }
    };
}

security_extractor!(SignedIn; |request, found| SignedIn(found.ok_or_else(ApiError::unauthenticated)?.in_person()?);
    optional = false; vec![SCHEME]);
security_extractor!(Visitor; |request, found| Visitor(found.map(Caller::in_person).transpose()?); optional = true; vec![SCHEME]);
security_extractor!(Can<G>, G: Grant; |request, found| granted(found)?; optional = false; schemes_of::<G>());
security_extractor!(Confirmed<G>, G: Grant; |request, found| {
    let can = granted::<G>(found)?;
    let Some(ctx) = request.data::<Ctx>() else { return Err(ApiError::internal("no context").into()) };
    crate::account::confirmed(&ctx.db, ctx.clock.now(), can.caller()).await?;
    Confirmed(can)
}; optional = false; schemes_of::<G>());

/// The key to a guest's cart, from the header `X-Cart-Token`. What cannot be one is none.
pub struct CartToken(pub Option<String>);

header_parameter!(CartToken, required = false, |sent| {
    let is_sane = |token: &&str| (20..=100).contains(&token.len()) && token.is_ascii();
    Ok(CartToken(sent.filter(is_sane).map(str::to_owned)))
});

/// The address the request came from.
pub struct ClientIp(pub String);

impl<'a> FromRequest<'a> for ClientIp {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        Ok(Self(client_ip(request)))
    }
}

/// The address a request came from; `unknown` when there is none.
pub fn client_ip(request: &Request) -> String {
    // A socket for both kinds of addresses tells those of the older kind as of the newer.
    let peer = request.remote_addr().as_socket_addr().map(|peer| peer.ip().to_canonical());
    // A proxy on this machine or network is trusted to name the client; a client is not.
    let through_proxy = peer.is_some_and(|ip| match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    });
    // The last line, and the last in it: what stands before, anybody may have sent.
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|list| list.to_str().ok())
        .filter(|_| through_proxy)
        .and_then(|list| list.rsplit(',').next())
        .and_then(|ip| ip.trim().parse::<IpAddr>().ok())
        .map(|ip| ip.to_canonical());
    forwarded.or(peer).map_or_else(|| "unknown".to_owned(), |ip| ip.to_string())
}
