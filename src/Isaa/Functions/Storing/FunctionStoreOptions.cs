using System.ComponentModel.DataAnnotations;

namespace Isaa.Functions.Storing;

/// <summary>How functions are kept and called.</summary>
public sealed record FunctionStoreOptions
{
    /// <summary>Which functions a person must accept before they are used. Default: those in safe mode, and those that have a network.</summary>
    public FunctionApproval Approval { get; init; } = FunctionApproval.SafeMode;

    /// <summary>How long executions stay on record. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan KeepExecutions { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many characters of what a call printed stay on record. Default 4,000.</summary>
    [Range(0, 1_000_000)]
    public int KeepLogCharacters { get; init; } = 4_000;
}
