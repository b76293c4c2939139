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

    /// <summary>Where compiled functions are kept on disk, in a folder made for the owner alone; null for nowhere, the default of a program without a home folder.</summary>
    public string? CompiledFolder { get; set; }

    /// <summary>How many bytes of them; the oldest go first. Default 64 MiB.</summary>
    [Range(1L << 20, 64L << 30)]
    public long CompiledBytes { get; set; } = 64L << 20;

    /// <summary>For how many kinds of functions, the most called first, processes are made ready when a server starts. Kinds differ in language and limits. Default 2; 0 for none.</summary>
    [Range(0, 64)]
    public int WarmKinds { get; set; } = 2;

    /// <summary>How long one compilation or check may take. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CheckTime { get; set; } = TimeSpan.FromSeconds(30);
}
