namespace Isaa.Diagnostics;

/// <summary>Makes time-ordered ids (UUID version 7, RFC 9562) from an injected clock. Thread safe.</summary>
/// <param name="time">The clock whose UTC time goes into each id.</param>
public sealed class IdSource(TimeProvider time)
{
    /// <summary>Returns a new id; ids of one millisecond are in no particular order.</summary>
#pragma warning disable RS0030 // the one place that may ask the framework for an id
    public Guid Next() => Guid.CreateVersion7(time.GetUtcNow());
#pragma warning restore RS0030
}
