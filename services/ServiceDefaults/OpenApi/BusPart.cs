using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults.OpenApi;

/// <summary>A service on the bus: which messages it hears, and the class that makes those it sends.</summary>
internal sealed record BusMember(string Service, IReadOnlyList<Type> Hears, Type Sender);

/// <summary>
/// This process's part of the bus's AsyncAPI document: the messages that it sends and hears, and their schemas as
/// MassTransit writes them: camelCase, no nulls. deploy/Tools puts the parts together.
/// </summary>
internal static class BusPart
{
    private static readonly JsonSerializerOptions OnTheBus = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.Public | BindingFlags.NonPublic;

    public static JsonObject Of(IServiceProvider services)
    {
        var member = services.GetRequiredService<BusMember>();
        var texts = new ApiTexts();
        var schemas = new ApiSchemas(OnTheBus, new ApiRules(services), texts);
        var sent = MadeBy(member.Sender);
        return new()
        {
            ["service"] = member.Service,
            ["sends"] = Names(sent),
            ["hears"] = Names(member.Hears),
            ["messages"] = new JsonObject(sent.Union(member.Hears).Select(type =>
                KeyValuePair.Create(type.Name, (JsonNode?)new JsonObject
                {
                    ["exchange"] = $"{type.Namespace}:{type.Name}",
                    ["urn"] = MessageUrn.ForTypeString(type),
                    ["text"] = texts.Of(type),
                    ["schema"] = schemas.Of(type, isRead: false),
                }))),
            ["schemas"] = new JsonObject(schemas.Components.Select(one =>
                KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
        };
    }

    private static JsonArray Names(IEnumerable<Type> types) =>
        [.. types.Select(type => JsonValue.Create(type.Name)).OrderBy(name => (string?)name, StringComparer.Ordinal)];

    /// <summary>The messages that a class makes: those whose constructor its code calls (newobj, ECMA-335).</summary>
    private static List<Type> MadeBy(Type sender)
    {
        const byte newobj = 0x73;
        var made = new HashSet<Type?>();
        foreach (var code in sender.GetMethods(Own).Select(method => method.GetMethodBody()!.GetILAsByteArray()!))
            for (var at = 0; at < code.Length - sizeof(int); at++)
                if (code[at] == newobj && BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at + 1)) is var token
                    && token >> 24 == (int)HandleKind.MemberReference)
                    made.Add(sender.Module.ResolveMethod(token)?.DeclaringType);
        return [.. Messages().Where(made.Contains)];
    }

    /// <summary>A message is what nothing else in the contracts is made of.</summary>
    private static IEnumerable<Type> Messages()
    {
        var types = typeof(Contracts.Money).Assembly.GetExportedTypes()
            .Where(type => !type.IsAssignableTo(typeof(Attribute))).ToList();
        var parts = types.SelectMany(type => type.GetProperties())
            .SelectMany(field => field.PropertyType.GenericTypeArguments.Append(field.PropertyType));
        return types.Except(parts);
    }
}
