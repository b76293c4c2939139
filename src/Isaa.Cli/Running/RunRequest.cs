namespace Isaa.Cli.Running;

/// <summary>The command line of 'isaa run', as it was written.</summary>
internal sealed record RunRequest
{
    public string? Task { get; init; }

    public string? Folder { get; init; }

    public string? Agent { get; init; }

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public IReadOnlyList<string> Requires { get; init; } = [];

    public string? Persona { get; init; }

    public string? Model { get; init; }

    public string? Session { get; init; }

    public int? Turns { get; init; }

    public double? Minutes { get; init; }

    public long? Tokens { get; init; }

    public decimal? Usd { get; init; }

    public string? Resume { get; init; }

    public bool Detach { get; init; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? FindFault()
    {
        var faults = new List<string>();
        if (Resume is not null && ((Task ?? Folder ?? Agent ?? Model ?? Session ?? Persona) is not null || Capabilities.Count + Requires.Count > 0))
        {
            faults.Add("--resume goes on with a run as it was started: leave the task and its options out.");
        }

        if (Resume is null && string.IsNullOrWhiteSpace(Task))
        {
            faults.Add("The task is missing: isaa run \"TASK\" --in FOLDER, or --resume ID.");
        }

        AddUnlessPositive(faults, "--max-turns", Turns);
        AddUnlessPositive(faults, "--max-minutes", Minutes is { } minutes ? (decimal)Math.Clamp(double.IsNaN(minutes) ? 0 : minutes, -1, 1e9) : null);
        AddUnlessPositive(faults, "--max-tokens", Tokens);
        AddUnlessPositive(faults, "--max-usd", Usd);
        return faults.Count == 0 ? null : string.Join(" ", faults);
    }

    private static void AddUnlessPositive(List<string> faults, string name, decimal? value)
    {
        if (value <= 0)
        {
            faults.Add($"{name} must be more than 0.");
        }
    }
}
