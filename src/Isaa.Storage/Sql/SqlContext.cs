namespace Isaa.Storage.Sql;

/// <summary>What a database operation may use. It belongs to the operation's thread and ends with it.</summary>
/// <remarks>
/// The text of a command is written once for both databases: parameters are <c>?</c> in order or <c>?1</c> by number, not both in one command.
/// SQLite leaves out <c>FOR UPDATE</c> and <c>SKIP LOCKED</c>, since its one writer locks everything. PostgreSQL leaves out <c>INDEXED BY x</c>
/// and reads <c>CROSS JOIN x ON</c>, SQLite's way to fix the order of a join, as <c>JOIN x ON</c>. Nothing else is translated.
/// </remarks>
internal abstract class SqlContext
{
    /// <summary>What this database writes differently.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>The prepared command of this text; the text must be a constant: it is found by reference.</summary>
    public abstract SqlStatement Statement(string sql);
}
