using System.Diagnostics;

namespace Testing;

/// <summary>
/// Waiting for what another process will do: asks again until it holds, and fails when it never does.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PatienceDefault = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The first answer that satisfies; fails with the last answer when patience (default 60 s) ends.
    /// </summary>
    public static async Task<T> Get<T>(Func<Task<T>> ask, Func<T, bool> satisfies, TimeSpan? patience = null)
    {
        var asked = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (satisfies(answer))
            {
                return answer;
            }

            if (asked.Elapsed > (patience ?? PatienceDefault))
            {
                throw new TimeoutException($"Not within {patience ?? PatienceDefault}; the last answer was {answer}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until the condition holds.</summary>
    public static Task True(Func<Task<bool>> condition, TimeSpan? patience = null) =>
        Get(condition, holds => holds, patience);
}
