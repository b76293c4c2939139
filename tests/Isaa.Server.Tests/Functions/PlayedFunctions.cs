using System.Text.Json;
using Isaa.Functions;
using Isaa.Functions.Checks;

namespace Isaa.Server.Tests.Functions;

/// <summary>Plays the sandbox: a function gives back its input, or fails when its code says so.</summary>
internal sealed class PlayedFunctions : IFunctionRunner, IFunctionChecker
{
    public Task<FunctionResult> RunAsync(FunctionCall call, CancellationToken cancellationToken = default)
    {
        var usage = new FunctionUsage { Duration = TimeSpan.FromMilliseconds(1), CpuTime = TimeSpan.FromMilliseconds(1), PeakMemoryBytes = 1_000_000 };
        return Task.FromResult(call.Definition.Code.Contains("fail", StringComparison.Ordinal)
            ? new FunctionResult { Outcome = FunctionOutcome.MemoryLimit, Error = new FunctionError { Kind = "memory_limit", Message = "too much" }, Usage = usage }
            : new FunctionResult { Outcome = FunctionOutcome.Completed, Output = call.Input, Logs = "printed", Usage = usage });
    }

    public Task<IReadOnlyList<FunctionFinding>> CheckAsync(FunctionDefinition definition, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<FunctionFinding>>(definition.Code.Contains("import os", StringComparison.Ordinal)
            ? [new FunctionFinding { Code = "import_not_allowed", Field = "code", Message = "os is not allowed", Line = 1, Column = 8 }]
            : []);

    public static string Definition(string code, string name = "echo") =>
        JsonSerializer.Serialize(new { name, language = "python", code, tags = new[] { "played" } });
}
