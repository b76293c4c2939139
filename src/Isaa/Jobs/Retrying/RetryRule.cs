namespace Isaa.Jobs.Retrying;

/// <summary>What happens after one sort of failure, in place of the job's general policy.</summary>
public sealed record RetryRule
{
    /// <summary>
    /// Which failures: an error code such as <c>no_paper</c>, or the full name of an exception type such as <c>System.Net.Http.HttpRequestException</c>,
    /// which also stands for the types derived from it.
    /// </summary>
    public required string Error { get; init; }

    /// <summary>What happens then; null when such a failure is final at once. Its own rules are not looked at.</summary>
    public RetryPolicy? Policy { get; init; }
}
