using Isaa.Jobs.Store;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>Writes the store records of one feature. Called on the writer's thread, inside the transaction.</summary>
internal interface ISqliteStoreWriter
{
    /// <summary>Writes the record if it is one of this feature's.</summary>
    /// <returns>False when it is not.</returns>
    bool TryWrite(SqliteWriteContext context, StoreWrite write);
}
