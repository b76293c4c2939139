using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Isaa.Jobs.Searching;

/// <summary>A place in the list of all jobs, newest first. It stays good when the job that was there is deleted. Written as a number.</summary>
/// <param name="Row">The store's number of the job; opaque to everyone else.</param>
public readonly record struct JobPlace(long Row)
{
    /// <summary>Reads the written form.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="place">The place, when the result is true.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out JobPlace place)
    {
        var isPlace = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row);
        place = new JobPlace(row);
        return isPlace;
    }

    /// <inheritdoc/>
    public override string ToString() => Row.ToString(CultureInfo.InvariantCulture);
}
