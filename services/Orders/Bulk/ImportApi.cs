using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using FluentValidation;
using Microsoft.AspNetCore.Http.Features;
using ServiceDefaults;
using Streams;

namespace Orders.Bulk;

/// <summary>
/// What became of a line. <c>Status</c>: 201 placed, 200 placed before by the same line, else the problem's.
/// </summary>
internal sealed record ImportResult
{
    public required int Line { get; init; }
    public required int Status { get; init; }
    public Guid? Id { get; init; }
    public string? OrderNumber { get; init; }
    public string? TrackingUrl { get; init; }
    public Problem? Problem { get; init; }
}

/// <summary>
/// <c>POST /v1/orders/import</c>: orders as NDJSON (a request of <c>POST /v1/orders</c> a line) or CSV
/// (<see cref="OrderColumns"/>), read as they come, one result line for each line, in their order. A file may be sent
/// again, whole or in part: what is placed already is known by its number and its content.
/// </summary>
internal sealed class ImportApi(
    Placement placement, TrackingLinks links, ApiJson json, IEnumerable<IValidator<PlaceOrder>> validators)
{
    // So many orders are being placed at once; what a file holds beyond them has not been read yet.
    private const int AtOnce = 64;

    private static readonly JsonSerializerOptions ResultJson =
        new(ApiJson.Plain) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal static void Map(RouteGroupBuilder orders) => orders.MapPost("import", (
        Caller caller, HttpContext http, ImportApi import) => import.Import(caller, http))
        .Reads("application/x-ndjson").Reads("text/csv")
        .ReadsHeader("Idempotency-Key",
            "Needed by lines without an orderNumber: the same one when the file is sent again finds what they placed.")
        .DescribeAs("application/x-ndjson", "importOrders", "Place orders by the file, NDJSON or CSV");

    private async Task Import(Caller caller, HttpContext http)
    {
        var ct = http.RequestAborted;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        var lines = LinesOf(http, ct);
        var batch = Idempotency.KeyOf(http);
        await using var spool = new Spool();
        var placing = Channel.CreateBounded<Task<ImportResult[]>>(AtOnce);
        await using var orders = lines.GetAsyncEnumerator(ct);
        // What is wrong with the file as a whole is said before an answer has begun.
        var any = await orders.MoveNextAsync();
        http.Response.ContentType = "application/x-ndjson";
        var answering = spool.CopyTo(http.Response.Body, ct);
        var telling = Tell(placing.Reader, spool, ct);
        try
        {
            for (; any; any = await orders.MoveNextAsync())
                await placing.Writer.WriteAsync(Place(caller.MerchantId, orders.Current, batch, http), ct);
        }
        catch (ProblemException broken)
        {
            await placing.Writer.WriteAsync(Task.FromResult<ImportResult[]>([Failed(0, broken, http)]), ct);
        }
        finally
        {
            placing.Writer.Complete();
        }

        await telling;
        await spool.Complete();
        await answering;
    }

    private static IAsyncEnumerable<OrderLine> LinesOf(HttpContext http, CancellationToken ct) =>
        (http.Request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant() switch
        {
            "application/x-ndjson" or "application/ndjson" or "application/jsonl" =>
                OrderLines.Ndjson(http.Request.Body, ct),
            "text/csv" => OrderColumns.Csv(http.Request.Body, ct),
            _ => throw new ProblemException(415, "unsupported-media-type",
                "The body must be application/x-ndjson or text/csv."),
        };

    private static async Task Tell(ChannelReader<Task<ImportResult[]>> placing, Spool spool, CancellationToken ct)
    {
        await foreach (var placed in placing.ReadAllAsync(ct))
            foreach (var result in await placed)
                await spool.Write(
                    (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(result, ResultJson), (byte)'\n'],
                    flush: !placing.TryPeek(out _), ct);
    }

    private async Task<ImportResult[]> Place(string merchantId, OrderLine line, string? batch, HttpContext http)
    {
        // Each order is a trace of its own, not a part of one for the whole file.
        Activity.Current = null;
        ImportResult result;
        try
        {
            result = line.Wrong is null ? await Place(merchantId, line, batch, http.RequestAborted)
                : Failed(line.First, line.Wrong, http);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            result = Failed(line.First, exception, http);
        }

        return [.. Enumerable.Range(line.First, line.Last - line.First + 1).Select(n => result with { Line = n })];
    }

    private async Task<ImportResult> Place(string merchantId, OrderLine line, string? batch, CancellationToken ct)
    {
        var asked = Bodies.Read(line.Json, json, validators);
        var number = asked.OrderNumber ?? (batch is null
            ? throw ProblemException.Invalid(new FieldError("/orderNumber",
                "is required in an import, or the import needs an Idempotency-Key: a file that is sent again must not "
                + "place its orders twice"))
            : OrderIds.NumberFor(merchantId, $"{batch} line {line.First}"));
        var cause = new Cause($"import {Convert.ToHexStringLower(SHA256.HashData(line.Json))}");
        var (id, placed) = await placement.Place(merchantId, asked, number, cause, ct);
        return new()
        {
            Line = line.First,
            Status = placed.Appended > 0 ? StatusCodes.Status201Created : StatusCodes.Status200OK,
            Id = id,
            OrderNumber = number,
            TrackingUrl = links.UrlOf(merchantId, id, placed.State.Placed!.TrackingSecret),
        };
    }

    private static ImportResult Failed(int line, Exception exception, HttpContext http)
    {
        var problem = Problems.Describe(exception, http);
        return new() { Line = line, Status = problem.Status, Problem = problem };
    }
}
