using Isaa.Diagnostics;

namespace Isaa.Agents.Context;

/// <summary>Finds what a run should know of what was said and done before, for example in a memory that is searched by meaning. Thread safe.</summary>
public interface IRecall
{
    /// <summary>What is worth knowing, the best first. The model is told the first three, each cut to 2,000 characters, marked as data.</summary>
    /// <param name="query">What the run is about.</param>
    /// <param name="cancellationToken">Ends with the attempt.</param>
    /// <exception cref="IsaaException">It cannot be looked up now: the run goes on without and says so as a warning.</exception>
    Task<IReadOnlyList<string>> RecallAsync(RecallQuery query, CancellationToken cancellationToken);
}
