using Isaa.Agents.Runs;
using Isaa.Models;

namespace Isaa.Agents.Control;

/// <summary>
/// What a run does while a model's service fails in a way that may pass: it gives its slot back, costs its job no attempt, and asks again later, the longer
/// the service is away the more rarely.
/// </summary>
internal static class ModelOutage
{
    public const string Reason = "model";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>The run as it waits, and until when; null when it has waited long enough or the failure will not pass.</summary>
    public static (RunState State, RunWait Wait)? Find(RunState state, ModelException failure, AgentOptions options, DateTimeOffset now)
    {
        var since = state.OutageSince ?? now;
        var gone = now - since;
        if (!failure.IsTransient || gone >= options.ModelPatience)
        {
            return null;
        }

        var grown = TimeSpan.FromTicks(Math.Clamp(gone.Ticks / 2, options.ModelWait.Ticks, Math.Max(LongestWait.Ticks, options.ModelWait.Ticks)));
        var asked = failure.RetryAfter ?? TimeSpan.Zero;
        var wait = new RunWait { Reason = $"{Reason}: {failure.Message}", Until = now + (asked > grown ? asked : grown) };
        return (state with { OutageSince = since }, wait);
    }
}
