"""Who asks: the hooks of `cargo xtask schemathesis`, which names the shop and the caller."""

import os
import time
import uuid

import requests
import schemathesis

SHOP = os.environ["SCHEMATHESIS_SHOP"]
CALLER = os.environ["SCHEMATHESIS_CALLER"]
PASSWORD = "hurtrock-demo"

# Signing in with what is made up fails, and the shop makes an address wait that fails too often. It believes a proxy
# on this machine: ours comes from another address.
HEADERS = {"X-Forwarded-For": "192.0.2.1"}

# Access tokens live for ten minutes.
FRESH_FOR = 300

# The name of a request that the document gives as an example.
EXAMPLE_NAME = "0198c0de-7a00-7000-8000-00000000cafe"

# A request that is refused makes schemathesis ask for another token. One that was made a moment ago is as good as any.
JUST_NOW = 10


def post(path, body, token=None):
    headers = dict(HEADERS)
    if token:
        headers["Authorization"] = f"Bearer {token}"
    for _ in range(3):
        answer = requests.post(f"{SHOP}/api/v1{path}", json=body, headers=headers, timeout=30)
        if answer.status_code != 429:
            break
        # Passwords that are made up are guesses at the caller's own account, which then waits.
        time.sleep(int(answer.headers["Retry-After"]) + 1)
    answer.raise_for_status()
    return answer.json()


def sign_in(role):
    return post("/auth/sign-in", {"login": f"{role}@hurtrock.example", "password": PASSWORD})["access_token"]


def scopes():
    """Everything that a key may be given: all permissions but the back office itself."""
    document = requests.get(f"{SHOP}/api/openapi.json", timeout=30).json()
    permissions = document["components"]["schemas"]["Permission"]["enum"]
    return [permission for permission in permissions if permission != "admin.access"]


def opens_something(token):
    """Whether it is still good: who asks as a key may have revoked it, or given it another secret."""
    headers = HEADERS | {"Authorization": f"Bearer {token}"}
    return requests.get(f"{SHOP}/api/v1/admin/api-keys", headers=headers, timeout=30).status_code != 401


def make_key():
    ask = {"name": "schemathesis", "scopes": scopes(), "requests_per_minute": 60000, "expires_at": None}
    return post("/admin/api-keys", ask, sign_in("admin"))["secret"]


@schemathesis.hook
def before_call(context, case, **kwargs):
    """Gives each request a name of its own: under the example's, all but the first would be told that it is taken."""
    if case.headers and case.headers.get("Idempotency-Key") == EXAMPLE_NAME:
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


if CALLER != "guest":

    @schemathesis.auth(refresh_interval=FRESH_FOR)
    class Token:
        def __init__(self):
            self.token, self.made = None, 0

        def get(self, case, context):
            now = time.monotonic()
            if self.token is None or now - self.made > JUST_NOW:
                if CALLER != "key":
                    self.token = sign_in(CALLER)
                elif self.token is None or not opens_something(self.token):
                    self.token = make_key()
                self.made = now
            return self.token

        def set(self, case, data, context):
            case.headers = case.headers or {}
            case.headers["Authorization"] = f"Bearer {data}"
