using Benchmarks.Api;

namespace Benchmarks.Bulk;

/// <summary>A process's memory when so much (0 to 1) of the work was done.</summary>
internal sealed record Mark(double Done, string Process, Memory Memory);

/// <summary>
/// <c>Most</c>: the largest working set seen of each process, in bytes. Each mark has it collect everything first,
/// which shows what it holds on to; between them it does as it likes.
/// </summary>
internal sealed record Watched(IReadOnlyList<Mark> Marks, IReadOnlyDictionary<string, long> Most);

/// <summary>Looks at the memory of processes while something goes on.</summary>
internal sealed class MemoryWatch(RunningPlatform platform, params string[] processes)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly double[] MarksAt = [0.1, 0.5];

    /// <param name="work">What goes on.</param>
    /// <param name="done">How much of it, 0 to 1; null where nobody can tell.</param>
    public async Task<(T Result, Watched Watched)> During<T>(Func<Task<T>> work, Func<Task<double>>? done)
    {
        var marks = Look(0).ToList();
        var most = processes.ToDictionary(name => name, _ => 0L);
        var going = work();
        while (await Task.WhenAny(going, Task.Delay(Interval)) != going)
        {
            foreach (var name in processes)
                most[name] = Math.Max(most[name], Memory.WorkingSetOf(platform.Pid(name)));
            var next = marks.Count / processes.Length - 1;
            if (done is not null && next < MarksAt.Length && await done() is var share && share >= MarksAt[next])
                marks.AddRange(Look(share));
        }

        marks.AddRange(Look(1));
        return (await going, new(marks, most));
    }

    private IEnumerable<Mark> Look(double done) =>
        processes.Select(name => new Mark(done, name, Memory.Of(platform, name)));
}
