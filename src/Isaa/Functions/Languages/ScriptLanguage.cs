using Isaa.Protocol.Sandbox;
using Isaa.Sandbox;
using Isaa.Sandbox.Networking;
using Isaa.Sandbox.Workers;
using Microsoft.Extensions.Options;

namespace Isaa.Functions.Languages;

/// <summary>A language whose program reads source code itself: the same worker runs and checks.</summary>
internal abstract class ScriptLanguage(RunnerFiles files, WorkerAsking asking, IOptions<FunctionOptions> options) : ILanguage
{
    private static readonly FunctionLimits LimitsOfChecks = new() { MemoryBytes = 256L << 20 };

    public abstract FunctionLanguage Language { get; }

    public abstract IReadOnlyList<string> DefaultImports { get; }

    /// <summary>The program's name in the system's folders, and the package it comes in.</summary>
    protected abstract (string Program, string Package) Runtime { get; }

    /// <summary>The runner's file.</summary>
    protected abstract string Runner { get; }

    public string? FindMissing() => SystemProgram.Find(Runtime.Program) is null
        ? $"{Runtime.Program} is not installed in /usr/bin or /usr/local/bin. Install it: {SandboxRemedy.InstallCommand(Runtime.Package)}"
        : files.FindMissing(Runner);

    public WorkerProfile ProfileFor(FunctionDefinition definition) => Profile(WorkerTask.Run, definition.Limits, definition.IsAsync, WorkerNetwork.For(definition, HasBridge));

    public Task<WorkerRequest> PrepareAsync(FunctionDefinition definition, CancellationToken cancellationToken) =>
        Task.FromResult(Request(definition, WorkerTask.Run));

    public Task<WorkerReply> CheckAsync(FunctionDefinition definition, CancellationToken cancellationToken) =>
        asking.AskAsync(Profile(WorkerTask.Check, LimitsOfChecks, isAsync: false, network: null), Request(definition, WorkerTask.Check), options.Value.CheckTime, cancellationToken);

    /// <summary>Whether the language's own clients reach a proxy by TCP only.</summary>
    protected abstract bool HasBridge { get; }

    /// <summary>The command line.</summary>
    protected abstract IReadOnlyList<string> Command(string program, string runner, FunctionLimits limits, bool isAsync, WorkerTask task);

    private WorkerProfile Profile(WorkerTask task, FunctionLimits limits, bool isAsync, SandboxNetwork? network)
    {
        var command = Command(SystemProgram.Find(Runtime.Program)!, $"{RunnerFiles.Inside}/{Runner}", limits, isAsync, task);
        return new WorkerProfile
        {
            Key = WorkerLimits.KeyOf(string.Join(' ', command), limits) + WorkerNetwork.KeyOf(network),
            Program = new SandboxRequest { Command = command, Mounts = [files.Mount], Network = network, Environment = WorkerNetwork.Environment(network) },
            Limits = WorkerLimits.For(limits),
        };
    }

    private WorkerRequest Request(FunctionDefinition definition, WorkerTask task) => new()
    {
        Task = task,
        Entry = definition.Name,
        Code = definition.Code,
        NeedsContext = definition.NeedsContext,
        SafeMode = definition.SafeMode,
        Imports = definition.AllowedImports ?? DefaultImports,
        OutputBytes = definition.Limits.OutputBytes,
    };
}
