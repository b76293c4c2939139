namespace Isaa.Protocol;

/// <summary>The server refused a call or failed at it.</summary>
public sealed class IsaaApiException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="problem">What the server said.</param>
    public IsaaApiException(Problem problem)
        : base(problem?.Detail) => Problem = problem ?? throw new ArgumentNullException(nameof(problem));

    /// <summary>What the server said.</summary>
    public Problem Problem { get; }
}
