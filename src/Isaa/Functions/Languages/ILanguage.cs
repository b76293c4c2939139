using Isaa.Diagnostics;
using Isaa.Protocol.Sandbox;
using Isaa.Sandbox.Workers;

namespace Isaa.Functions.Languages;

/// <summary>What the engine must know of a language that functions are written in. Thread safe.</summary>
internal interface ILanguage
{
    /// <summary>Which one.</summary>
    FunctionLanguage Language { get; }

    /// <summary>What code may import that names no list of its own.</summary>
    IReadOnlyList<string> DefaultImports { get; }

    /// <summary>What is missing on this machine and how to get it; null when the language runs here.</summary>
    string? FindMissing();

    /// <summary>The worker that runs a function; it sees nothing but the system and the runner.</summary>
    WorkerProfile ProfileFor(FunctionDefinition definition);

    /// <summary>The request that runs a function, without its input.</summary>
    /// <exception cref="FunctionRefusedException">The code cannot be run at all.</exception>
    /// <exception cref="IsaaException">No worker could be started.</exception>
    Task<WorkerRequest> PrepareAsync(FunctionDefinition definition, CancellationToken cancellationToken);

    /// <summary>Reads the code without running it.</summary>
    /// <exception cref="FunctionRefusedException">Reading it broke a limit.</exception>
    /// <exception cref="IsaaException">No worker could be started.</exception>
    Task<WorkerReply> CheckAsync(FunctionDefinition definition, CancellationToken cancellationToken);
}
