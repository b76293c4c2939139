using System.Security.Cryptography;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Functions.Running;
using Isaa.Functions.Storing;
using Isaa.Jobs;

namespace Isaa.Functions.Executions;

/// <summary>Calls stored functions: only versions that may be used, each call on record. Thread safe.</summary>
public sealed class FunctionExecutor
{
    private const int LongestKey = 200;

    /// <summary>How much longer than its time limit a call may wait and run before another call may take its key.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private readonly FunctionStore _functions;
    private readonly IFunctionRunner _runner;
    private readonly IFunctionLog _log;
    private readonly JobQueue _queue;
    private readonly FunctionStoreOptions _options;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;

    /// <summary>Creates the executor.</summary>
    public FunctionExecutor(
        FunctionStore functions, IFunctionRunner runner, IFunctionLog log, JobQueue queue, FunctionStoreOptions options, IdSource ids, TimeProvider time)
    {
        _functions = functions;
        _runner = runner;
        _log = log;
        _queue = queue;
        _options = options;
        _ids = ids;
        _time = time;
    }

    /// <summary>
    /// Calls a function and waits for its result. Whatever its code does, the execution says so; it is on record when this returns. A second call with an
    /// idempotency key that is on record is answered with that execution and runs nothing; calls that could not start do not use up their key.
    /// </summary>
    /// <param name="request">What to call, on what.</param>
    /// <param name="cancellationToken">Kills the call; nothing is recorded then, but that the outcome of a call with a key that could reach others is not known.</param>
    /// <exception cref="IsaaException">
    /// <c>function_unknown</c>, <c>function_changed</c>, <c>function_not_approved</c>; <c>key_conflict</c>: the key was used for another call, or that call
    /// still runs; <c>key_invalid</c>.
    /// </exception>
    public async Task<FunctionExecution> RunAsync(FunctionRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var inputHash = HashOf(request.Input);
        if (await FindAnswerAsync(request, inputHash, cancellationToken) is { } known)
        {
            return known;
        }

        var version = await GetAsync(request, cancellationToken);
        var started = Start(request, version, inputHash);
        if (request.IdempotencyKey is null)
        {
            var ended = await RunAsync(request, version, started, cancellationToken);
            await _log.AddAsync(Kept(ended), CancellationToken.None);
            return ended;
        }

        var abandoned = started.StartedAt - version.Definition.Limits.Timeout - Grace;
        while (await _log.BeginAsync(started, CanReachOthers(version) ? DateTimeOffset.MinValue : abandoned, cancellationToken) is { } other)
        {
            if (other.Outcome is not null || !(IsOfDeadAttempt(other, request) || other.StartedAt < abandoned))
            {
                return Answer(other, request, inputHash);
            }

            if (CanReachOthers(version) || other.Hash != version.Hash)
            {
                CheckSame(other, request, inputHash);
                return await LoseAsync(other);
            }

            await _log.ForgetAsync(other.Id, CancellationToken.None);
        }

        return await RunBegunAsync(request, version, started, cancellationToken);
    }

    /// <summary>Adds a call as a job of kind <c>function.run</c>, bound to the version of this moment. It is on disk when this returns.</summary>
    /// <param name="request">What to call, on what.</param>
    /// <param name="options">How the job is added; null for the defaults. The tenant is the request's.</param>
    /// <param name="cancellationToken">Cancels the call; the job may still have been added.</param>
    /// <exception cref="IsaaException"><c>function_unknown</c>, <c>function_changed</c>, <c>function_not_approved</c>, <c>key_invalid</c>, or an error of the queue.</exception>
    public async Task<JobId> EnqueueAsync(FunctionRequest request, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        var version = await GetAsync(request, cancellationToken);
        var job = new FunctionRunJob
        {
            Function = version.Name,
            Version = version.Version,
            Hash = version.Hash,
            Input = request.Input,
            HasNetwork = version.Definition.Network.Count > 0,
            Session = request.Caller?.Session,
            Agent = request.Caller?.Agent,
            IdempotencyKey = request.IdempotencyKey,
        };
        options ??= new EnqueueOptions();
        return await _queue.EnqueueAsync(
            job, options with { Tenant = request.Tenant, Label = options.Label ?? version.Name, Tags = [$"function:{version.Name}", .. options.Tags] }, cancellationToken);
    }

    private async Task<FunctionVersion> GetAsync(FunctionRequest request, CancellationToken cancellationToken)
    {
        var version = await _functions.GetUsableAsync(request.Function, request.Tenant, cancellationToken);
        return request.Hash is null || request.Hash == version.Hash
            ? version
            : throw new IsaaException("function_changed", $"Version {version.Version} of function '{version.Name}' has the hash {version.Hash}, but the call is bound to {request.Hash}. Nothing was called.");
    }

