using System.Collections.Concurrent;
using System.Reflection;
using Contracts;

namespace ServiceDefaults;

/// <summary>Finds what is marked <see cref="PersonalAttribute"/> in a record and in the records it holds.</summary>
public static class PersonalParts
{
    // About a kilometre: near enough to draw a map, too far to find a door.
    private const int CoordinateDecimals = 2;

    private static readonly ConcurrentDictionary<Type, Part[]> Known = new();

    private static readonly Func<object, object> Copy = typeof(object)
        .GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!
        .CreateDelegate<Func<object, object>>();

    /// <summary>A copy with each marked text replaced; the value itself where nothing in it is marked.</summary>
    public static T Map<T>(T value, Func<string, string> text) where T : class => (T)MapObject(value, text);

    /// <summary>The marked properties by their paths ("Customer.Name"), for documents and tests.</summary>
    public static IEnumerable<string> PathsOf(Type type) => PartsOf(type).SelectMany(part => part.Kind switch
    {
        Kind.Record => PathsOf(part.Property.PropertyType).Select(path => $"{part.Property.Name}.{path}"),
        Kind.Records => PathsOf(ElementOf(part.Property.PropertyType)!)
            .Select(path => $"{part.Property.Name}[].{path}"),
        _ => [part.Property.Name],
    });

    private static object MapObject(object value, Func<string, string> text)
    {
        var parts = PartsOf(value.GetType());
        if (parts.Length == 0)
            return value;
        var copy = Copy(value);
        foreach (var (property, kind) in parts)
        {
            if (property.GetValue(value) is { } held)
                property.SetValue(copy, kind switch
                {
                    Kind.Text => text((string)held),
                    Kind.Coordinate => Math.Round((double)held, CoordinateDecimals),
                    Kind.Record => MapObject(held, text),
                    _ => MapAll((System.Collections.IEnumerable)held, ElementOf(property.PropertyType)!, text),
                });
        }

        return copy;
    }

    private static Array MapAll(System.Collections.IEnumerable values, Type element, Func<string, string> text)
    {
        var mapped = values.Cast<object>().Select(one => MapObject(one, text)).ToArray();
        var array = Array.CreateInstance(element, mapped.Length);
        mapped.CopyTo(array, 0);
        return array;
    }

    private static Part[] PartsOf(Type type) => Known.GetOrAdd(type, Find);

    private static Part[] Find(Type type) =>
    [
        .. from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
           where property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0
               && property.GetCustomAttribute<ImpersonalAttribute>() is null
           let kind = KindOf(property)
           where kind is not null
           select new Part(property, kind.Value),
    ];

    private static Kind? KindOf(PropertyInfo property)
    {
        var type = property.PropertyType;
        if (property.GetCustomAttribute<PersonalAttribute>() is not null)
            return type == typeof(string) ? Kind.Text
                : type == typeof(double?) ? Kind.Coordinate
                : throw new InvalidOperationException($"{property.DeclaringType}.{property.Name} cannot be personal.");
        if (ElementOf(type) is { } element)
            return IsRecord(element) && PartsOf(element).Length > 0 ? Kind.Records : null;
        return IsRecord(type) && type != property.DeclaringType && PartsOf(type).Length > 0 ? Kind.Record : null;
    }

    private static bool IsRecord(Type type) =>
        type is { IsClass: true } && type != typeof(string) && type.GetMethod("<Clone>$") is not null;

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? type.GetGenericArguments()[0] : null;

    private enum Kind
    {
        Text,
        Coordinate,
        Record,
        Records,
    }

    private sealed record Part(PropertyInfo Property, Kind Kind);
}
