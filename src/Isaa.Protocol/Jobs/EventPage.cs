namespace Isaa.Protocol.Jobs;

/// <summary>A page of events, oldest first.</summary>
public sealed record EventPage
{
    /// <summary>The events.</summary>
    public required IReadOnlyList<EventView> Events { get; init; }

    /// <summary>Pass as <c>after</c> to read on, also when the page is empty.</summary>
    public required string Next { get; init; }
}
