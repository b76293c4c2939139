using System.ComponentModel.DataAnnotations;

namespace Isaa.Jobs.Adding;

/// <summary>How jobs are added.</summary>
public sealed record JobOptions
{
    /// <summary>The longest arguments a job may have, in bytes of UTF-8 JSON. Default 1 MiB.</summary>
    [Range(1, int.MaxValue)]
    public int MaxArgumentsBytes { get; init; } = 1024 * 1024;
}
