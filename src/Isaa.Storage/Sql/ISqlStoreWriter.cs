using Isaa.Jobs.Store;

namespace Isaa.Storage.Sql;

/// <summary>Writes the store records of one feature. Called on a writer's thread, inside the transaction; several threads may call at once.</summary>
internal interface ISqlStoreWriter
{
    /// <summary>Writes the record if it is one of this feature's.</summary>
    /// <returns>False when it is not.</returns>
    bool TryWrite(SqlWriteContext context, StoreWrite write);
}
