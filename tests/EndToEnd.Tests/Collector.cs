using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Tests;

/// <summary>A span as it came over OTLP.</summary>
public sealed record Span(string Service, string Name, string TraceId, string SpanId, string? ParentId);

/// <summary>
/// Receives OTLP over HTTP (protobuf), as a real collector does, and keeps the spans. It reads only the fields it needs
/// of opentelemetry/proto/trace/v1/trace.proto.
/// </summary>
public sealed class Collector : IAsyncDisposable
{
    private WebApplication? app;

    public ConcurrentBag<Span> Spans { get; } = [];

    public async Task<string> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            foreach (var resource in Fields(body.ToArray(), 1))
                Read(resource);
            return Results.Bytes([], "application/x-protobuf");
        });
        app.MapPost("/v1/{signal}", () => Results.Bytes([], "application/x-protobuf"));
        await app.StartAsync();
        return app.Urls.Single();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
    }

    private void Read(byte[] resourceSpans)
    {
        var service = Fields(resourceSpans, 1).SelectMany(resource => Fields(resource, 1))
            .Where(attribute => Text(attribute, 1) == "service.name")
            .Select(attribute => Text(Fields(attribute, 2).Single(), 1)).Single();
        foreach (var span in Fields(resourceSpans, 2).SelectMany(scope => Fields(scope, 2)))
            Spans.Add(new(service, Text(span, 5), Hex(span, 1)!, Hex(span, 2)!, Hex(span, 4)));
    }

    private static string Text(byte[] message, int field) =>
        System.Text.Encoding.UTF8.GetString(Fields(message, field).Single());

    private static string? Hex(byte[] message, int field) =>
        Fields(message, field).SingleOrDefault() is { Length: > 0 } bytes
        ? Convert.ToHexStringLower(bytes)
        : null;

    /// <summary>The length-delimited values of one field, in their order.</summary>
    private static List<byte[]> Fields(byte[] message, int field)
    {
        var values = new List<byte[]>();
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field
                && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                values.Add(input.ReadBytes().ToByteArray());
            else
                input.SkipLastField();
        }

        return values;
    }
}
