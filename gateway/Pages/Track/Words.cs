using ServiceDefaults.Languages;

namespace Gateway.Pages.Track;

/// <summary>The look of a state: how the page is tinted and which picture stands beside the headline.</summary>
public enum Tone { Moving, Good, Attention, Over }

/// <summary>Codes in the reader's words. A code that is not known here is shown as text, never hidden.</summary>
public static class Words
{
    public static string Headline(TrackedOrder order, Language language) =>
        order.Status is "attention" && Pressing(order) is { } parcel
            ? language.Find($"headline.{parcel.Detail}", $"headline.{Trouble(parcel)}") ?? Status(parcel, language)
            : language.Find($"headline.{order.Status}") ?? Plain(order.Status);

    /// <summary>What follows from the headline; null where there is nothing more to say.</summary>
    public static string? Intro(TrackedOrder order, Language language) =>
        order.Status is "completed" ? language.Text("intro.delivered")
        : order.Status is "attention" && Pressing(order) is { } parcel
            ? NextStep(parcel, order.Actions.Instructions, language)
        : language.Find($"intro.{order.Status}");

    public static Tone Tone(TrackedOrder order) => order.Status switch
    {
        "delivered" or "completed" or "partially_delivered" => Track.Tone.Good,
        "attention" => Track.Tone.Attention,
        "cancelled" or "cancellation_requested" or "return_requested" or "returning" or "returned" => Track.Tone.Over,
        _ => Track.Tone.Moving,
    };

    /// <summary>The parcel that a reader should know of first: the one that waits for something.</summary>
    public static TrackedParcel? Pressing(TrackedOrder order) =>
        order.Shipments.FirstOrDefault(parcel => parcel.Reason is { ActionRequired: true })
        ?? order.Shipments.FirstOrDefault(parcel => Tone(parcel) is Track.Tone.Attention)
        ?? order.Shipments.FirstOrDefault(parcel => parcel.Status is "returning" or "returned" or "expired");

    public static string Status(TrackedParcel parcel, Language language) =>
        parcel.Status is "exception" && language.Find($"detail.{parcel.Detail}") is { } finer ? finer
        : parcel is { Status: "in_transit", Leg: "return" } ? language.Text("status.returning")
        : language.Find($"status.{parcel.Status}") ?? Plain(parcel.Status);

    public static Tone Tone(TrackedParcel parcel) => parcel.Status switch
    {
        "delivered" => Track.Tone.Good,
        "delivery_attempted" or "exception" or "available_for_pickup" => Track.Tone.Attention,
        "returning" or "returned" or "cancelled" or "expired" => Track.Tone.Over,
        _ => Track.Tone.Moving,
    };

    /// <summary>Why it does not move as planned, in words of ours; null where nothing is known.</summary>
    public static string? Reason(TrackedReason? reason, Language language) =>
        reason?.Code is null or "unspecified" ? null : language.Find($"reason.{reason.Code}");

    /// <summary>What happens next or what the reader can do; null where the status says it all.</summary>
    /// <param name="parcel">Where it stands.</param>
    /// <param name="chances">What the carriers may be asked now, by parcel.</param>
    /// <param name="language">The reader's.</param>
    public static string? NextStep(
        TrackedParcel parcel, IEnumerable<TrackedInstructionChance> chances, Language language)
    {
        var kinds = chances.FirstOrDefault(chance => chance.ShipmentId == parcel.Id)?.Kinds ?? [];
        var key = (parcel.Status, parcel.Reason) switch
        {
            ("delivered" or "cancelled", _) => null,
            ("available_for_pickup", _) => "next.available_for_pickup",
            ("exception", _) when parcel.Detail is "lost" or "damaged" or "destroyed" => "next.lost",
            ("returning", _) => "next.returning",
            (_, { ActionRequired: true, Party: "customs" }) => "next.customs_act",
            (_, { Code: "payment_not_ready" }) when parcel.Cod?.ToCollect is not null => "next.cash",
            (_, { Code: "address_issue" or "consignee_moved" }) when kinds.Contains("new_address") => "next.address",
            (_, { ActionRequired: true }) => parcel.Carrier is null ? "next.act_unnamed" : "next.act",
            ("delivery_attempted", _) => kinds.Count > 0 ? "next.attempted_choose" : "next.attempted",
            ("exception", { Party: "weather" }) => "next.weather",
            ("exception", { Party: "customs" }) => "next.customs",
            ("exception", _) => "next.exception",
            ("expired", _) => "next.expired",
            _ => null,
        };
        return key is null ? null : language.Text(key,
            ("carrier", Carrier(parcel.Carrier)), ("amount", parcel.Cod?.ToCollect?.In(language)));
    }

    public static string Payment(string? status, Language language) =>
        language.Find($"payment.{status ?? "unknown"}") ?? Plain(status!);

    public static string? Method(string? method, Language language) => method is null or "" or "none" ? null
        : language.Find($"method.{method}") ?? Plain(method);

    public static string Return(string status, Language language) =>
        language.Find($"return.{status}") ?? Plain(status);

    /// <summary>A carrier's name as it writes it; null for none.</summary>
    public static string? Carrier(string? carrier) => carrier switch
    {
        null or "" => null,
        "easypost" => "EasyPost",
        "dhl" or "ups" or "usps" or "tnt" or "dpd" or "gls" or "dtdc" => carrier.ToUpperInvariant(),
        "fedex" => "FedEx",
        "bluedart" => "Blue Dart",
        "ecom_express" => "Ecom Express",
        "india_post" => "India Post",
        _ => Plain(carrier),
    };

    public static string Plain(string code) => code is ""
        ? code
        : string.Concat(char.ToUpperInvariant(code[0]).ToString(), code[1..].Replace('_', ' '));

    private static string Trouble(TrackedParcel parcel) => parcel switch
    {
        { Status: "exception", Reason.Party: "customs" } or { Detail: "customs_processing" } => "customs",
        { Detail: "destroyed" } => "damaged",
        _ => parcel.Status,
    };
}
