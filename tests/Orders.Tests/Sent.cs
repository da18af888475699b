using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orders.Tests;

/// <summary>The statements that a data source was told to execute, as Npgsql writes them to its log.</summary>
internal sealed class Sent : ILoggerProvider, ILogger
{
    private const int CommandExecuted = 2001;

    private readonly ConcurrentQueue<string> statements = [];

    public void Clear() => statements.Clear();

    /// <summary>How many of them name this table.</summary>
    public int Count(string table) => statements.Count(one => one.Contains(table, StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == CommandExecuted)
            statements.Enqueue(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
