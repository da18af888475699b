using System.Reflection;

namespace Contracts.Tests;

/// <summary>A property's type as it is written in the source: "IReadOnlyList&lt;OrderItem&gt;", "string?".</summary>
internal sealed class PropertyTypes
{
    private readonly NullabilityInfoContext context = new();

    internal string Describe(PropertyInfo property)
    {
        var optional = Nullable.GetUnderlyingType(property.PropertyType) is not null
            || context.Create(property).ReadState == NullabilityState.Nullable;
        return Name(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) + (optional ? "?" : "");
    }

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(Name))}>"
        : type.Name;
}
