using System.Runtime.CompilerServices;
using ServiceDefaults;

namespace Gateway.Keys;

/// <summary>
/// Lets a request through when its key has the scope that the endpoint asks for, and tells the services whose it is in
/// a signed header. Neither that header nor a key ever passes from outside to a service.
/// </summary>
internal sealed class KeyGate(RequestDelegate next, PlatformIdentity identity, KeyRing ring, TimeProvider clock)
{
    // A changed key is another object, and a forgotten one takes its signature with it.
    private readonly ConditionalWeakTable<ApiKey, Signed> signed = [];

    /// <summary>
    /// The first thing done to a request: whatever a client calls itself is forgotten. Only the one route that is for
    /// the services looks at it.
    /// </summary>
    public static Task Strip(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.Remove(PlatformIdentity.Header, out var shown) && shown is [{ } header])
            http.Features.Set(new ShownIdentity(header));
        return next(http);
    }

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<Access>() is not { Scope: { } scope })
            return next(http);
        var key = http.Features.Get<ApiKey>();
        if (key is null)
        {
            var shown = http.Request.Headers.Authorization.Count > 0;
            Challenge(http, shown ? "Bearer error=\"invalid_token\"" : "Bearer");
            throw new ProblemException(401, "unauthorized", "The request carries no valid key.",
                shown ? "The key is unknown, revoked or expired." : "Send it as 'Authorization: Bearer <key>'.");
        }

        if (!Opens(key, scope))
        {
            Challenge(http, $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
            throw new ProblemException(403, "forbidden", "The key does not allow this.", scope is Scope.Operator
                ? "Only who runs the platform may do this, with an admin key."
                : $"It needs the scope '{scope}'.");
        }

        var caller = CallerOf(key);
        http.Features.Set(caller.Caller);
        http.Request.Headers.Remove("Authorization");
        http.Request.Headers[PlatformIdentity.Header] = caller.Header;
        return next(http);
    }

    /// <summary>A key's requests show the same signature for a while.</summary>
    private Signed CallerOf(ApiKey key)
    {
        var now = clock.GetUtcNow();
        if (signed.TryGetValue(key, out var known) && known.Until > now)
            return known;
        var caller = new Caller(key.MerchantId, Scope.Effective(key.Scopes), key.Id.ToString());
        var made = new Signed(caller, identity.Sign(caller), now + PlatformIdentity.Reuse);
        signed.AddOrUpdate(key, made);
        return made;
    }

    private bool Opens(ApiKey key, string scope) => scope switch
    {
        Scope.Any => true,
        Scope.Operator => key.Allows(Scope.Admin) && ring.Tenant(key.MerchantId) is { IsOperator: true },
        _ => key.Allows(scope),
    };

    // A problem clears the headers set so far; this one is added when the answer starts.
    private static void Challenge(HttpContext http, string challenge) => http.Response.OnStarting(() =>
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return Task.CompletedTask;
    });
}

/// <summary>A caller and the header that says so, to be shown until then.</summary>
internal sealed record Signed(Caller Caller, string Header, DateTimeOffset Until);

/// <summary>What a request says of itself in <see cref="PlatformIdentity.Header"/>, not verified.</summary>
internal sealed record ShownIdentity(string Header);
