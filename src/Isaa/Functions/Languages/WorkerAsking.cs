using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Protocol.Sandbox;
using Isaa.Sandbox.Workers;
using Isaa.Sandbox;

namespace Isaa.Functions.Languages;

/// <summary>Asks workers about code that they do not run. Thread safe.</summary>
internal sealed class WorkerAsking(SandboxPool pool)
{
    private const int ReplyBytes = 32 << 20;
    private const long LogBytes = 1 << 20;

    /// <summary>The reply to a request.</summary>
    /// <exception cref="FunctionRefusedException">The worker broke a limit or answered nonsense.</exception>
    public async Task<WorkerReply> AskAsync(WorkerProfile profile, WorkerRequest request, TimeSpan patience, CancellationToken cancellationToken)
    {
        var call = new WorkerCall
        {
            Request = WorkerMessage.Write(request),
            WallTime = patience,
            CpuTime = patience,
            ReplyBytes = ReplyBytes,
            LogBytesUntilKilled = LogBytes,
        };
        var (exchange, _) = await pool.CallAsync(profile, call, cancellationToken);
        if (exchange.End != WorkerEnd.Replied)
        {
            var outcome = ExchangeOutcome.Of(exchange);
            throw new FunctionRefusedException(outcome, ExchangeOutcome.Describe(outcome, "Reading the code", exchange));
        }

        try
        {
            return Checked(JsonSerializer.Deserialize(exchange.Reply.Span, WorkerJson.Default.WorkerReply));
        }
        catch (JsonException e)
        {
            throw new FunctionRefusedException(
                FunctionOutcome.Crashed, new FunctionError { Kind = "crashed", Message = $"The process that read the code answered with what is no reply: {ControlText.Neutralize(e.Message)}" });
        }
    }

    /// <summary>A reply that finds nothing wrong must say so, and every part of it must be there.</summary>
    private static WorkerReply Checked(WorkerReply? reply)
    {
        var findings = reply?.Findings ?? (reply?.Error is { } error ? [error] : []);
        return reply is null || findings.Any(static finding => finding is null) || (reply.Outcome != "completed" && findings.Count == 0)
            || reply.Signature?.Parameters?.Any(static parameter => parameter?.Name is null) is true
            ? throw new JsonException("parts of it are missing")
            : reply with { Findings = findings };
    }
}
