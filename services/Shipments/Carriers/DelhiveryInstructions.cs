using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ServiceDefaults;

namespace Shipments.Carriers;

/// <summary>
/// Delhivery's NDR API: POST /api/p/update with <c>data: [{ waybill, act, action_data }]</c>, the account's token in
/// <c>Authorization: Token …</c>. It answers the id of a request that it works on later. A return is not among its
/// acts, nor are the hours of an attempt. Source: Delhivery's B2C API documentation, NDR.
/// </summary>
internal sealed class DelhiveryInstructions(HttpClient http) : IInstructs
{
    public const string Url = "https://track.delhivery.com";

    public string Name => "delhivery";

    public IReadOnlyList<string> Kinds { get; } = [NextSteps.Reattempt, NextSteps.NewAddress, NextSteps.NewSlot];

    public async Task<InstructionAnswer> Instruct(
        string trackingNumber, Instruction instruction, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/p/update")
        {
            Content = JsonContent.Create(new { data = new[] { Act(trackingNumber, instruction) } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Token", token);
        using var response = await http.SendAsync(request, ct);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return InstructionAnswer.Refused($"Delhivery does not accept the token ({(int)response.StatusCode}).");
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        if ((int)response.StatusCode is >= 400 and < 500 and not (408 or 429))
            return InstructionAnswer.Refused(Words(body) ?? $"Delhivery answers {(int)response.StatusCode}.");
        response.EnsureSuccessStatusCode();
        return Read(body);
    }

    private static object Act(string waybill, Instruction instruction) => instruction.Kind switch
    {
        NextSteps.NewSlot => new
        {
            waybill,
            act = "DEFER_DLV",
            action_data = new { deferred_date = instruction.Date },
        },
        NextSteps.NewAddress => new
        {
            waybill,
            act = "EDIT_DETAILS",
            action_data = Details(instruction),
        },
        _ => new { waybill, act = "RE-ATTEMPT" },
    };

    private static Dictionary<string, string> Details(Instruction instruction)
    {
        var details = new Dictionary<string, string>();
        if (instruction.Address is { } to)
        {
            if (to.Name is not null)
                details["name"] = to.Name;
            details["add"] = string.Join(", ", ((string?[])[to.Line1, to.Line2, to.City, to.Region, to.PostalCode])
                .Where(part => !string.IsNullOrWhiteSpace(part)));
        }

        if (instruction.Phone is not null)
            details["phone"] = instruction.Phone;
        return details;
    }

    private static InstructionAnswer Read(byte[] body)
    {
        using var document = LenientJson.Parse(body);
        var answer = document?.RootElement ?? default;
        if (answer.At("status").IsFalse() || answer.At("success").IsFalse())
            return InstructionAnswer.Refused(Words(body) ?? "Delhivery says no.");
        return InstructionAnswer.Accepted(answer.TextAt("request_id", "upl_id", "UPL", "upl"));
    }

    private static string? Words(byte[] body)
    {
        using var document = LenientJson.Parse(body);
        return document?.RootElement.TextAt("error", "message", "rmk", "detail");
    }
}
