namespace Isaa.Jobs.Store;

/// <summary>What a store wakes its listeners for.</summary>
public enum StoreTopic
{
    /// <summary>A job may have become ready, or the next due time moved.</summary>
    Work,

    /// <summary>An event was written.</summary>
    Events,

    /// <summary>Cancelling a held job was asked for.</summary>
    Cancels,
}
