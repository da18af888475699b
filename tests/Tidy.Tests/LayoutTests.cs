using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tidy.Tests;

public sealed class LayoutTests
{
    private static readonly string[] ServiceMayUse = ["Contracts", "Streams", "ServiceDefaults"];

    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Contracts"] = [],
        ["Streams"] = [],
        ["ServiceDefaults"] = ["Streams", "Contracts"],
        ["Gateway"] = ["ServiceDefaults", "Streams", "Contracts"],
        ["Tools"] = ["Contracts"],
        ["Client"] = [],
    };

    [Fact]
    public void A_project_references_only_what_its_place_allows() =>
        Sources.Projects.Where(IsProduct)
            .SelectMany(project => ReferencesOf(project).Select(used => (project, used)))
            .Where(pair => !MayReference.GetValueOrDefault(Name(pair.project), ServiceMayUse).Contains(pair.used))
            .Select(pair => $"{pair.project}:1: references {pair.used}")
            .ShouldHoldEverywhere("Services know the contracts, Streams and ServiceDefaults, never each other");

    [Fact]
    public void The_contracts_need_no_package() =>
        Sources.Lines("contracts/Contracts.csproj").Matching("<(Package|Framework|Project)Reference")
            .ShouldHoldEverywhere("The published language references nothing");

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Sources.Text("TrackingPlatform.sln").Replace('\\', '/');
        Sources.Projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal))
            .Select(project => $"{project}:1")
            .ShouldHoldEverywhere("What is not in TrackingPlatform.sln is not built: dotnet sln add it");
    }

    [Fact]
    public void Every_project_has_its_lock_file() =>
        Sources.Projects
            .Where(project => !Sources.All.Contains($"{Path.GetDirectoryName(project)}/packages.lock.json"))
            .Select(project => $"{project}:1")
            .ShouldHoldEverywhere("A restore without packages.lock.json may bring other versions tomorrow");

    [Fact]
    public void Versions_of_packages_stand_in_one_place() =>
        Sources.Projects.SelectMany(Sources.Lines).Matching("<PackageReference[^>]* Version=")
            .ShouldHoldEverywhere("Versions belong in Directory.Packages.props");

    [Fact]
    public void No_file_names_a_place_on_one_machine() =>
        Sources.Code.Concat(Sources.All.Where(file => Regex.IsMatch(file, @"\.(json|md)$")))
            .SelectMany(Sources.Lines)
            .Matching(@"(?<![\w.$}/])(/(home|root|work|Users)/[\w.]|[A-Z]:\\\\?(Users|src)\b)")
            .ShouldHoldEverywhere("Paths are relative to the repository or configured");

    private static bool IsProduct(string project) =>
        !project.StartsWith("tests/", StringComparison.Ordinal);

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Parse(Sources.Text(project)).Descendants("ProjectReference")
            .Select(reference => Name(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
