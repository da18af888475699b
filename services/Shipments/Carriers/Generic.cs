using System.Text.Json;

namespace Shipments.Carriers;

/// <summary>
/// Any carrier that is described by a <see cref="CarrierFormat"/>: "generic" by each account's own, and those whose
/// format is shipped in Formats/{name}.json, with its codes in Codes/{name}.tsv, under their own names; an account may
/// change what is different for it. Signatures are HMAC-SHA256 of the raw body in a header that the account names, in
/// hex or in base64.
/// </summary>
internal sealed class Generic : ICarrier
{
    /// <summary>The name of the carrier that only accounts describe.</summary>
    public const string Unnamed = "generic";

    /// <summary>Where a signature is looked for when the account does not say.</summary>
    private const string SignatureHeader = "X-Signature";

    private readonly CodeTable codes;
    private readonly FormatReader? own;

    private Generic(string name, CarrierFormat? shipped)
    {
        Name = name;
        Shipped = shipped;
        codes = shipped is null ? CodeTable.Empty : CodeTable.Load(name);
        own = shipped is null ? null : new FormatReader(this, shipped, codes);
    }

    public string Name { get; }

    /// <summary>Without its codes; null for "generic" itself.</summary>
    public CarrierFormat? Shipped { get; }

    /// <summary>The shipped format with its codes, as an account could have written it.</summary>
    public CarrierFormat? Written => Shipped is null ? null : Shipped with { Codes = codes.Rows };

    public IReadOnlyList<string> Schemes =>
        [CarrierAuth.Header, CarrierAuth.Hmac, CarrierAuth.Basic, CarrierAuth.Query];

    /// <summary>"generic" and each carrier that is shipped as a format.</summary>
    public static IEnumerable<ICarrier> All { get; } =
        [new Generic(Unnamed, null), .. Names().Select(name => new Generic(name, Load(name)))];

    public bool IsAuthentic(CarrierRequest request, CarrierAuth auth) => auth.Scheme == CarrierAuth.Hmac
        ? Authentication.HmacHexOrBase64(request, auth.Name ?? SignatureHeader, auth)
        : Authentication.IsStatic(request, auth);

    public CarrierReport Parse(ReadOnlyMemory<byte> body, CarrierContext context)
    {
        if (context.Format is { } changed)
            return new FormatReader(this, Shipped is null ? changed : changed.Over(Shipped),
                codes.With(changed.Codes ?? [])).Read(body, context);
        return own?.Read(body, context)
            ?? new CarrierReport.Unparseable("the account's settings say no format");
    }

    public string? TrackingUrl(string trackingNumber) => null;

    private static IEnumerable<string> Names() => typeof(Generic).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("Formats/", StringComparison.Ordinal))
        .Select(name => Path.GetFileNameWithoutExtension(name)).Order(StringComparer.Ordinal);

    private static CarrierFormat Load(string name)
    {
        using var resource = typeof(Generic).Assembly.GetManifestResourceStream($"Formats/{name}.json")!;
        return JsonSerializer.Deserialize(resource, CarrierFormatJson.Default.CarrierFormat)
            ?? throw new InvalidDataException($"Formats/{name}.json is null.");
    }
}
