using System.ComponentModel.DataAnnotations;

namespace Isaa.Tools;

/// <summary>Limits of tool calls.</summary>
public sealed class ToolOptions
{
    /// <summary>How many characters of a result the model sees; more is cut in the middle, with a mark. Default 30,000.</summary>
    [Range(1_000, 10_000_000)]
    public int MaxOutputCharacters { get; set; } = 30_000;

    /// <summary>The largest file in bytes that file tools read. Default 32 MiB; larger ones are for the shell.</summary>
    [Range(1_024, int.MaxValue)]
    public long MaxFileBytes { get; set; } = 32L << 20;

    /// <summary>The largest content in bytes that write_file and createScript take. Default 16 MiB.</summary>
    [Range(1_024, int.MaxValue)]
    public long MaxWriteBytes { get; set; } = 16L << 20;

    /// <summary>
    /// A folder of Python packages that execute_python and Python scripts may import, beside Python's own modules; they see it read-only at <c>/packages</c>.
    /// Null for none, the default. Nothing is ever fetched.
    /// </summary>
    public string? PythonPackagesFolder { get; set; }

    /// <summary>How many entries list_directory shows unless asked for fewer or more. Default 500.</summary>
    [Range(1, 100_000)]
    public int ListedEntries { get; set; } = 500;
}
