using Contracts;
using FluentValidation;

namespace ServiceDefaults;

/// <summary>Country is an ISO 3166-1 alpha-2 code; latitude and longitude are degrees.</summary>
[ApiName("AddressRequest")]
public sealed record AddressFields
{
    public string? Name { get; init; }
    public string? Line1 { get; init; }
    public string? Line2 { get; init; }
    public string? City { get; init; }
    public string? Region { get; init; }
    public string? PostalCode { get; init; }
    public string? Country { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    /// <summary>Call it on a valid one.</summary>
    public Address ToAddress() => new()
    {
        Name = Name,
        Line1 = Line1!,
        Line2 = Line2,
        City = City!,
        Region = Region,
        PostalCode = PostalCode!,
        Country = Country!,
        Latitude = Latitude,
        Longitude = Longitude,
    };
}

public sealed class AddressRules : AbstractValidator<AddressFields>
{
    public AddressRules()
    {
        RuleFor(a => a.Name).Text(200).When(a => a.Name is not null);
        RuleFor(a => a.Line1).Required().Text(300);
        RuleFor(a => a.Line2).MaximumLength(300).WithMessage("has at most 300 characters");
        RuleFor(a => a.City).Required().Text(100);
        RuleFor(a => a.Region).MaximumLength(100).WithMessage("has at most 100 characters");
        RuleFor(a => a.PostalCode).Required().Text(20);
        RuleFor(a => a.Country).Required().Must(code => code is null || Countries.IsKnown(code))
            .WithMessage("must be an ISO 3166-1 alpha-2 code such as IN");
        RuleFor(a => a.Latitude).InclusiveBetween(-90, 90).WithMessage("must be between -90 and 90 degrees");
        RuleFor(a => a.Longitude).InclusiveBetween(-180, 180).WithMessage("must be between -180 and 180 degrees");
    }
}
