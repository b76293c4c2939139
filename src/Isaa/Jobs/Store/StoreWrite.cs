namespace Isaa.Jobs.Store;

/// <summary>
/// A change that another feature wants in the same transaction as a job's change, for example a session's messages with the model turn
/// that made them. Each feature derives its own records; a storage provider knows how to write all of them.
/// </summary>
public abstract record StoreWrite;
