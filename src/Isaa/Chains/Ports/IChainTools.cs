using System.Text.Json;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Ports;

/// <summary>Calls the engine's tools for a chain. Thread safe.</summary>
internal interface IChainTools
{
    /// <summary>What a crash may do to a call of a tool, and the schema of its parameters.</summary>
    /// <exception cref="Diagnostics.IsaaException"><c>tool_unknown</c>, with the nearest names.</exception>
    (StepKind Kind, JsonElement Parameters) Describe(string tool);

    /// <summary>Calls a tool and returns its text.</summary>
    /// <exception cref="Diagnostics.IsaaException">The tool failed, with its code.</exception>
    Task<string> CallAsync(string tool, JsonElement arguments, string place, string? idempotencyKey, CancellationToken cancellationToken);
}
