namespace Testing;

/// <summary>The TypeScript client and the tools beside it (contracts/typescript).</summary>
public static class Node
{
    public const string IsMissing = Npm.IsMissing;

    public static bool IsThere => Npm.IsThere;

    /// <summary>Runs a script of package.json and returns its words.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its words.</exception>
    public static Task<string> Run(string script, params (string Name, string Value)[] environment) =>
        Npm.Client.Run(script, environment);
}
