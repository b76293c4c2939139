namespace Isaa.Benchmarks;

/// <summary>How large the runs are, and which lines are wanted.</summary>
internal sealed record BenchSettings
{
    /// <summary>A smoke run: it shows that the benchmark still works, its figures mean nothing.</summary>
    public bool Tiny { get; init; }

    /// <summary>Only lines whose name contains this; null for all.</summary>
    public string? Only { get; init; }

    /// <summary>Only this store; null for all.</summary>
    public string? Store { get; init; }

    /// <summary>Scales a count for a smoke run.</summary>
    public int Count(int full) => Tiny ? Math.Max(1, full / 200) : full;

    public bool Wants(string line) => Only is null || line.Contains(Only, StringComparison.Ordinal);

    public bool WantsStore(string store) => Store is null || Store == store;

    public static BenchSettings Parse(string[] args, out List<string> names)
    {
        names = [.. args.Where(a => !a.StartsWith("--", StringComparison.Ordinal))];
        return new BenchSettings
        {
            Tiny = args.Contains("--tiny"),
            Only = Value(args, "--only="),
            Store = Value(args, "--store="),
        };
    }

    private static string? Value(string[] args, string name) => args.FirstOrDefault(a => a.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
}
