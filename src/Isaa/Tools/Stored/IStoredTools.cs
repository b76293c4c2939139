using Isaa.Diagnostics;

namespace Isaa.Tools.Stored;

/// <summary>Finds tools that are kept as data and not in the program: stored functions. Thread safe.</summary>
public interface IStoredTools
{
    /// <summary>The version that a call of this moment would use.</summary>
    /// <param name="tenant">Whose tool.</param>
    /// <param name="reference"><c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>function_unknown</c>, <c>function_not_approved</c> or <c>function_changed</c>.</exception>
    Task<StoredTool> PinAsync(string tenant, string reference, CancellationToken cancellationToken);

    /// <summary>A tool whose calls use one version.</summary>
    /// <param name="tenant">Whose tool.</param>
    /// <param name="pinned">The version.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>function_unknown</c> or <c>function_changed</c>.</exception>
    Task<Tool> GetAsync(string tenant, StoredTool pinned, CancellationToken cancellationToken);
}
