using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using FluentValidation.Internal;
using FluentValidation.Validators;

namespace ServiceDefaults.OpenApi;

/// <summary>What the validators of a type, as they are registered, ask of its fields whatever else it holds.</summary>
internal sealed class ApiRules(IServiceProvider services)
{
    public Constraints Of(Type type)
    {
        var fields = new Dictionary<string, JsonObject>();
        var required = new HashSet<string>();
        var validators = (IEnumerable<IValidator>)services.GetService(
            typeof(IEnumerable<>).MakeGenericType(typeof(IValidator<>).MakeGenericType(type)))!;
        foreach (var rule in validators.SelectMany(validator => validator.CreateDescriptor().Rules))
        {
            // A rule over a list's items says nothing of the list; one deeper down is its own type's.
            if (rule.HasCondition || rule.PropertyName is not { Length: > 0 } name || name.Contains('.')
                || rule.GetType().Name.StartsWith("CollectionPropertyRule", StringComparison.Ordinal))
                continue;
            var field = JsonNamingPolicy.CamelCase.ConvertName(name);
            foreach (var part in rule.Components.Where(part => !part.HasCondition))
                if (part.Validator is INotNullValidator or INotEmptyValidator)
                    required.Add(field);
                else
                    Ask(fields.TryGetValue(field, out var asked) ? asked : fields[field] = [], part.Validator);
        }

        return new(fields, required);
    }

    private static void Ask(JsonObject schema, IPropertyValidator validator)
    {
        switch (validator)
        {
            case ILengthValidator length:
                if (length.Min > 0)
                    schema["minLength"] = length.Min;
                if (length.Max > 0)
                    schema["maxLength"] = length.Max;
                break;
            case IRegularExpressionValidator pattern:
                schema["pattern"] = pattern.Expression;
                break;
            case IBetweenValidator between and IInclusiveBetweenValidator:
                schema["minimum"] = JsonSerializer.SerializeToNode(between.From);
                schema["maximum"] = JsonSerializer.SerializeToNode(between.To);
                break;
        }
    }
}

/// <summary>What is asked of a type's fields, by their names in JSON.</summary>
internal sealed record Constraints(IReadOnlyDictionary<string, JsonObject> Fields, IReadOnlySet<string> Required)
{
    public static readonly Constraints None = new(new Dictionary<string, JsonObject>(), new HashSet<string>());

    public bool IsRequired(string field) => Required.Contains(field);

    public void Apply(string field, JsonObject schema)
    {
        foreach (var (keyword, value) in Fields.GetValueOrDefault(field) ?? [])
            schema[keyword] = value!.DeepClone();
    }
}
