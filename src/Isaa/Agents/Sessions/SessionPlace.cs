namespace Isaa.Agents.Sessions;

/// <summary>
/// The place of a message in its session; messages are read in this order. It is known before the message is written, so calls that end in any
/// order keep their places, and writing a message again after a crash does no harm.
/// </summary>
/// <param name="Run">The run's number within the session, from 1.</param>
/// <param name="Turn">The turn within the run; 0 is what the user said.</param>
/// <param name="Part">Within the turn: 0 is the model's message, then its calls' results in the order of the calls, then what the engine says to it.</param>
public readonly record struct SessionPlace(int Run, int Turn, int Part) : IComparable<SessionPlace>
{
    /// <inheritdoc/>
    public int CompareTo(SessionPlace other) => (Run, Turn, Part).CompareTo((other.Run, other.Turn, other.Part));

    /// <summary>True when the left place comes first.</summary>
    public static bool operator <(SessionPlace left, SessionPlace right) => left.CompareTo(right) < 0;

    /// <summary>True when the left place comes last.</summary>
    public static bool operator >(SessionPlace left, SessionPlace right) => left.CompareTo(right) > 0;

    /// <summary>True when the left place does not come last.</summary>
    public static bool operator <=(SessionPlace left, SessionPlace right) => left.CompareTo(right) <= 0;

    /// <summary>True when the left place does not come first.</summary>
    public static bool operator >=(SessionPlace left, SessionPlace right) => left.CompareTo(right) >= 0;
}