    private async Task<FunctionExecution?> FindAnswerAsync(FunctionRequest request, string inputHash, CancellationToken cancellationToken)
    {
        Check(request);
        return request.IdempotencyKey is { } key && await _log.FindByKeyAsync(request.Tenant, key, cancellationToken) is { Outcome: not null } known
            ? Answer(known, request, inputHash)
            : null;
    }

    // One attempt of a job runs at a time: a call of the same job that never ended died with the attempt before.
    private static bool IsOfDeadAttempt(FunctionExecution other, FunctionRequest request) =>
        request.IsAttemptOfJob && other.Outcome is null && other.Caller?.Job is { } job && job == request.Caller?.Job;

    private static bool CanReachOthers(FunctionVersion version) => version.Definition.Network.Count > 0;

    /// <summary>What reached others cannot be taken back, and is not sent twice by itself.</summary>
    private async Task<FunctionExecution> LoseAsync(FunctionExecution begun)
    {
        var lost = begun with
        {
            Outcome = FunctionOutcome.Crashed,
            Error = new FunctionError { Kind = "outcome_unknown", Message = "Isaa stopped or was killed while the function ran. Whether what it sent arrived is not known, so it was not called again." },
        };
        await _log.CompleteAsync(lost, CancellationToken.None);
        return lost;
    }

    private static void Check(FunctionRequest request)
    {
        if (request.IdempotencyKey is { } key && (key.Length is 0 or > LongestKey || key.Any(char.IsControl)))
        {
            throw new IsaaException("key_invalid", $"An idempotency key has 1 to {LongestKey} characters, none of them a control character.");
        }
    }

    private static void CheckSame(FunctionExecution known, FunctionRequest request, string inputHash)
    {
        var at = request.Function.LastIndexOf('@');
        var name = at < 0 ? request.Function : request.Function[..at];
        if (known.Function != name || known.InputHash != inputHash)
        {
            throw new IsaaException("key_conflict", $"The idempotency key '{request.IdempotencyKey}' was used for another call, of function '{known.Function}' at {known.StartedAt:u}. Use a new key for a new call.");
        }
    }

    private static FunctionExecution Answer(FunctionExecution known, FunctionRequest request, string inputHash)
    {
        CheckSame(known, request, inputHash);
        return known.Outcome is not null
            ? known
            : throw new IsaaException("key_conflict", $"The call with the idempotency key '{request.IdempotencyKey}' still runs, since {known.StartedAt:u}. Ask again later.");
    }

    private FunctionExecution Start(FunctionRequest request, FunctionVersion version, string inputHash) => new()
    {
        Id = _ids.Next(),
        Tenant = request.Tenant,
        Function = version.Name,
        Version = version.Version,
        Hash = version.Hash,
        StartedAt = _time.GetUtcNow(),
        Usage = new FunctionUsage { Duration = TimeSpan.Zero },
        Caller = request.Caller,
        IdempotencyKey = request.IdempotencyKey,
        InputHash = inputHash,
    };

    private async Task<FunctionExecution> RunBegunAsync(FunctionRequest request, FunctionVersion version, FunctionExecution started, CancellationToken cancellationToken)
    {
        FunctionExecution? ended = null;
        var mayHaveRun = true;
        try
        {
            ended = await RunAsync(request, version, started, cancellationToken);
        }
        catch (NothingRanException)
        {
            mayHaveRun = false;
            throw;
        }
        finally
        {
            if (ended is null)
            {
                await (mayHaveRun && CanReachOthers(version) ? LoseAsync(started) : _log.ForgetAsync(started.Id, CancellationToken.None));
            }
        }

        ended = FunctionText.IsUnstarted(ended.Outcome!.Value) ? ended with { IdempotencyKey = null } : ended;
        await _log.CompleteAsync(Kept(ended), CancellationToken.None);
        return ended;
    }

    private async Task<FunctionExecution> RunAsync(FunctionRequest request, FunctionVersion version, FunctionExecution started, CancellationToken cancellationToken)
    {
        var call = new FunctionCall { Definition = version.Definition, Input = request.Input, Context = request.Caller };
        var result = await _runner.RunAsync(call, cancellationToken);
        KillPoint.Reach(KillPoint.FunctionRan);
        var ended = started with { Outcome = result.Outcome, Error = result.Error, Output = result.Output, Logs = result.Logs, Usage = result.Usage };
        FunctionMeter.Record(ended, version.Definition.Language);
        return ended;
    }

    private FunctionExecution Kept(FunctionExecution ended) => ended with
    {
        Logs = ended.Logs.Length <= _options.KeepLogCharacters ? ended.Logs : ended.Logs[.._options.KeepLogCharacters],
        Output = ended.IdempotencyKey is null ? null : ended.Output,
    };

    private static string HashOf(JsonElement input) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(input, FunctionDefinitionJson.Default.JsonElement)));
}
