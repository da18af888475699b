using System.Globalization;
using System.Text;
using Contracts;
using Shipments.Carriers;

namespace Shipments.Tests;

/// <summary>
/// A payload's reading as text, a line a scan, so that a person can check it and a difference be seen.
/// </summary>
internal static class Approved
{
    /// <summary>Empty when there is none beside the sample.</summary>
    public static string Of(string sample)
    {
        using var resource = typeof(Approved).Assembly.GetManifestResourceStream($"{sample}.reading");
        if (resource is null)
            return "";
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    public static string Text(CarrierReport report)
    {
        var text = new StringBuilder();
        switch (report)
        {
            case CarrierReport.Parcels parcels:
                foreach (var parcel in parcels.All)
                    Add(text, parcel);
                break;
            case CarrierReport.Ignored ignored:
                text.Append(CultureInfo.InvariantCulture, $"ignored: {ignored.Reason}\n");
                break;
            case CarrierReport.Handshake asked:
                text.Append(CultureInfo.InvariantCulture, $"handshake: subscription {asked.Subscription}\n");
                break;
            case CarrierReport.Unparseable broken:
                text.Append(CultureInfo.InvariantCulture, $"unparseable: {broken.Reason}\n");
                break;
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, Parcel parcel)
    {
        var standing = parcel.Standing();
        text.Append(CultureInfo.InvariantCulture, $"{parcel.TrackingNumber}: {standing.Status}, {standing.Leg}");
        text.Append(CultureInfo.InvariantCulture, $", attempts {standing.Attempts}");
        if (parcel.Reference is not null)
            text.Append(CultureInfo.InvariantCulture, $", reference {parcel.Reference}");
        if (parcel.Estimate is { } estimate)
            text.Append(CultureInfo.InvariantCulture, $", expected {estimate.From:O} to {estimate.To:O}");
        Add(text, parcel.Cod, parcel.Proof);
        text.Append('\n');
        foreach (var scan in parcel.Scans)
            Add(text, scan);
    }

    private static void Add(StringBuilder text, Scan scan)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {scan.TimeText} = {scan.OccurredAt:O} ");
        text.Append(CultureInfo.InvariantCulture, $"{scan.Zone} ({scan.ZoneSource}) {scan.Status}/{scan.Leg}");
        string?[] rest =
        [
            scan.Detail, scan.Reason is { } why ? $"because {why.Code} ({why.Party})" : null,
            scan.CarrierCode is null ? null : $"[{scan.CarrierCode}]", scan.CarrierText,
            scan.Location is null ? null : $"at {scan.Location.Text}",
            scan.SignedBy is null ? null : $"signed by {scan.SignedBy}",
            scan.Source == ScanSource.Carrier ? null : scan.Source,
            scan.Suspect is null ? null : $"suspect: {scan.Suspect}",
        ];
        foreach (var part in rest.OfType<string>())
            text.Append(' ').Append(part.ReplaceLineEndings(" "));
        Add(text, scan.Cod, scan.Proof);
        text.Append('\n');
    }

    private static void Add(StringBuilder text, CashOnDelivery? cod, DeliveryProof? proof)
    {
        if (cod is not null)
            text.Append(CultureInfo.InvariantCulture, $", {cod}");
        if (proof is not null)
            text.Append(CultureInfo.InvariantCulture, $", {proof}");
    }
}
