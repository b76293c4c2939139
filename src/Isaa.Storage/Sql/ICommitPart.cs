namespace Isaa.Storage.Sql;

/// <summary>Something a connection remembers that has to be written once, when all else of a transaction has been.</summary>
internal interface ICommitPart
{
    /// <summary>Writes it, and is empty for the next transaction.</summary>
    void Write(SqlWriteContext context);
}
