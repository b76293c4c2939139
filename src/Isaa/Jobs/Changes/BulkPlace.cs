using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Isaa.Jobs.Searching;

namespace Isaa.Jobs.Changes;

/// <summary>How far a change of many jobs has come. Written as text that means nothing to anyone else.</summary>
/// <param name="After">Where to go on.</param>
/// <param name="Done">How many jobs came before.</param>
/// <param name="StartedAt">When it began.</param>
public readonly record struct BulkPlace(JobPlace After, long Done, DateTimeOffset StartedAt)
{
    /// <summary>Reads the written form.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="place">The place, when the result is true.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out BulkPlace place)
    {
        place = default;
        var parts = text?.Split('-') ?? [];
        if (parts.Length != 3 || !JobPlace.TryParse(parts[0], out var after) || !TryRead(parts[1], out var done) || !TryRead(parts[2], out var started)
            || started > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        place = new BulkPlace(after, done, DateTimeOffset.FromUnixTimeMilliseconds(started));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{After}-{Done}-{StartedAt.ToUnixTimeMilliseconds()}");

    private static bool TryRead(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
