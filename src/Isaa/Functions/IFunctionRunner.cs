namespace Isaa.Functions;

/// <summary>Runs functions in the sandbox, and nowhere else. Each call has a process of its own that ran nothing before. Thread safe.</summary>
public interface IFunctionRunner
{
    /// <summary>
    /// Runs one function. Whatever its code does, the result says so; no error of the code is thrown. When the call is over its processes are being
    /// killed and are gone moments later.
    /// </summary>
    /// <param name="call">What to run, on what.</param>
    /// <param name="cancellationToken">Kills the call.</param>
    Task<FunctionResult> RunAsync(FunctionCall call, CancellationToken cancellationToken = default);
}
