using FluentValidation;
using ServiceDefaults;

namespace Shipments.Carriers;

/// <summary>What must be true of a format for its reader to understand it.</summary>
internal sealed class CarrierFormatRules : AbstractValidator<CarrierFormat>
{
    private const int PathsMax = 10;
    private const int CodesMax = 5000;

    private const string PathHelp = "is no path such as $.shipment.awb, $['status code'] or $.scans[*]";

    public CarrierFormatRules()
    {
        RuleFor(f => f).Custom((format, context) =>
        {
            foreach (var (name, paths) in PathsOf(format).Where(one => !IsPaths(one.Paths)))
                context.AddFailure(name, PathHelp);
        });
        RuleFor(f => f.Parcels).Must(path => path is null || JsonPath.Parse(path) is not null).WithMessage(PathHelp);
        RuleFor(f => f.Scans).Must(path => path is null || JsonPath.Parse(path) is not null).WithMessage(PathHelp);
        RuleForEach(f => f.TimeFormats).Must(TimeFormats.IsOne)
            .WithMessage("is no format of a date and time such as dd-MM-yyyy HH:mm, unix or unix-ms");
        RuleFor(f => f.TimeZone).Must(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone!, out _))
            .When(f => f.TimeZone is not null).WithMessage("is no IANA time zone such as Asia/Kolkata");
        RuleFor(f => f.Currency).Must(code => code is null || Currencies.Decimals(code) is not null)
            .WithMessage("is no ISO 4217 code such as INR");
        RuleFor(f => f.Currency).NotNull().When(f => f.CodAmount is not null).WithMessage("is required with codAmount");
        When(f => f.Leg is not null, () =>
        {
            RuleFor(f => f.Leg!.Path).NotNull().WithMessage("is required");
            RuleFor(f => f.Leg!.Return).NotEmpty().WithMessage("needs the values that mean a return");
        });
        RuleFor(f => f.Codes).Must(codes => codes is null || codes.Count <= CodesMax)
            .WithMessage($"has at most {CodesMax} rows");
        RuleForEach(f => f.Codes).Custom((row, context) =>
        {
            if (row is null || CodeTable.FaultOf(row) is not null)
                context.AddFailure(row is null ? "must not be null" : $"'{row.Code}' {CodeTable.FaultOf(row)}");
        });
    }

    /// <summary>Says enough to be read without another that it completes.</summary>
    public static bool IsWhole(CarrierFormat? format) =>
        format is { TrackingNumber: not null, Code: not null, Time: not null, Codes.Count: > 0 };

    private static bool IsPaths(Paths? paths) => paths is null
        || (paths.All.Count is > 0 and <= PathsMax && paths.All.All(path => JsonPath.Parse(path) is not null));

    private static IEnumerable<(string Name, Paths? Paths)> PathsOf(CarrierFormat format) =>
        typeof(CarrierFormat).GetProperties().Where(property => property.PropertyType == typeof(Paths))
            .Select(property => (property.Name, (Paths?)property.GetValue(format)))
            .Append(("Leg.Path", format.Leg?.Path));
}
