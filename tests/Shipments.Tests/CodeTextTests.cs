using System.Reflection;
using Contracts;
using ServiceDefaults.Languages;

namespace Shipments.Tests;

/// <summary>What a carrier's code means is said in words; the other languages have what English has.</summary>
public sealed class CodeTextTests
{
    [Fact]
    public void Every_status_has_its_words() => Codes(typeof(Statuses)).ShouldAllBe(code => Knows($"status.{code}"));

    [Fact]
    public void Every_finer_code_has_its_words() => Codes(typeof(Details)).ShouldAllBe(code => Knows($"detail.{code}"));

    [Fact]
    public void Every_reason_has_its_words() => typeof(Reasons).GetProperties(BindingFlags.Static | BindingFlags.Public)
        .Select(reason => ((StatusReason)reason.GetValue(null)!).Code).ShouldAllBe(code => Knows($"reason.{code}"));

    private static bool Knows(string key) => Language.English.Knows(key);

    private static IEnumerable<string> Codes(Type codes) => codes.GetFields(BindingFlags.Static | BindingFlags.Public)
        .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
}
