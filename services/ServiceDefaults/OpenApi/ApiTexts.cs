using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ServiceDefaults.OpenApi;

/// <summary>
/// What the code's own comments say of types and fields, from the XML files that the compiler writes beside the
/// assemblies; names of fields as JSON has them. Null where there is no comment.
/// </summary>
internal sealed partial class ApiTexts
{
    private readonly Dictionary<Assembly, Dictionary<string, string>> files = [];

    public string? Of(MemberInfo member) => member switch
    {
        Type type => Find(type.Assembly, "T:" + Name(type)),
        PropertyInfo field => Find(field.DeclaringType!.Assembly, $"P:{Name(field.DeclaringType)}.{field.Name}"),
        _ => null,
    };

    private string? Find(Assembly assembly, string id)
    {
        if (!files.TryGetValue(assembly, out var texts))
            files[assembly] = texts = Load(Path.ChangeExtension(assembly.Location, ".xml"));
        return texts.GetValueOrDefault(id);
    }

    private static Dictionary<string, string> Load(string file) => !File.Exists(file) ? [] : XDocument.Load(file)
        .Descendants("member").Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));

    private static string Text(XElement summary) => Spaces().Replace(
        string.Concat(summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{Camel(code.Value)}`",
            XElement reference when reference.Attribute("cref") is { } cref =>
                $"`{Camel(cref.Value[(cref.Value.LastIndexOf('.') + 1)..])}`",
            XElement other => other.Value,
            _ => "",
        })), " ").Trim();

    private static string Camel(string code) =>
        Identifier().IsMatch(code) ? JsonNamingPolicy.CamelCase.ConvertName(code) : code;

    private static string Name(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex Identifier();
}
