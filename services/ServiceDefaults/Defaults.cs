using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Streams;

namespace ServiceDefaults;

/// <summary>What every process of the platform has: one call in its Program.cs before the build, one after.</summary>
public static class Defaults
{
    /// <summary>The largest request body, bytes. A larger one is answered with 413.</summary>
    public const int BodyBytesMax = 1 << 20;

    /// <summary>
    /// Telemetry, health, problem details, the database, identity and strict JSON for the service called
    /// <paramref name="name"/> ("orders"). <paramref name="json"/> is the service's source-generated context, if it
    /// has one. Without <paramref name="spansRequests"/> a request is a span only while traces are exported.
    /// </summary>
    public static WebApplicationBuilder AddServiceDefaults(
        this WebApplicationBuilder builder, string name, IJsonTypeInfoResolver? json = null, bool spansRequests = true)
    {
        builder.Services.AddOptions<PlatformOptions>().Bind(builder.Configuration.GetSection("Platform"))
            .Validate(PlatformOptions.IsComplete, PlatformOptions.WhatIsNeeded).ValidateOnStart();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
        });
        builder.AddTelemetry(name, spansRequests);
        builder.AddDatabase(name);
        builder.Services.TryAddSingleton<TimeProvider, Clock>();
        builder.Services.AddSingleton<PlatformIdentity>();
        builder.Services.AddSingleton<SecretBox>();
        builder.Services.AddSingleton<Cursors>();
        builder.AddPersonalKeys();
        builder.Services.AddSingleton(new ApiJson(json));
        builder.Services.AddSingleton(p => new IdempotencyKeys(p.GetRequiredService<NpgsqlDataSource>(), name));
        builder.Services.AddSingleton(p => new Idempotency(p.GetRequiredService<IdempotencyKeys>()));
        builder.AddMigration(name, IdempotencyKeys.Sql(name));
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions, json));
        foreach (var validator in Validators(System.Reflection.Assembly.GetCallingAssembly())
            .Concat(Validators(typeof(Defaults).Assembly)))
            builder.Services.AddSingleton(validator.Service, validator.Implementation);
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return builder;
    }

    /// <summary>
    /// Health routes, and what surrounds every request: a name for its span, problems, and with
    /// <paramref name="identified"/> the caller and idempotency, which the gateway does for itself.
    /// <paramref name="forOps"/> says on a route that it is for operators, where that is not said as in services.
    /// </summary>
    public static WebApplication UseServiceDefaults(
        this WebApplication app, Action<IEndpointConventionBuilder>? forOps = null, bool identified = true)
    {
        if (Telemetry.Exports)
            app.Use(Telemetry.NameRequest);
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        app.UseRouting();
        app.Use(Problems.Guard);
        app.Use(ETags.Guard);
        if (identified)
        {
            app.Use(app.Services.GetRequiredService<PlatformIdentity>().Identify);
            app.UseIdempotency();
        }

        if (app.Services.GetService<ParkedStreams>() is { } parked)
            app.MapParked(parked, forOps ?? (routes => routes.RequireScope("ops")));
        return app;
    }

    /// <summary>From here on: where the caller is known.</summary>
    public static void UseIdempotency(this WebApplication app) => app.Use(Idempotency.Apply);

    private static IEnumerable<(Type Service, Type Implementation)> Validators(System.Reflection.Assembly assembly) =>
        from type in assembly.GetTypes()
        where type is { IsAbstract: false, IsGenericTypeDefinition: false }
        from contract in type.GetInterfaces()
        where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IValidator<>)
        select (contract, type);
}

/// <summary>
/// The section <c>Platform</c> of the configuration. A process without what it needs does not start, and says so.
/// </summary>
public sealed class PlatformOptions
{
    internal const string WhatIsNeeded =
        "Platform:IdentityKey and Platform:EncryptionKey must each be 32 bytes in base64, " +
        "Platform:PublicUrl an http(s) URL.";

    /// <summary>32 bytes, base64: signs who the caller is, from the gateway to the services.</summary>
    public string IdentityKey { get; set; } = "";

    /// <summary>32 bytes, base64: encrypts accounts' secrets at rest.</summary>
    public string EncryptionKey { get; set; } = "";

    /// <summary>The gateway's address as customers see it, without a slash at the end.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>Where each service listens: orders → http://127.0.0.1:5101.</summary>
    public Dictionary<string, string> Services { get; set; } = [];

    /// <summary>
    /// Hosts (name:port) that <see cref="Outbound"/> requests may reach although they are private. For tests and
    /// trials.
    /// </summary>
    public string[] PrivateHosts { get; set; } = [];

    internal static bool IsComplete(PlatformOptions options) =>
        IsKey(options.IdentityKey) && IsKey(options.EncryptionKey)
        && Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https");

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[33];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == 32;
    }
}
