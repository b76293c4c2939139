using Isaa.Diagnostics;

namespace Isaa.Functions.Checks;

/// <summary>Looks at a definition before it is stored. Thread safe.</summary>
public interface IFunctionChecker
{
    /// <summary>Finds all that is wrong with a definition at once: its name, schemas, limits, syntax, imports and signature. Its code is read in the sandbox and not run.</summary>
    /// <param name="definition">What to look at.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The findings in the order of their places; empty when nothing is wrong.</returns>
    /// <exception cref="IsaaException"><c>sandbox_unavailable</c>, <c>runtime_missing</c> or <c>busy</c> when the code cannot be looked at.</exception>
    Task<IReadOnlyList<FunctionFinding>> CheckAsync(FunctionDefinition definition, CancellationToken cancellationToken = default);
}
