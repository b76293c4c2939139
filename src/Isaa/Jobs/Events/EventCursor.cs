using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Isaa.Jobs.Events;

/// <summary>A place in the event log. Written as <c>EPOCH-SEQUENCE</c>.</summary>
/// <param name="Epoch">The transaction's id where several writers commit at once (PostgreSQL); 0 where one writes at a time (SQLite).</param>
/// <param name="Sequence">The event's number.</param>
public readonly record struct EventCursor(long Epoch, long Sequence) : IComparable<EventCursor>
{
    /// <summary>Before the first event.</summary>
    public static EventCursor Start => default;

    /// <summary>Reads the written form.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="cursor">The cursor, when the result is true.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out EventCursor cursor)
    {
        cursor = default;
        var dash = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash <= 0
            || !long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return false;
        }

        cursor = new EventCursor(epoch, sequence);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(EventCursor other) => (Epoch, Sequence).CompareTo((other.Epoch, other.Sequence));

    /// <summary>True when the left place comes first.</summary>
    public static bool operator <(EventCursor left, EventCursor right) => left.CompareTo(right) < 0;

    /// <summary>True when the left place comes last.</summary>
    public static bool operator >(EventCursor left, EventCursor right) => left.CompareTo(right) > 0;

    /// <summary>True when the left place does not come last.</summary>
    public static bool operator <=(EventCursor left, EventCursor right) => left.CompareTo(right) <= 0;

    /// <summary>True when the left place does not come first.</summary>
    public static bool operator >=(EventCursor left, EventCursor right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Sequence}");
}
