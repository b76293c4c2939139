using System.Globalization;
using Isaa.Files;
using Isaa.Protocol.Sandbox;
using Isaa.Sandbox;
using Isaa.Sandbox.Networking;
using Isaa.Sandbox.Workers;
using Microsoft.Extensions.Options;

namespace Isaa.Functions.Languages.CSharp;

/// <summary>C#: compiled by one process of the sandbox, run by another.</summary>
internal sealed class CSharpLanguage(RunnerFiles files, WorkerAsking asking, CompiledFunctions compiled, IOptions<FunctionOptions> options) : ILanguage, IDisposable
{
    public const string Runner = "Isaa.Sandbox.dll";
    private const string Run = "run";
    private const string DotnetInside = "/dotnet";
    private const long OutsideOfHeap = 64L << 20;
    private const int CompilationsPerProcess = 200;

    private static readonly FunctionLimits LimitsOfCompiler = new() { MemoryBytes = 1L << 30, CpuSeconds = 3_600, LogBytes = 64 << 10 };

    private readonly Lazy<Workspace?> _dotnet = new(OpenDotnet);

    public FunctionLanguage Language => FunctionLanguage.CSharp;

    public IReadOnlyList<string> DefaultImports { get; } =
    [
        "System", "System.Collections", "System.Collections.Generic", "System.Globalization", "System.Linq", "System.Numerics", "System.Text", "System.Text.Json",
        "System.Text.Json.Nodes", "System.Text.Json.Serialization", "System.Text.RegularExpressions", "System.Threading", "System.Threading.Tasks",
    ];

    public string? FindMissing() => DotnetRuntime.Root is null
        ? "The .NET runtime 10 is not installed where it can be found. Install it: https://dot.net/download, or set DOTNET_ROOT."
        : files.FindMissing(Runner);

    public WorkerProfile ProfileFor(FunctionDefinition definition) => Profile(Run, definition.Limits, WorkerNetwork.For(definition, hasBridge: true));

    public async Task<WorkerRequest> PrepareAsync(FunctionDefinition definition, CancellationToken cancellationToken)
    {
        var reply = await CheckAsync(definition, cancellationToken);
        if (reply is not { Outcome: "completed", Assembly: { } assembly })
        {
            var first = reply.Findings is [var finding, ..] ? finding : new WorkerFault { Kind = "compile", Message = "The code could not be compiled." };
            throw new FunctionRefusedException(
                first.Kind == "import_not_allowed" ? FunctionOutcome.Rejected : FunctionOutcome.Failed, WorkerFaults.ToError(first));
        }

        return Request(definition) with { Code = "", Assembly = assembly, Symbols = reply.Symbols, OutputBytes = definition.Limits.OutputBytes };
    }

    public Task<WorkerReply> CheckAsync(FunctionDefinition definition, CancellationToken cancellationToken)
    {
        var request = Request(definition);
        return compiled.GetAsync(
            request,
            () => asking.AskAsync(
                Profile("compile", LimitsOfCompiler, network: null) with { CallsPerProcess = CompilationsPerProcess, Warm = 1 }, request with { Task = WorkerTask.Check }, options.Value.CheckTime, CancellationToken.None),
            cancellationToken);
    }

    public void Dispose()
    {
        if (_dotnet is { IsValueCreated: true, Value: { } folder })
        {
            folder.Dispose();
        }
    }

    private static Workspace? OpenDotnet() => DotnetRuntime.Root is { } root && !root.StartsWith("/usr/", StringComparison.Ordinal) ? Workspace.Open(root) : null;

    private WorkerRequest Request(FunctionDefinition definition) => new()
    {
        Task = WorkerTask.Run,
        Entry = definition.Name,
        Code = definition.Code,
        NeedsContext = definition.NeedsContext,
        SafeMode = definition.SafeMode,
        Imports = definition.AllowedImports ?? DefaultImports,
    };

    private WorkerProfile Profile(string task, FunctionLimits limits, SandboxNetwork? network)
    {
        var root = _dotnet.Value is null ? DotnetRuntime.Root : DotnetInside;
        IReadOnlyList<SandboxMount> mounts = _dotnet.Value is { } dotnet ? [files.Mount, new(dotnet, DotnetInside, IsReadOnly: true)] : [files.Mount];
        var program = new SandboxRequest
        {
            Command = [$"{root}/dotnet", $"{RunnerFiles.Inside}/{Runner}", task],
            Mounts = mounts,
            Environment = Settings(limits).Concat(WorkerNetwork.Environment(network)).ToDictionary(),
            Network = network,
        };
        return new WorkerProfile
        {
            Key = WorkerLimits.KeyOf($"csharp {task}", limits) + WorkerNetwork.KeyOf(network),
            Program = program,
            AwaitedProgram = task == Run ? program with { Command = [.. program.Command, "now"] } : null,
            Limits = WorkerLimits.For(limits),
        };
    }

    private static Dictionary<string, string> Settings(FunctionLimits limits) => new()
    {
        ["DOTNET_GCHeapHardLimit"] = Math.Max(limits.MemoryBytes - OutsideOfHeap, limits.MemoryBytes / 2).ToString("x", CultureInfo.InvariantCulture),
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_EnableDiagnostics"] = "0", // no socket for debuggers, no thread that serves it
        ["DOTNET_EnableWriteXorExecute"] = "0", // it would need memory that the sandbox refuses
        ["DOTNET_TieredPGO"] = "0",
    };
}
