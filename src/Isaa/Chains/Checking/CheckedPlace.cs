using System.Globalization;
using System.Text.Json;

namespace Isaa.Chains.Checking;

/// <summary>Where a node stands while a chain is checked.</summary>
internal sealed record CheckedPlace
{
    /// <summary>Its path.</summary>
    public required string Path { get; init; }

    /// <summary>The schema of the data it gets, where that is known.</summary>
    public JsonElement? Known { get; init; }

    /// <summary>What takes its result.</summary>
    public Follower After { get; init; } = Follower.None;

    /// <summary>Whether a fallback follows its failure.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>The other way for the conditions in it that have none; null for none.</summary>
    public Otherwise? Else { get; init; }

    public CheckedPlace Inside(string part) => this with { Path = Path.Length == 0 ? part : $"{Path}/{part}" };

    public CheckedPlace Inside(int position) => Inside((position + 1).ToString(CultureInfo.InvariantCulture));
}
