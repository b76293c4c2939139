using Isaa.Agents.Runs;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Signals;

namespace Isaa.Agents.Control;

/// <summary>Guides runs that were added before: pauses them, lets them go on, speaks to them. What is said is on disk when a call returns. Thread safe.</summary>
/// <param name="queue">The jobs.</param>
public sealed class AgentRuns(JobQueue queue)
{
    private const int MaxText = 100_000;

    /// <summary>Tells a run to pause. It ends the turn it is at, with its calls, gives its slot back and waits until <see cref="ResumeAsync"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why; kept with the run. Null when it does not matter.</param>
    /// <param name="cancellationToken">Cancels the call; it may still take effect.</param>
    /// <exception cref="IsaaException"><c>run_unknown</c>, <c>run_ended</c>.</exception>
    public Task PauseAsync(JobId run, string? reason = null, CancellationToken cancellationToken = default) =>
        SendAsync(run, RunSignals.Pause, new RunOrder { Reason = reason }, cancellationToken);

    /// <summary>Lets a paused run go on where it stopped. One that was told to pause and has not yet, does not.</summary>
    /// <param name="run">The run.</param>
    /// <param name="text">What the model is told with it; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the call; it may still take effect.</param>
    /// <exception cref="IsaaException"><c>run_unknown</c>, <c>run_ended</c>, <c>text_invalid</c>.</exception>
    public Task ResumeAsync(JobId run, string? text = null, CancellationToken cancellationToken = default) =>
        SendAsync(run, RunSignals.Resume, new RunOrder { Text = Check(text) }, cancellationToken);

    /// <summary>Speaks to a run while it goes on; its model is told before its next turn. A run that has its answer and has not ended yet goes on with this.</summary>
    /// <param name="run">The run.</param>
    /// <param name="text">What the model is told.</param>
    /// <param name="cancellationToken">Cancels the call; it may still take effect.</param>
    /// <exception cref="IsaaException"><c>run_unknown</c>, <c>run_ended</c>, <c>text_invalid</c>.</exception>
    public Task SteerAsync(JobId run, string text, CancellationToken cancellationToken = default) =>
        string.IsNullOrWhiteSpace(text)
            ? throw new IsaaException("text_invalid", "There is nothing to say; give the text the run's model is to be told.")
            : SendAsync(run, RunSignals.Steer, new RunOrder { Text = Check(text) }, cancellationToken);

    private async Task SendAsync(JobId run, string signal, RunOrder order, CancellationToken cancellationToken)
    {
        if (await queue.FindAsync(run, cancellationToken) is not { Job.Kind: AgentRunJob.Kind })
        {
            throw Unknown(run);
        }

        var result = await queue.SignalAsync(run, signal, order, RunJson.Default.RunOrder, null, cancellationToken);
        if (result is SignalResult.JobEnded or SignalResult.JobUnknown)
        {
            throw new IsaaException("run_ended", $"Run {run} has ended. Start a new run in its session to go on.");
        }
    }

    private static string? Check(string? text) => text?.Length > MaxText
        ? throw new IsaaException("text_invalid", $"The text has {text.Length} characters; at most {MaxText} are allowed. Put long content into a file and name it.")
        : text;

    private static IsaaException Unknown(JobId run) => new("run_unknown", $"There is no agent run {run}.");
}
