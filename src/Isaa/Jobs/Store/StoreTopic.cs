namespace Isaa.Jobs.Store;

/// <summary>What a store wakes its listeners for.</summary>
public enum StoreTopic
{
    /// <summary>A job may have become ready.</summary>
    Work,

    /// <summary>A job was added or put back for a later time, so the next due time may have moved.</summary>
    Due,

    /// <summary>An event was written.</summary>
    Events,

    /// <summary>Cancelling a held job was asked for.</summary>
    Cancels,
}
