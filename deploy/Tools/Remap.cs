using System.Net.Http.Json;
using Tools.Platform;

namespace Tools;

/// <summary>
/// Has the platform read the past of one carrier, or of all, again under today's mapping, and shows how far it is.
/// Stopping this stops nothing there.
/// </summary>
internal static class Remap
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <returns>The exit code: 1 when it was given up.</returns>
    public static async Task<int> Run(PlatformAccess access, string[] options, TextWriter output)
    {
        var (carrier, why) = Parse(options);
        using var http = new HttpClient { BaseAddress = access.Gateway };
        http.DefaultRequestHeaders.Authorization = new("Bearer", access.OpsKey);
        using var asked = await http.PostAsJsonAsync("/v1/ops/remaps", new { carrier, why });
        var state = await Read(asked);
        await output.WriteLineAsync($"Remap {state.Id} of {carrier ?? "all carriers"}");
        var shown = -1;
        while (true)
        {
            using var answer = await http.GetAsync($"/v1/ops/remaps/{state.Id}");
            state = await Read(answer);
            if (state.Parcels != shown)
                await output.WriteLineAsync($"  {state.Parcels,8:N0} parcels read, {state.Scans:N0} scans otherwise");
            shown = state.Parcels;
            if (state.FinishedAt is not null)
                break;
            await Task.Delay(Pause);
        }

        await output.WriteLineAsync(state.Error is null ? "Done" : $"Given up: {state.Error}");
        return state.Error is null ? 0 : 1;
    }

    private static (string? Carrier, string Why) Parse(string[] options) => options switch
    {
        [] => (null, "asked for on the command line"),
        ["--why", var why] => (null, why),
        [var carrier] => (carrier, "asked for on the command line"),
        [var carrier, "--why", var why] => (carrier, why),
        _ => throw new ArgumentException("remap knows [CARRIER] [--why TEXT]"),
    };

    private static async Task<State> Read(HttpResponseMessage answer)
    {
        await PlatformException.ThrowUnlessSuccess(answer);
        return (await answer.Content.ReadFromJsonAsync<State>())!;
    }

    private sealed record State(Guid Id, int Parcels, int Scans, DateTimeOffset? FinishedAt, string? Error);
}
