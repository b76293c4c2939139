using System.Runtime.InteropServices;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Functions.Languages;
using Isaa.Protocol.Sandbox;
using Isaa.Sandbox;
using Isaa.Sandbox.Workers;
using Microsoft.Extensions.Options;

namespace Isaa.Functions.Running;

/// <summary>Runs functions in workers of the sandbox's pool.</summary>
internal sealed class FunctionRunner(LanguageCatalog languages, SandboxPool pool, FunctionSchemaCache schemas, IOptions<FunctionOptions> options, TimeProvider time)
    : IFunctionRunner
{
    /// <summary>Room beside the result itself for what a reply says.</summary>
    private const int ReplyOverhead = 128 << 10;

    public async Task<FunctionResult> RunAsync(FunctionCall call, CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        var bytes = call.Input.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(call.Input).Length;
        var usage = new FunctionUsage { Duration = TimeSpan.Zero, InputBytes = bytes };
        var isSent = false;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = await TryAsync(call, usage, began, () => isSent = true, cancellationToken);
            return result with { Usage = result.Usage with { Duration = time.GetElapsedTime(began) } };
        }
        catch (OperationCanceledException e) when (!isSent)
        {
            throw new NothingRanException(e);
        }
    }

    private async Task<FunctionResult> TryAsync(FunctionCall call, FunctionUsage usage, long began, Action sending, CancellationToken cancellationToken)
    {
        var language = languages.Get(call.Definition.Language);
        try
        {
            if (FindFault(call, usage.InputBytes) is { } fault)
            {
                return Refused(FunctionOutcome.InvalidInput, fault, usage);
            }

            if (language.FindMissing() is { } missing)
            {
                return Refused(FunctionOutcome.RuntimeMissing, missing, usage);
            }

            var request = await language.PrepareAsync(call.Definition, cancellationToken);
            return await AskAsync(language.ProfileFor(call.Definition), Complete(request, call), call.Definition, usage, began, sending, cancellationToken);
        }
        catch (FunctionRefusedException e)
        {
            return new FunctionResult { Outcome = e.Outcome, Error = e.Error, Usage = usage };
        }
        catch (IsaaException e) when (e.Code is "busy" or "sandbox_unavailable" or "worker_broken" or "folder_not_found" or "folder_not_readable")
        {
            return Refused(e.Code == "busy" ? FunctionOutcome.Busy : FunctionOutcome.SandboxUnavailable, e.Message, usage);
        }
    }

    private async Task<FunctionResult> AskAsync(
        WorkerProfile profile, WorkerRequest request, FunctionDefinition definition, FunctionUsage usage, long began, Action sending, CancellationToken cancellationToken)
    {
        var limits = definition.Limits;
        var prepared = time.GetElapsedTime(began);
        var (exchange, wait) = await pool.CallAsync(
            profile,
            new WorkerCall
            {
                Request = WorkerMessage.Write(request),
                WallTime = limits.Timeout,
                CpuTime = TimeSpan.FromSeconds(limits.CpuSeconds),
                ReplyBytes = limits.OutputBytes + ReplyOverhead,
                LogBytesUntilKilled = limits.LogBytes * WorkerLimits.LogFactor,
                Sending = sending,
            },
            cancellationToken);
        var reply = ReplyReading.Read(exchange, limits, schemas.For(definition));
        return new FunctionResult
        {
            Outcome = reply.Outcome,
            Output = reply.Output,
            Error = reply.Error,
            Logs = ControlText.Neutralize(exchange.Logs.Text.Replace(WorkerJson.EndOfLogs, "", StringComparison.Ordinal)),
            Usage = usage with
            {
                Wait = prepared + wait,
                CpuTime = exchange.CpuTime,
                PeakMemoryBytes = exchange.PeakMemoryBytes,
                OutputBytes = reply.OutputBytes,
                LogBytes = Math.Max(0, exchange.Logs.TotalBytes - (exchange.End == WorkerEnd.Replied ? WorkerJson.EndOfLogs.Length : 0)),
            },
        };
    }

    private static WorkerRequest Complete(WorkerRequest request, FunctionCall call) => request with
    {
        Input = call.Input,
        Context = call.Definition.NeedsContext ? JsonSerializer.SerializeToElement(call.Context ?? new FunctionContext(), FunctionJson.Default.FunctionContext) : null,
    };

    private static FunctionResult Refused(FunctionOutcome outcome, string message, FunctionUsage usage) => new()
    {
        Outcome = outcome,
        Error = new FunctionError { Kind = ExchangeOutcome.NameOf(outcome), Message = message },
        Usage = usage,
    };

    private string? FindFault(FunctionCall call, int bytes) =>
        call.Input.ValueKind != JsonValueKind.Object ? $"The input must be an object whose properties are the function's arguments, not {call.Input.ValueKind.ToString().ToLowerInvariant()}."
        : bytes > options.Value.InputBytes ? $"The input has {bytes} bytes of JSON; at most {options.Value.InputBytes} are taken."
        : schemas.For(call.Definition).Input?.Validate(call.Input) is { Count: > 0 } errors ? $"The input does not fit the schema: {string.Join("; ", errors)}"
        : null;
}
