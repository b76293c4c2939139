using System.ComponentModel.DataAnnotations;

namespace Isaa.Functions;

/// <summary>How functions are run.</summary>
public sealed class FunctionOptions
{
    /// <summary>The folder of the program that runs functions inside the sandbox; null for <c>sandbox</c> beside this program.</summary>
    public string? RunnerFolder { get; set; }

    /// <summary>The largest input in bytes of JSON. Default 1 MiB.</summary>
    [Range(64, 64 << 20)]
    public int InputBytes { get; set; } = 1 << 20;

    /// <summary>The longest code in characters. Default 256 Ki.</summary>
    [Range(64, 16 << 20)]
    public int CodeCharacters { get; set; } = 256 << 10;

    /// <summary>How many compiled functions are kept, by the hash of their code. Default 512.</summary>
    [Range(1, 100_000)]
    public int CompiledFunctions { get; set; } = 512;

    /// <summary>How long one compilation or check may take. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CheckTime { get; set; } = TimeSpan.FromSeconds(30);
}
