"""Who asks: the database role and what its token says."""

from __future__ import annotations

import dataclasses

from driftcheck.access import values as v

CALLERS = ("anonymous", "stranger", "owner", "member", "admin", "service")
COMMANDS = ("select", "insert", "update", "delete")


@dataclasses.dataclass(frozen=True)
class Session:
    """One kind of token. All signed-in callers hold the same one, but for who they are."""

    name: str
    role: str
    signed_in: bool

    def identity(self, what: str) -> v.Value:
        """The caller's id or e-mail address."""
        return v.Caller(what) if self.signed_in else v.Const(None)

    def claim(self, path: tuple[str, ...]) -> v.Value:
        """What the token holds under a path (the claims of Supabase's access tokens)."""
        if path == ():
            return v.Claim(())
        if path == ("role",):
            return v.Const(self.role)
        if not self.signed_in:
            return v.Const(None)
        match path[0]:
            case "sub" if len(path) == 1:
                return v.Caller("id")
            case "email" if len(path) == 1:
                return v.Caller("email")
            case "aal":
                return v.Const("aal1")
            case "aud":
                return v.Const("authenticated")
            case "is_anonymous":
                return v.Const("false")
            case "user_metadata":
                return v.Free(path)
            case "session_id" | "exp" | "iat" | "iss":
                return v.Opaque(f"claim {path[0]}")
            case "app_metadata" if path[1:] == ("provider",):
                return v.Const("email")
        return v.Claim(path)


ANONYMOUS = Session("anonymous", "anon", False)
SIGNED_IN = Session("signed in", "authenticated", True)
SERVICE = Session("service", "service_role", False)
SESSIONS = {"anonymous": ANONYMOUS, "service": SERVICE} | dict.fromkeys(
    ("stranger", "owner", "member", "admin"), SIGNED_IN
)
TIED = ("owner", "member", "admin")
"""Signed-in callers that stand in a relation to the row: what a stranger may do, they may."""


def callers(session: Session) -> tuple[str, ...]:
    """Who holds this kind of token."""
    return tuple(caller for caller in CALLERS if SESSIONS[caller] is session)
