namespace Isaa.Functions.Executions;

/// <summary>The port to the database that keeps the executions of functions. What was kept is on disk when the call returns. Thread safe.</summary>
public interface IFunctionLog
{
    /// <summary>Keeps an execution that has ended.</summary>
    Task AddAsync(FunctionExecution execution, CancellationToken cancellationToken);

    /// <summary>Keeps an execution with a key before it runs, unless the key is taken.</summary>
    /// <param name="execution">The execution, without an outcome.</param>
    /// <param name="abandonedBefore">One of the same version that has the key, has no outcome and began before this time is forgotten: its process has died.</param>
    /// <param name="cancellationToken">Cancels the call; the execution may still be kept.</param>
    /// <returns>The execution that has the key already, as it was kept; null when this one has it now.</returns>
    Task<FunctionExecution?> BeginAsync(FunctionExecution execution, DateTimeOffset abandonedBefore, CancellationToken cancellationToken);

    /// <summary>Keeps how an execution ended that was begun. One that was forgotten meanwhile is kept again, without its key when another has it now.</summary>
    Task CompleteAsync(FunctionExecution execution, CancellationToken cancellationToken);

    /// <summary>Forgets an execution that was begun.</summary>
    Task ForgetAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>An execution; null when there is none.</summary>
    Task<FunctionExecution?> FindAsync(string tenant, Guid id, CancellationToken cancellationToken);

    /// <summary>The execution that has a key; null when there is none.</summary>
    Task<FunctionExecution?> FindByKeyAsync(string tenant, string key, CancellationToken cancellationToken);

    /// <summary>The executions that fit, newest first.</summary>
    Task<IReadOnlyList<FunctionExecution>> ListAsync(FunctionExecutionQuery query, CancellationToken cancellationToken);

    /// <summary>What the calls since a time came to, per function in the order of their names.</summary>
    Task<IReadOnlyList<FunctionSummary>> SummarizeAsync(string tenant, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Deletes the oldest executions that began before a time.</summary>
    /// <param name="before">The time.</param>
    /// <param name="most">At most this many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were deleted.</returns>
    Task<int> PruneAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);
}
