namespace Contracts;

/// <summary>
/// Marks what tells of a person: here and nowhere else. A text so marked is sealed under that person's key before it is
/// stored or sent; a coordinate is kept to about a kilometre. It holds for whatever carries the marked record.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class PersonalAttribute : Attribute;

/// <summary>Says of a property whose type has personal parts that here they are a business's: a warehouse.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImpersonalAttribute : Attribute;
